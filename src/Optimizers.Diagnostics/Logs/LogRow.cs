namespace Optimizers.Diagnostics.Logs;

/// <summary>The numbers of a row that are there; what is missing is not among them, and NaN is a number that the program wrote.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Cells">The numbers by column.</param>
internal readonly record struct LogRow(int Line, IReadOnlyList<LogCell> Cells);
