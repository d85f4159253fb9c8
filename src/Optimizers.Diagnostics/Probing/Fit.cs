using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// How far a reference minimizer came (limited-memory BFGS with a line search on a fixed set of examples): what is possible here,
/// whatever the optimizer does.
/// </summary>
/// <param name="From">Where it began: "θ", "a new start (seed 1)", ....</param>
/// <param name="Data">What it fitted: "the training data", "one batch of 32".</param>
/// <param name="Curve">The loss after every iteration, the start first.</param>
/// <param name="GradientNorm">‖∇L‖₂ at the end.</param>
/// <param name="End">θ at the end.</param>
/// <param name="Cost">Evaluations.</param>
public sealed record Fit(string From, string Data, IReadOnlyList<double> Curve, double GradientNorm, double[] End, EvaluationCounts Cost)
{
    /// <summary>θ after 2, 4, 8, … iterations, where they were kept.</summary>
    internal IReadOnlyList<double[]> Along { get; init; } = [];

    /// <summary>The loss at the start.</summary>
    public double StartLoss => Curve[0];

    /// <summary>The loss at the end.</summary>
    public double Loss => Curve[^1];

    /// <summary>How many iterations it took.</summary>
    public int Iterations => Curve.Count - 1;
}
