namespace Optimizers.Steps;

/// <summary>The size of a gradient over all parameters: ‖g‖₂ = Root · Scale, also where that leaves the range of doubles, and max|g|.</summary>
/// <param name="Root">NaN where an element is NaN or infinite, and where the norm was not asked for.</param>
/// <param name="Scale">1, or a power of 2 where squares over- or underflow.</param>
/// <param name="Largest">max|g|; NaN where an element is NaN or infinite.</param>
internal readonly record struct GradientSize(double Root, double Scale, double Largest)
{
    /// <summary>Below this sum of squares an underflow may have left something out.</summary>
    public const double LeastSquares = 1e-280;

    /// <summary>Of a gradient that nobody has measured.</summary>
    public static GradientSize Unknown => new(double.NaN, 1, double.PositiveInfinity);

    /// <summary>‖g‖₂; infinite where it exceeds the largest double.</summary>
    public double Norm => Root * Scale;

    /// <summary>True if all elements are.</summary>
    public bool IsFinite => !double.IsNaN(Largest);

    /// <summary>min(scale, maxNorm/‖g‖₂).</summary>
    public double FactorTo(double maxNorm, double scale) => Norm * scale > maxNorm ? maxNorm / Scale / Root : scale;
}
