namespace Optimizers.Curvature;

/// <summary>The Gauss–Newton model of ‖∇L‖₂ around θ: ‖g + Hp‖₂, to be minimized within ‖p‖₂ ≤ Δ.</summary>
internal abstract class TrustRegionModel
{
    /// <summary>An estimate of ‖H‖₂ from below.</summary>
    public abstract double NormOfH { get; }

    /// <summary>‖Hg‖₂.</summary>
    public abstract double NormOfHg { get; }

    /// <summary>The minimizer within the radius; where there are several without it, the shortest, or in a Krylov space one of it.</summary>
    /// <param name="radius">Δ.</param>
    /// <param name="tolerance">‖g + Hp‖₂ ≤ tolerance·‖g‖₂ is good enough, where p is inside.</param>
    public abstract TrustRegionStep Minimize(double radius, double tolerance);

    /// <summary>−H⁻¹g of another gradient g.</summary>
    public abstract double[] NewtonStep(double[] gradient);
}

/// <summary>A step of the trust-region method.</summary>
/// <param name="P">p.</param>
/// <param name="Length">‖p‖₂.</param>
/// <param name="ModelNorm">‖g + Hp‖₂.</param>
/// <param name="IsInside">True if p is the minimizer without the radius: the (least-squares) Newton step.</param>
internal readonly record struct TrustRegionStep(double[] P, double Length, double ModelNorm, bool IsInside);
