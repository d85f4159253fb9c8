using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Where a search for a critical point ended, and why.</summary>
public sealed class CriticalPointSearchResult
{
    internal CriticalPointSearchResult()
    {
    }

    /// <summary>How the search ended.</summary>
    public required CriticalPointSearchOutcome Outcome { get; init; }

    /// <summary>θ, n entries: where the search ended. Of all points it accepted, the one with the least ‖∇L‖₂.</summary>
    public required Vector<double> Point { get; init; }

    /// <summary>L(θ).</summary>
    public required double Loss { get; init; }

    /// <summary>‖∇L(θ)‖₂.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>
    /// What of <see cref="GradientNorm"/> can be error: the larger of the estimated error of the gradient and n·ε·‖H‖₂·max(1, ‖θ‖₂), its rounding.
    /// </summary>
    public required double GradientResolution { get; init; }

    /// <summary>
    /// The length of the last Newton step that was computed, the least-squares one where H is singular: by the expansion before it, the distance to
    /// the critical point. NaN if there was none.
    /// </summary>
    public required double NewtonDistance { get; init; }

    /// <summary>‖θ − θ₀‖₂, the distance from the start.</summary>
    public required double DistanceFromStart { get; init; }

    /// <summary>L(θ₀) at the start.</summary>
    public required double StartLoss { get; init; }

    /// <summary>‖∇L(θ₀)‖₂ at the start.</summary>
    public required double StartGradientNorm { get; init; }

    /// <summary>The iterations, rejected steps included.</summary>
    public int Iterations { get; internal set; }

    /// <summary>What was evaluated of the objective.</summary>
    public EvaluationCounts Evaluations { get; internal set; }

    /// <summary>What the outcome rests on, in one sentence.</summary>
    public string Evidence { get; internal set; } = "";

    /// <summary>What was found, classified; null where the search did not converge.</summary>
    public CriticalPoint? Found { get; internal set; }

    /// <summary>Three lines: the outcome, the numbers, the evidence.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Title()} in {Iterations} iterations ({Evaluations}), {DistanceFromStart:G4} from the start.\n" +
        $"  loss        {StartLoss:G6} → {Loss:G6}, ‖g‖ = {StartGradientNorm:G4} → {GradientNorm:G4}\n" +
        $"  evidence    {Evidence}");

    private string Title() => Outcome switch
    {
        CriticalPointSearchOutcome.Converged => "A critical point",
        CriticalPointSearchOutcome.Stagnated => "No critical point: a local minimum of ‖∇L‖",
        CriticalPointSearchOutcome.DescendsToInfinity => "No critical point: the loss descends to infinity",
        CriticalPointSearchOutcome.VanishesAtInfinity => "No critical point: the gradient vanishes at infinity",
        _ => "No critical point yet",
    };
}
