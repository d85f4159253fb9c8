namespace Optimizers.Diagnostics;

/// <summary>What a <see cref="TrainingMonitor"/> saw of one parameter.</summary>
/// <param name="Name">Its name; "parameters[2]" if it has none.</param>
/// <param name="Rows">Its rows; of a vector its length.</param>
/// <param name="Columns">Its columns; of a vector 1.</param>
/// <param name="ZeroGradientSteps">In how many steps its whole gradient was exactly 0.</param>
/// <param name="Steps">In how many steps it was seen and not frozen.</param>
/// <param name="History">Its steps over the whole run, thinned to those of <see cref="TrainingMonitor.History"/>.</param>
public sealed record ParameterTrace(
    string Name, int Rows, int Columns, long ZeroGradientSteps, long Steps, IReadOnlyList<ParameterRecord> History)
{
    /// <summary>How many numbers it holds.</summary>
    public int Length => Rows * Columns;
}
