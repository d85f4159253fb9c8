using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>What a probe cost.</summary>
/// <param name="Probe">Its name.</param>
/// <param name="Price">The most evaluations that the probe announced before it ran.</param>
/// <param name="Cost">The evaluations that it took.</param>
/// <param name="Seconds">The time that it took.</param>
public sealed record ProbeReceipt(string Probe, EvaluationCounts Price, EvaluationCounts Cost, double Seconds);
