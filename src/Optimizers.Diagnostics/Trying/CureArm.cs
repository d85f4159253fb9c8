namespace Optimizers.Diagnostics;

/// <summary>One way to train in the blocks: as the loop does, at another rate, or with a cure.</summary>
/// <param name="Rates">The learning rates of which the better one is taken.</param>
/// <param name="Causes">What the cure is for; none for the loop itself and for its other rates.</param>
/// <param name="Action">The cure; null where there is none, or it is a change of the data.</param>
/// <param name="Changed">The training on changed data; null where the data stay.</param>
internal sealed record CureArm(double[] Rates, IReadOnlyList<Cause> Causes, RemedyAction? Action = null, ChangedTraining? Changed = null)
{
    /// <summary>True if nothing but the rate changes: then no other rate has to be beaten.</summary>
    public bool IsOfTheRate => Action is { IsOfTheRate: true };
}
