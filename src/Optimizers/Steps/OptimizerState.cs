using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// What the steps of an optimizer have left behind: the state of every parameter, the counts of steps and the iteration. Neither the parameters nor the
/// hyperparameters. Made by <see cref="IOptimizer.Snapshot"/>; belongs to a rule and to the shapes of its parameters.
/// </summary>
public sealed class OptimizerState
{
    internal OptimizerState()
    {
    }

    /// <summary>How many steps had been taken.</summary>
    public long Iteration { get; internal set; }

    internal Type? Rule { get; set; }

    internal long SkippedSteps { get; set; }

    internal double LastGradientNorm { get; set; }

    /// <summary>Empty before the first step.</summary>
    internal SlotState[] Slots { get; set; } = [];

    /// <summary>"Adam after 100 steps".</summary>
    public override string ToString() => FormattableString.Invariant($"{Rule?.Name} after {Iteration} steps");
}
