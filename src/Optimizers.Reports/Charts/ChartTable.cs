namespace Optimizers.Reports.Charts;

/// <summary>Numbers of a chart.</summary>
/// <param name="Caption">What they are.</param>
/// <param name="Headers">The columns.</param>
/// <param name="Rows">A text a column.</param>
internal sealed record ChartTable(string Caption, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows);
