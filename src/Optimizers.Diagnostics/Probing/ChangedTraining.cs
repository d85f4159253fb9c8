namespace Optimizers.Diagnostics;

/// <summary>A training from the start without a suspected fault of the data.</summary>
/// <param name="Objective">What it steps on.</param>
/// <param name="Variables">The variables in which it steps; null for θ.</param>
/// <param name="Rates">The rates that are tried.</param>
internal sealed record ChangedTraining(TrialObjective Objective, Standardization? Variables, double[] Rates)
{
    /// <summary>The share of the loss at the best other rate that it must stay below: the best of three rates in other variables is a little lower
    /// than the best in these, without any fault.</summary>
    public const double Margin = 0.5;

    /// <summary>The same with the fault; null where the trials of rates have shown it.</summary>
    public TrialObjective? Control { get; init; }
}
