using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>Whether the gradient is that of the loss (<see cref="Curvature.GradientCheck"/>).</summary>
/// <param name="Verdict">The verdict of the check.</param>
/// <param name="Place">Where it was run: "θ" or "the start".</param>
/// <param name="LargestRelativeError">The largest |directional derivative by the gradient − by differences|, in shares of the gradient's norm,
/// over all directions.</param>
/// <param name="DetectableError">The smallest relative error that could have been seen.</param>
/// <param name="Factor">The factor by which the whole gradient is off, where one factor explains it; else null.</param>
/// <param name="WrongPart">The name of the parameter whose gradient is wrong; null if none was singled out.</param>
/// <param name="WrongEntry">The worst entry in words; null if none was located.</param>
/// <param name="LossRepeatability">The largest |difference| of two evaluations of the loss at the same θ: 0 for a deterministic one.</param>
/// <param name="Loss">L(θ).</param>
/// <param name="Text">The check's own words.</param>
public sealed record GradientReport(
    CheckVerdict Verdict,
    string Place,
    double LargestRelativeError,
    double DetectableError,
    double? Factor,
    string? WrongPart,
    string? WrongEntry,
    double LossRepeatability,
    double Loss,
    string Text);
