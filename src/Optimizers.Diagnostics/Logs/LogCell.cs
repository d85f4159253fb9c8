namespace Optimizers.Diagnostics.Logs;

/// <summary>A number of a log.</summary>
/// <param name="Column">The name of its column, as the log has it.</param>
/// <param name="Value">The number.</param>
internal readonly record struct LogCell(string Column, double Value);
