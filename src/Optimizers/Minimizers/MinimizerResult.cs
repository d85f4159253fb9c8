using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Where a minimizer ended, and why. That the iterations ran out is a result like any other.</summary>
public sealed class MinimizerResult
{
    internal MinimizerResult()
    {
    }

    /// <summary>Why it ended.</summary>
    public required MinimizerOutcome Outcome { get; init; }

    /// <summary>θ, n entries: the best point. It belongs to the result, whoever else changes the start.</summary>
    public required Vector<double> Point { get; init; }

    /// <summary>L(θ). NaN or infinite only where the start is not finite.</summary>
    public required double Loss { get; init; }

    /// <summary>‖∇L(θ)‖₂. NaN where it is not known or not finite.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The iterations, rejected steps included.</summary>
    public required int Iterations { get; init; }

    /// <summary>What was evaluated of the objective.</summary>
    public required EvaluationCounts Evaluations { get; init; }

    /// <summary>True if a tolerance was met, or rounding lets nothing more be gained.</summary>
    public bool HasConverged => Outcome is MinimizerOutcome.GradientConverged or MinimizerOutcome.StepConverged or MinimizerOutcome.ValueConverged;

    /// <summary>"GradientConverged after 21 iterations (27 losses, 24 gradients): L = 1.2E-21, ‖g‖ = 3E-10".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Outcome} after {Iterations} iterations ({Evaluations}): L = {Loss:G6}, ‖g‖ = {GradientNorm:G4}");
}
