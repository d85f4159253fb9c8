using System.Globalization;
using System.Runtime.CompilerServices;

namespace Optimizers.Curvature;

/// <summary>What the caller knows about the errors of a Hessian and a gradient, and how near a critical point must be.</summary>
public sealed record CriticalPointOptions
{
    /// <summary>
    /// A bound on ‖H − H*‖₂, H the matrix that is given and H* the true Hessian: of finite differences, of a mini-batch.
    /// In the units of H; finite, ≥ 0. Default 0: H is exact but for rounding.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double HessianError { get; init => field = NotNegative(value); }

    /// <summary>A bound on ‖g − g*‖₂ of the gradient. In the units of g; finite, ≥ 0. Default 0: exact but for rounding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double GradientError { get; init => field = NotNegative(value); }

    /// <summary>
    /// A point counts as critical if the quadratic model has its critical point no farther away than this, in the units of the
    /// parameters. Finite, > 0. Default 10⁻³.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double Radius
    {
        get;
        init => field = double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Radius), value, "The radius must be finite and greater than zero.");
    } = 1e-3;

    internal static CriticalPointOptions Default { get; } = new();

    /// <summary>The options in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"HessianError = {HessianError}, GradientError = {GradientError}, Radius = {Radius}");

    private static double NotNegative(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");
}
