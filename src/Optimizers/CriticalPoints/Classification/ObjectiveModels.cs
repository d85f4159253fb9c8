using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>Gradients and Hessians of an objective, with their errors.</summary>
/// <param name="objective">L.</param>
/// <param name="options">The errors that the caller states, and cancellation.</param>
/// <param name="scales">sᵢ.</param>
internal sealed class ObjectiveModels(Objective objective, CriticalPointOptions options, double[] scales) : ILocalModels
{
    /// <inheritdoc/>
    public double[] Scales => scales;

    /// <inheritdoc/>
    public double LeastScale { get; } = scales.Length == 0 ? 1 : scales.Min();

    /// <summary>The least distance within which what was evaluated saw a kink.</summary>
    public double KinkDistance { get; private set; } = double.PositiveInfinity;

    /// <summary>The spacing of the numbers next to 1 in the precision of the loss.</summary>
    public double Epsilon => objective.Options.SinglePrecision ? MachineEpsilon.Single : MachineEpsilon.Double;

    /// <summary>A kink was seen within a distance.</summary>
    public void SeeKink(double distance) => KinkDistance = Math.Min(KinkDistance, distance);

    /// <summary>What is known at θ.</summary>
    /// <exception cref="InvalidOperationException">Gradient or Hessian are not finite.</exception>
    public LocalModel Model(double[] theta)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        var gradient = new double[theta.Length];
        var errorOfGradient = objective.GradientWithError(theta, gradient);
        var (hessian, errorOfHessian) = Hessian(theta);
        var (gradientError, hessianError) = (errorOfGradient.Norm, errorOfHessian.Norm);
        var isOfProducts = objective is { HasProduct: true, HasHessian: false };
        if (isOfProducts)
            hessianError = Math.Max(hessianError, ProductRounding.OfColumns(objective, theta, hessian, options.Seed));
        return new(theta, gradient, hessian, options.GradientError + gradientError, options.HessianError + hessianError)
        {
            Epsilon = Epsilon,
            IsBound = hessianError == 0,
            IsComputed = true,
            IsOfProducts = isOfProducts,
            Scaled = options.GradientError + options.HessianError == 0
                && (errorOfHessian.Scaled ?? errorOfGradient.Scaled) is { } scaled
                ? (errorOfGradient.Scaled?.Norm ?? 0, errorOfHessian.Scaled?.Norm ?? 0, scaled.Scales) : null,
            Cancellation = options.CancellationToken,
        };
    }

    /// <inheritdoc/>
    public LocalModel? TryModel(double[] theta)
    {
        try
        {
            return Model(theta);
        }
        catch (NotFiniteValueException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public double[]? TryHessian(double[] theta)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Hessian(theta).Entries;
        }
        catch (NotFiniteValueException)
        {
            return null;
        }
    }

    private (double[] Entries, DifferenceError Error) Hessian(double[] theta)
    {
        var (hessian, error, kink) = objective.HessianWithError(theta);
        SeeKink(kink);
        return (hessian.ToColumnMajorArray(), error);
    }
}
