namespace Optimizers.Diagnostics;

/// <summary>The activations of one layer over a batch.</summary>
/// <param name="Iteration">The number of steps taken when they were recorded.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation over units and examples together.</param>
/// <param name="ConstantShare">The share of units whose activation is the same for every example of the batch; NaN for a single example.</param>
/// <param name="ExtremeShare">
/// The share of activations within 1 % of the layer's range from one of its ends. A range with one end, such as a rectifier's, extends to the
/// farthest activation of the batch. NaN if the caller gave no end.
/// </param>
public readonly record struct LayerRecord(long Iteration, double Mean, double StandardDeviation, double ConstantShare, double ExtremeShare);
