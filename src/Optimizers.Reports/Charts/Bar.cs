namespace Optimizers.Reports.Charts;

/// <summary>One row of a <see cref="BarChart"/>.</summary>
/// <param name="Name">What the bar shows.</param>
/// <param name="Values">A value a series; NaN where there is none.</param>
internal sealed record Bar(string Name, IReadOnlyList<double> Values);
