using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>A step θ = θ₀ + αu along a direction u of negative curvature, whose loss has been evaluated and is lower.</summary>
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

    /// <summary>uᵀHu &lt; 0: λmin where it is single, a mean of the eigenvalues next to it where it is multiple.</summary>
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

    /// <summary>The step in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Step of {StepSize:G4} along curvature {Curvature:G4}: loss {LossBefore:G6} → {LossAfter:G6}, " +
        $"change {AchievedChange:G4} (predicted {PredictedChange:G4}), {Evaluations} evaluations.");
}
