using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>What the second-order expansion at θ says: the numbers that a classification rests on, with the tolerances that decide.</summary>
internal sealed record SecondOrder
{
    /// <summary>n.</summary>
    public required int Dimension { get; init; }

    /// <inheritdoc cref="CriticalPoint.IsSpectrumComplete"/>
    public required bool IsSpectrumComplete { get; init; }

    /// <inheritdoc cref="CriticalPoint.Radius"/>
    public required double Radius { get; init; }

    /// <summary>The eigenvalues whose vectors are known or can be had, ascending, in the units of H.</summary>
    public required double[] Eigenvalues { get; init; }

    /// <summary>Their vectors.</summary>
    public required IEigenvectors Eigenvectors { get; init; }

    /// <summary>g.</summary>
    public required double[] Gradient { get; init; }

    /// <inheritdoc cref="CriticalPoint.SmallestEigenvalue"/>
    public required double SmallestEigenvalue { get; init; }

    /// <inheritdoc cref="CriticalPoint.LargestEigenvalue"/>
    public required double LargestEigenvalue { get; init; }

    /// <inheritdoc cref="CriticalPoint.SmallestInterval"/>
    public required EigenvalueInterval SmallestInterval { get; init; }

    /// <inheritdoc cref="CriticalPoint.LargestInterval"/>
    public required EigenvalueInterval LargestInterval { get; init; }

    /// <inheritdoc cref="CriticalPoint.NegativeCount"/>
    public required int NegativeCount { get; init; }

    /// <inheritdoc cref="CriticalPoint.ZeroCount"/>
    public required int ZeroCount { get; init; }

    /// <inheritdoc cref="CriticalPoint.PositiveCount"/>
    public required int PositiveCount { get; init; }

    /// <inheritdoc cref="CriticalPoint.ToleranceSources"/>
    public required ToleranceSources ToleranceSources { get; init; }

    /// <inheritdoc cref="CriticalPoint.NegativeThreshold"/>
    public required double NegativeThreshold { get; init; }

    /// <inheritdoc cref="CriticalPoint.PositiveThreshold"/>
    public required double PositiveThreshold { get; init; }

    /// <inheritdoc cref="CriticalPoint.GradientNorm"/>
    public required double GradientNorm { get; init; }

    /// <inheritdoc cref="CriticalPoint.GradientTolerance"/>
    public required double GradientTolerance { get; init; }

    /// <inheritdoc cref="CriticalPoint.FlatGradientNorm"/>
    public required double FlatGradientNorm { get; init; }

    /// <inheritdoc cref="CriticalPoint.FlatGradientTolerance"/>
    public required double FlatGradientTolerance { get; init; }

    /// <inheritdoc cref="CriticalPoint.DistanceToCriticalPoint"/>
    public required double DistanceToCriticalPoint { get; init; }

    /// <inheritdoc cref="CriticalPoint.Tolerance"/>
    public double Tolerance => ToleranceSources.Total;

    /// <inheritdoc cref="CriticalPoint.RelativeDistance"/>
    public required double RelativeDistance { get; init; }

    /// <summary>True if the intervals of the ends of the spectrum rest on errors that are estimates.</summary>
    public bool AreEndsEstimated { get; init; }

    /// <summary>True if the errors of H are as large as H: nothing is known of the signs.</summary>
    public bool IsLostInErrors { get; init; }

    /// <summary>True if the counts are those of an equilibrated H.</summary>
    public bool IsGraded { get; init; }

    /// <summary>A direction of negative curvature that the eigenvectors do not show, since H is graded; null where they do.</summary>
    public Descent? GradedDescent { get; init; }

    /// <summary>What the expansion makes of the point.</summary>
    public CriticalPointKind Kind => RelativeDistance > Radius ? CriticalPointKind.NotCritical : SignKind;

    /// <summary>What the signs make of the critical point of the expansion, however far it is.</summary>
    public CriticalPointKind SignKind => IsLostInErrors ? CriticalPointKind.Undecided
        : NegativeCount > 0 && PositiveCount > 0 ? CriticalPointKind.Saddle
        : HasOneSign ? (PositiveCount > 0 ? CriticalPointKind.LocalMinimum : CriticalPointKind.LocalMaximum)
        : CriticalPointKind.Degenerate;

    // Every eigenvalue is beyond a threshold on the same side.
    private bool HasOneSign => Dimension > 0 && ZeroCount == 0
        && (IsSpectrumComplete || SmallestInterval.Lower + Tolerance > PositiveThreshold || LargestInterval.Upper - Tolerance < -NegativeThreshold);

    /// <summary>All uᵢ, of length 1, n entries each, one behind the other.</summary>
    public double[] Vectors => Eigenvectors.All;

    /// <summary>uᵢ.</summary>
    public ReadOnlySpan<double> Vector(int i) => Eigenvectors.VectorAlone(i);

    /// <summary>√(ρ‖g‖), the curvature below which a saddle must be left by its Hessian's Lipschitz constant ρ; 0 where none was given.</summary>
    public static double HiddenCurvature(CriticalPointOptions options, double gradientNorm) =>
        options.HessianLipschitz == 0 ? 0 : Math.Sqrt(options.HessianLipschitz) * Math.Sqrt(gradientNorm);

    /// <summary>A direction along which the loss falls.</summary>
    /// <param name="Direction">u, of length 1.</param>
    /// <param name="Slope">uᵀg.</param>
    /// <param name="Curvature">uᵀHu &lt; 0.</param>
    internal sealed record Descent(double[] Direction, double Slope, double Curvature);
}
