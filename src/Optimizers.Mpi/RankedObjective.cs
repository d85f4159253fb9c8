using Optimizers.Curvature;

namespace Optimizers.Mpi;

/// <summary>
/// The loss over the examples of all ranks, L = Σwᵣ·Lᵣ/Σwᵣ, with its gradient and Hessian products: what is made of an objective on one rank, such as
/// a classification, a spectrum or a minimum, is made of all ranks' examples by the same call on all of them.
/// </summary>
/// <remarks>
/// Every evaluation is one of all ranks: they make the same calls at the same θ, as programs do that are given the same numbers and seeds. The
/// results are the same bits on all ranks, and so is what is concluded from them.
/// </remarks>
public sealed class RankedObjective : Objective
{
    private readonly MpiWorld _world;
    private readonly Objective _local;
    private readonly double _share;
    private double[] _sums = [];

    /// <summary>An objective over the ranks. All ranks make it together.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="local">The mean loss over this rank's examples, with the same derivatives on every rank.</param>
    /// <param name="weight">wᵣ: how many examples this rank has; above 0.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not a number above 0.</exception>
    public RankedObjective(MpiWorld world, Objective local, double weight = 1)
        : base(local?.Options)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(local);
        if (!(weight > 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight is {weight}; it must be a number above 0.");
        (_world, _local) = (world, local);
        double[] total = [weight];
        world.Sum(total);
        _share = weight / total[0];
    }

    /// <inheritdoc/>
    public override bool HasGradient => _local.HasGradient;

    /// <inheritdoc/>
    public override bool HasProduct => _local.HasProduct;

    /// <inheritdoc/>
    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        double[] loss = [_share * _local.Loss(theta)];
        _world.Sum(loss);
        return loss[0];
    }

    /// <inheritdoc/>
    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        _local.Gradient(theta, gradient);
        Join(gradient);
    }

    /// <inheritdoc/>
    protected override void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        _local.Product(theta, vector, product);
        Join(product);
    }

    private void Join(Span<double> values)
    {
        if (_sums.Length != values.Length)
            _sums = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
            _sums[i] = _share * values[i];
        _world.Sum(_sums);
        _sums.CopyTo(values);
    }
}
