using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using static TorchSharp.torch;

namespace Optimizers.Torch;

/// <summary>
/// The loss of a module as a function of its parameters: for classification, spectra, sharpness, minimizers. Hessian-vector products are exact, by
/// going backward twice.
/// </summary>
/// <remarks>
/// <para>θ are the parameters that require a gradient, side by side in the order of <c>named_parameters</c>: matrices column by column as everywhere
/// in the library, a tensor of more dimensions as a matrix with one row for each of the first. <see cref="ObjectiveOptions.Layout"/> knows them by
/// name. An evaluation writes θ into the module and puts the former bits back.</para>
/// <para>The loss must be the same at every call: <c>module.eval()</c> where there is dropout or a batch normalization. A module of floats says
/// <see cref="ObjectiveOptions.SinglePrecision"/> by itself; in Float64 the answers are surer.</para>
/// </remarks>
public sealed class TorchObjective : Objective
{
    private readonly ModuleVector _vector;
    private readonly Func<Tensor> _loss;

    /// <summary>A loss of a module.</summary>
    /// <param name="module">The module, whose parameters are θ.</param>
    /// <param name="loss">The loss at the parameters that the module has: <c>() => loss.call(model.call(x), y)</c>. A single number.</param>
    /// <param name="options">What else is known about the loss; layout and precision are the module's.</param>
    /// <exception cref="ArgumentNullException">The module or the loss is null.</exception>
    /// <exception cref="NotSupportedException">A parameter is neither of Float32 nor of Float64.</exception>
    public TorchObjective(nn.Module module, Func<Tensor> loss, ObjectiveOptions? options = null)
        : this(VectorOf(module), loss, options)
    {
    }

    private TorchObjective(ModuleVector vector, Func<Tensor> loss, ObjectiveOptions? options)
        : base((options ?? new ObjectiveOptions()) with
        {
            Layout = vector.Layout,
            SinglePrecision = vector.IsSingle || options is { SinglePrecision: true },
        })
    {
        ArgumentNullException.ThrowIfNull(loss);
        (_vector, _loss) = (vector, loss);
    }

    /// <summary>θ, copied from the module; set, it is written there, rounded to the type of each tensor.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public Vector<double> Theta
    {
        get => Vector<double>.Build.Dense(_vector.Read());
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count != _vector.Layout.Length)
                throw new ArgumentException($"θ has {value.Count} entries; the module {_vector.Layout} has {_vector.Layout.Length}.", nameof(value));
            _vector.Write(value.ToArray());
        }
    }

    /// <inheritdoc/>
    public override bool HasGradient => true;

    /// <inheritdoc/>
    public override bool HasProduct => true;

    /// <summary>The mean loss over examples in batches, each of which is evaluated by itself.</summary>
    /// <param name="module">The module.</param>
    /// <param name="x">The inputs, one a place of the first dimension.</param>
    /// <param name="y">The right answers, as many.</param>
    /// <param name="loss">The mean loss of outputs and answers: <c>nn.CrossEntropyLoss()</c>.</param>
    /// <param name="batchSize">Examples a batch, at least 1; the last batch may have fewer, and counts as much less.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are no examples, or not as many answers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public static MiniBatchObjective InBatches(
        nn.Module<Tensor, Tensor> module, Tensor x, Tensor y, nn.Module<Tensor, Tensor, Tensor> loss, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var vector = VectorOf(module);
        var count = x.size(0);
        if (count == 0 || y.size(0) != count)
        {
            throw new ArgumentException(
                $"There are {count} inputs and {y.size(0)} answers; there must be as many of both, and at least one.", nameof(x));
        }

        var (batches, weights) = (new List<Objective>(), new List<double>());
        for (var start = 0L; start < count; start += batchSize)
        {
            var (from, length) = (start, Math.Min(batchSize, count - start));
            batches.Add(new TorchObjective(
                vector, () => loss.call(module.call(x.narrow(0, from, length)), y.narrow(0, from, length)), null));
            weights.Add(length);
        }

        return new MiniBatchObjective(batches, weights);
    }

    /// <inheritdoc/>
    protected override double EvaluateLoss(ReadOnlySpan<double> theta) => _vector.At(theta, () =>
    {
        using var without = no_grad();
        return _loss().to(ScalarType.Float64).item<double>();
    });

    /// <inheritdoc/>
    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient) =>
        _vector.At(theta, () => _vector.Gradient(_loss())).CopyTo(gradient);

    /// <inheritdoc/>
    protected override void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        var v = vector.ToArray();
        _vector.At(theta, () =>
        {
            // create_graph alone does not keep the graph in TorchSharp.
            var gradients = autograd.grad([_loss()], _vector.Tensors, retain_graph: true, create_graph: true, allow_unused: true);
            // Those that depend on θ: a loss that is linear in a parameter has no second derivative by it.
            var along = gradients.Zip(_vector.Split(v)).Where(each => each.First is { IsInvalid: false, requires_grad: true }).ToList();
            return _vector.Flatten(along.Count == 0 ? [] : [.. autograd.grad(
                [.. along.Select(each => each.First)], _vector.Tensors, [.. along.Select(each => each.Second)], allow_unused: true)]);
        }).CopyTo(product);
    }

    private static ModuleVector VectorOf(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new ModuleVector(module.named_parameters().Where(each => each.parameter.requires_grad));
    }
}
