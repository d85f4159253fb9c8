using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Where a least-squares minimizer ended, and why.</summary>
public sealed class LeastSquaresResult
{
    internal LeastSquaresResult()
    {
    }

    /// <summary>Why it ended.</summary>
    public required MinimizerOutcome Outcome { get; init; }

    /// <summary>θ, n entries: the best point.</summary>
    public required Vector<double> Point { get; init; }

    /// <summary>r(θ), m entries.</summary>
    public required Vector<double> Residuals { get; init; }

    /// <summary>‖r(θ)‖₂². NaN or infinite only where the start is not finite.</summary>
    public required double SumOfSquares { get; init; }

    /// <summary>‖Jᵀr‖₂, of ½‖r‖₂². NaN where J is not known or not finite.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The iterations, rejected steps included.</summary>
    public required int Iterations { get; init; }

    /// <summary>How often r was evaluated, for differences too.</summary>
    public required long ResidualEvaluations { get; init; }

    /// <summary>How often the caller's own J was evaluated, or its products were asked for at a new point.</summary>
    public required long JacobianEvaluations { get; init; }

    /// <summary>How many products with J and Jᵀ were taken; 0 where J is a matrix.</summary>
    public long JacobianProducts { get; init; }

    /// <summary>True if a tolerance was met, or rounding lets nothing more be gained.</summary>
    public bool HasConverged => Outcome is MinimizerOutcome.GradientConverged or MinimizerOutcome.StepConverged or MinimizerOutcome.ValueConverged;

    /// <summary>"StepConverged after 9 iterations (10 residuals, 9 Jacobians): ‖r‖² = 0.124551, ‖Jᵀr‖ = 2E-09".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Outcome} after {Iterations} iterations ({ResidualEvaluations} residuals, {JacobianEvaluations} Jacobians): "
        + $"‖r‖² = {SumOfSquares:G6}, ‖Jᵀr‖ = {GradientNorm:G4}");
}
