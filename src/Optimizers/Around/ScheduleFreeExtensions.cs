using Optimizers.Steps;

namespace Optimizers;

/// <summary>Makes Schedule-Free optimizers of rules.</summary>
public static class ScheduleFreeExtensions
{
    /// <summary>The rule without a schedule: see <see cref="Optimizers.ScheduleFree{TRule}"/>.</summary>
    /// <param name="rule">The rule, which has not stepped. It becomes a part of the new optimizer.</param>
    /// <param name="beta">β in [0, 1): how near the point of the gradient is to the average.</param>
    /// <typeparam name="TRule">The rule's formula.</typeparam>
    /// <exception cref="ArgumentNullException">The rule is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">β is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The rule has stepped, or is a part of another optimizer.</exception>
    public static ScheduleFree<TRule> ScheduleFree<TRule>(this Optimizer<TRule> rule, double beta = 0.9)
        where TRule : struct, IUpdateRule => new(rule, beta);
}
