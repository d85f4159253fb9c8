using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>What a probe cost.</summary>
/// <param name="Probe">Its name.</param>
/// <param name="Price">The evaluations that were said before it ran, at most.</param>
/// <param name="Cost">The evaluations it took.</param>
/// <param name="Seconds">The time it took.</param>
public sealed record ProbeReceipt(string Probe, EvaluationCounts Price, EvaluationCounts Cost, double Seconds);
