using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>A model in the caller's own arrays.</summary>
internal sealed class InPlaceModel : Model
{
    private readonly ModelArray[] _arrays;
    private readonly Func<Matrix<double>, BatchTargets, IReadOnlyList<ModelArray>>? _gradients;
    private readonly byte[][] _kept;
    private readonly byte[][] _written;

    public InPlaceModel(
        (string Name, ModelArray Values)[] parameters,
        Func<Matrix<double>, LayerRecorder, Matrix<double>> outputs,
        Func<Matrix<double>, BatchTargets, IReadOnlyList<ModelArray>>? gradients)
        : base(LayoutOf(parameters), outputs)
    {
        _arrays = Array.ConvertAll(parameters, each => each.Values);
        _gradients = gradients;
        _kept = Array.ConvertAll(_arrays, array => new byte[array.Bytes.Length]);
        _written = Array.ConvertAll(_arrays, array => new byte[array.Bytes.Length]);
    }

    public override bool HasGradients => _gradients is not null;

    internal override bool IsSingle => Array.Exists(_arrays, array => array.IsSingle);

    internal override double[] Read()
    {
        var theta = new double[Layout.Length];
        var rest = theta.AsSpan();
        foreach (var array in _arrays)
        {
            array.Read(rest);
            rest = rest[array.Length..];
        }

        return theta;
    }

    private protected override void EvaluateGradient(Matrix<double> inputs, BatchTargets targets, double[] gradient)
    {
        var parts = _gradients!(inputs, targets)
            ?? throw new ArgumentException("gradients gave null; it must give one gradient a parameter.", nameof(gradient));
        if (parts.Count != _arrays.Length)
        {
            throw new ArgumentException(
                $"gradients gave {parts.Count} gradients; it must give one a parameter, in the order {string.Join(", ", Layout.Names)}.",
                nameof(gradient));
        }

        var rest = gradient.AsSpan();
        for (var k = 0; k < _arrays.Length; k++)
        {
            ThrowIfShapeDiffers(k, parts[k]);
            parts[k].Read(rest);
            rest = rest[parts[k].Length..];
        }
    }

    private protected override void Keep() => Copy(_kept);

    private protected override void Write(double[] theta)
    {
        var rest = theta.AsSpan();
        foreach (var array in _arrays)
        {
            array.Write(rest[..array.Length]);
            rest = rest[array.Length..];
        }

        Copy(_written);
    }

    private protected override string? Changed() => DiffersFrom(_written);

    private protected override string? Restore()
    {
        for (var k = 0; k < _arrays.Length; k++)
            _kept[k].CopyTo(_arrays[k].Bytes);
        return DiffersFrom(_kept);
    }

    private void Copy(byte[][] into)
    {
        for (var k = 0; k < _arrays.Length; k++)
            _arrays[k].Bytes.CopyTo(into[k]);
    }

    private string? DiffersFrom(byte[][] bits)
    {
        for (var k = 0; k < _arrays.Length; k++)
        {
            if (!_arrays[k].Bytes.SequenceEqual(bits[k]))
                return Layout.Names[k];
        }

        return null;
    }

    private void ThrowIfShapeDiffers(int k, ModelArray gradient)
    {
        // A matrix must not stand where its transpose belongs: the lengths would agree.
        var parameter = _arrays[k];
        var isTransposed = parameter.Shape is [_, _] && gradient.Shape is [_, _] && !parameter.Shape.AsSpan().SequenceEqual(gradient.Shape);
        if (gradient.Length == parameter.Length && !isTransposed)
            return;
        throw new ArgumentException(
            $"gradients gave {string.Join("×", gradient.Shape ?? [])} numbers for {Layout.Names[k]}, which has {string.Join("×", parameter.Shape)}.",
            nameof(gradient));
    }

    private static ParameterLayout LayoutOf((string Name, ModelArray Values)[] parameters)
    {
        if (parameters is [])
            throw new ArgumentException("There are no parameters; there must be at least one.", nameof(parameters));
        var layout = ParameterLayout.Empty;
        for (var k = 0; k < parameters.Length; k++)
        {
            var (name, values) = parameters[k];
            if (values.IsEmpty)
                throw new ArgumentException($"{name} has no storage.", nameof(parameters));
            var same = Array.FindIndex(parameters, 0, k, each => values.Length > 0 && each.Values.IsSameAs(values));
            if (same >= 0)
                throw new ArgumentException($"{parameters[same].Name} and {name} are the same storage; give it once.", nameof(parameters));
            layout = values.IsColumnMajor
                ? layout.Add(name, Matrix<double>.Build.Sparse(values.Shape[0], values.Shape[1]))
                : layout.Add(name, values.Shape);
        }

        return layout;
    }
}
