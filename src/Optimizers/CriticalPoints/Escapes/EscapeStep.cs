using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// A step θ = θ₀ + αu, in a direction of negative curvature or to where a descent has led, whose loss has been evaluated and is lower.
/// </summary>
public sealed class EscapeStep
{
    internal EscapeStep()
    {
    }

    /// <summary>θ = θ₀ + αu, n entries.</summary>
    public required Vector<double> Point { get; init; }

    /// <summary>u, n entries, ‖u‖₂ = 1, with the sign that was taken.</summary>
    public required Vector<double> Direction { get; init; }

    /// <summary>α > 0.</summary>
    public required double StepSize { get; init; }

    /// <summary>
    /// uᵀHu at θ₀. Negative for a step along negative curvature: λmin where it is single, a mean of the eigenvalues next to it where it is multiple.
    /// A descent of several steps can end in a direction in which it is not.
    /// </summary>
    public required double Curvature { get; init; }

    /// <summary>gᵀu.</summary>
    public required double Slope { get; init; }

    /// <summary>α·gᵀu + ½α²·uᵀHu: the change of the loss by its second-order expansion.</summary>
    public double PredictedChange => StepSize * (Slope + 0.5 * StepSize * Curvature);

    /// <summary>L(θ) − L(θ₀) &lt; 0.</summary>
    public double AchievedChange => LossAfter - LossBefore;

    /// <summary>L(θ₀).</summary>
    public required double LossBefore { get; init; }

    /// <summary>L(θ), evaluated at the very <see cref="Point"/>.</summary>
    public required double LossAfter { get; init; }

    /// <summary>How often the loss was evaluated.</summary>
    public required int Evaluations { get; init; }

    /// <summary>All evaluations that the step has cost, those of derivatives too where an <see cref="Objective"/> has counted them.</summary>
    public EvaluationCounts Cost
    {
        get => field == default ? new EvaluationCounts(Evaluations, 0, 0, 0) : field;
        internal init;
    }

    /// <summary>The step in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Step of {StepSize:G4} along curvature {Curvature:G4}: loss {LossBefore:G6} → {LossAfter:G6}, " +
        $"change {AchievedChange:G4} (predicted {PredictedChange:G4}), {Evaluations} evaluations.");
}
