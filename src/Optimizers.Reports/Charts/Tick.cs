namespace Optimizers.Reports.Charts;

/// <summary>A place on an axis with its number.</summary>
/// <param name="Value">Where.</param>
/// <param name="Text">The number as it is written.</param>
internal readonly record struct Tick(double Value, string Text);
