using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Torch;

/// <summary>
/// Parameters of a module side by side in one vector θ, as everywhere in the library: a matrix column by column, and a tensor of more dimensions as a
/// matrix with one row for each of the first.
/// </summary>
internal sealed class ModuleVector
{
    private readonly (TorchParameter Tensor, int Length)[] _parts;

    /// <exception cref="NotSupportedException">A tensor is neither of Float32 nor of Float64.</exception>
    public ModuleVector(IEnumerable<(string name, TorchParameter parameter)> parameters)
    {
        var (parts, layout) = (new List<(TorchParameter, int)>(), ParameterLayout.Empty);
        foreach (var (name, tensor) in parameters.DistinctBy(each => each.parameter.Handle))
        {
            if (tensor.dtype is not (ScalarType.Float32 or ScalarType.Float64))
                throw new NotSupportedException($"The tensor {name} is {tensor.dtype}; a loss is differentiated twice in Float32 or Float64.");
            parts.Add((tensor, checked((int)tensor.numel())));
            layout = tensor.dim() > 1
                ? layout.Add(name, Matrix<double>.Build.Sparse((int)tensor.size(0), (int)(tensor.numel() / tensor.size(0))))
                : layout.Add(name, (int)tensor.numel());
            IsSingle |= tensor.dtype == ScalarType.Float32;
        }

        (_parts, Layout) = ([.. parts], layout);
        Tensors = Array.ConvertAll(_parts, Tensor (part) => part.Tensor);
    }

    /// <summary>The names and shapes.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>True if some are floats.</summary>
    public bool IsSingle { get; }

    /// <summary>The tensors, in the order of θ.</summary>
    public Tensor[] Tensors { get; }

    /// <summary>θ now.</summary>
    public double[] Read() => Flatten(Tensors);

    /// <summary>Writes θ, rounded to the type of each tensor.</summary>
    public void Write(ReadOnlySpan<double> theta)
    {
        using var scope = NewDisposeScope();
        using var without = no_grad();
        foreach (var (part, values) in Tensors.Zip(Split(theta)))
            part.copy_(values);
    }

    /// <summary>Calls a function at θ, with gradients enabled; the bits of before are back afterwards.</summary>
    public T At<T>(ReadOnlySpan<double> theta, Func<T> function)
    {
        using var scope = NewDisposeScope();
        var kept = Array.ConvertAll(Tensors, each => each.detach().clone());
        try
        {
            Write(theta);
            using var with = enable_grad();
            return function();
        }
        finally
        {
            using var without = no_grad();
            for (var i = 0; i < kept.Length; i++)
                Tensors[i].copy_(kept[i]);
        }
    }

    /// <summary>∇L(θ); 0 for what requires no gradient, or is not used.</summary>
    public double[] Gradient(Tensor loss)
    {
        var found = autograd.grad([loss], Array.FindAll(Tensors, each => each.requires_grad), allow_unused: true);
        var next = 0;
        return Flatten(Array.ConvertAll(Tensors, each => each.requires_grad ? found[next++] : null));
    }

    /// <summary>A vector as tensors like those of θ.</summary>
    public Tensor[] Split(ReadOnlySpan<double> vector)
    {
        var tensors = new Tensor[_parts.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            var (like, length) = _parts[i];
            var values = tensor(vector[..length].ToArray());
            if (like.dim() > 1)
                values = values.view(-1, like.size(0)).t();
            tensors[i] = values.reshape(like.shape).to(like.dtype).to(like.device);
            vector = vector[length..];
        }

        return tensors;
    }

    /// <summary>Tensors like those of θ side by side; 0 in the place of one that is not there.</summary>
    public double[] Flatten(IReadOnlyList<Tensor?> tensors)
    {
        using var scope = NewDisposeScope();
        var vector = new double[Layout.Length];
        var rest = vector.AsSpan();
        for (var i = 0; i < _parts.Length; i++)
        {
            var length = _parts[i].Length;
            if (i < tensors.Count && tensors[i] is { IsInvalid: false } each)
            {
                var values = each.detach().to(ScalarType.Float64).cpu();
                if (values.dim() > 1)
                    values = values.reshape(values.size(0), -1).t();
                MemoryMarshal.Cast<byte, double>(values.contiguous().bytes).CopyTo(rest[..length]);
            }

            rest = rest[length..];
        }

        return vector;
    }
}
