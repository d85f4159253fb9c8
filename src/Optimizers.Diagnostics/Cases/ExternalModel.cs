using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>A model whose parameters another framework holds.</summary>
internal sealed class ExternalModel : Model
{
    private readonly Func<Vector<double>> _read;
    private readonly Action<Vector<double>> _write;
    private readonly Func<Matrix<double>, BatchTargets, Vector<double>>? _gradients;
    private double[] _kept = [];
    private double[] _written = [];
    private bool? _isSingle;

    public ExternalModel(
        ParameterLayout layout,
        Func<Vector<double>> read,
        Action<Vector<double>> write,
        Func<Matrix<double>, LayerRecorder, Matrix<double>> outputs,
        Func<Matrix<double>, BatchTargets, Vector<double>>? gradients,
        bool? isSingle)
        : base(layout, outputs)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(write);
        if (layout.Length == 0)
            throw new ArgumentException("The layout has no parameters; there must be at least one.", nameof(layout));
        (_read, _write, _gradients, _isSingle) = (read, write, gradients, isSingle);
    }

    public override bool HasGradients => _gradients is not null;

    // A framework that holds floats gives numbers that are floats, all of them. Numbers that are not yet so may become so, but never the other way.
    internal override bool IsSingle => _isSingle
        ?? (Array.TrueForAll(Read(), value => value == (float)value || !double.IsFinite(value)) && (_isSingle = true).Value);

    internal override double[] Read()
    {
        var theta = _read() ?? throw new ArgumentException("read gave null; it must give θ.", "read");
        return theta.Count == Layout.Length ? theta.ToArray()
            : throw new ArgumentException($"read gave {theta.Count} numbers; the layout {Layout} has {Layout.Length}.", "read");
    }

    private protected override void EvaluateGradient(Matrix<double> inputs, BatchTargets targets, double[] gradient)
    {
        var given = _gradients!(inputs, targets) ?? throw new ArgumentException("gradients gave null; it must give ∇L(θ).", nameof(gradient));
        if (given.Count != gradient.Length)
        {
            throw new ArgumentException(
                $"gradients gave {given.Count} numbers; the layout {Layout} has {Layout.Length}.", nameof(gradient));
        }

        given.ToArray().CopyTo(gradient, 0);
    }

    private protected override void Keep() => _kept = Read();

    private protected override void Write(double[] theta)
    {
        _write(Vector<double>.Build.DenseOfArray(theta));
        _written = Read(); // Rounded to float, if the framework holds floats.
    }

    private protected override string? Changed() => DiffersFrom(_written);

    private protected override string? Restore()
    {
        _write(Vector<double>.Build.DenseOfArray(_kept));
        return DiffersFrom(_kept);
    }

    private string? DiffersFrom(double[] bits)
    {
        var now = MemoryMarshal.AsBytes(Read().AsSpan());
        var at = now.CommonPrefixLength(MemoryMarshal.AsBytes(bits.AsSpan()));
        return at == now.Length ? null : Layout.Describe(at / sizeof(double));
    }
}
