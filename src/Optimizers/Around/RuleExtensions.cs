using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Makes more of a rule: a chain with links before it and behind it, <c>new Adam(1e-3).Then(new Cautious())</c>, in one pass over memory; or a rule
/// whose steps end elsewhere than at θ − u, <c>new Sgd(0.1).WithL1(0.01)</c>.
/// </summary>
public static class RuleExtensions
{
    /// <summary>A link before the rule, or before a chain: the rule sees what the link makes of the gradient.</summary>
    /// <param name="rule">The rule, which has not stepped. It becomes a part of the chain.</param>
    /// <param name="link">The link.</param>
    /// <typeparam name="TRule">The rule's formula.</typeparam>
    /// <typeparam name="TLink">The link's formula.</typeparam>
    /// <returns>The chain.</returns>
    /// <exception cref="ArgumentNullException">The rule or the link is null.</exception>
    /// <exception cref="InvalidOperationException">The rule has stepped, or is a part of another optimizer.</exception>
    public static LinkedBefore<TLink, TRule> Before<TRule, TLink>(this Optimizer<TRule> rule, Link<TLink> link)
        where TRule : struct, IUpdateRule
        where TLink : struct, IUpdateLink
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(link);
        return new(link, rule);
    }

    /// <summary>A link behind the rule, or behind a chain: it makes the step of the rule's step.</summary>
    /// <param name="rule">The rule, which has not stepped. It becomes a part of the chain.</param>
    /// <param name="link">The link.</param>
    /// <typeparam name="TRule">The rule's formula.</typeparam>
    /// <typeparam name="TLink">The link's formula.</typeparam>
    /// <returns>The chain.</returns>
    /// <exception cref="ArgumentNullException">The rule or the link is null.</exception>
    /// <exception cref="InvalidOperationException">The rule has stepped, or is a part of another optimizer.</exception>
    public static LinkedThen<TRule, TLink> Then<TRule, TLink>(this Optimizer<TRule> rule, Link<TLink> link)
        where TRule : struct, IUpdateRule
        where TLink : struct, IUpdateLink
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(link);
        return new(rule, link);
    }

    /// <summary>The rule without a schedule, and the average of its points: see <see cref="Optimizers.ScheduleFree{TRule}"/>.</summary>
    /// <param name="rule">The rule, which has not stepped. It becomes a part of the new optimizer.</param>
    /// <param name="beta">β in [0, 1): how near the point of the gradient is to the average.</param>
    /// <typeparam name="TRule">The rule's formula.</typeparam>
    /// <exception cref="ArgumentNullException">The rule is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">β is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The rule has stepped, or is a part of another optimizer.</exception>
    public static ScheduleFree<TRule> ScheduleFree<TRule>(this Optimizer<TRule> rule, double beta = 0.9)
        where TRule : struct, IUpdateRule => new(rule, beta);

    /// <summary>The rule with the proximal step of λ‖θ‖₁: see <see cref="Proximal{TRule}"/>.</summary>
    /// <param name="rule">The rule, which has not stepped. It becomes a part of the new optimizer.</param>
    /// <param name="penalty">λ(i), at least 0.</param>
    /// <typeparam name="TRule">The rule's formula.</typeparam>
    /// <exception cref="ArgumentNullException">The rule or the penalty is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The rule has stepped, or is a part of another optimizer.</exception>
    public static Proximal<TRule> WithL1<TRule>(this Optimizer<TRule> rule, Schedule penalty)
        where TRule : struct, IUpdateRule => new(rule, penalty);

    /// <summary>The rule with all parameters kept in a box: see <see cref="Projected{TRule}"/>.</summary>
    /// <param name="rule">The rule, which has not stepped. It becomes a part of the new optimizer.</param>
    /// <param name="lower">The lower bound; −∞ for none.</param>
    /// <param name="upper">The upper bound; ∞ for none.</param>
    /// <typeparam name="TRule">The rule's formula.</typeparam>
    /// <exception cref="ArgumentNullException">The rule is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lower bound is above the upper one, or one is NaN.</exception>
    /// <exception cref="InvalidOperationException">The rule has stepped, or is a part of another optimizer.</exception>
    public static Projected<TRule> InBox<TRule>(this Optimizer<TRule> rule, double lower, double upper)
        where TRule : struct, IUpdateRule => new(rule, lower, upper);

    /// <summary>The rule with all parameters kept at 0 or above: see <see cref="Projected{TRule}"/>.</summary>
    /// <param name="rule">The rule, which has not stepped. It becomes a part of the new optimizer.</param>
    /// <typeparam name="TRule">The rule's formula.</typeparam>
    /// <exception cref="ArgumentNullException">The rule is null.</exception>
    /// <exception cref="InvalidOperationException">The rule has stepped, or is a part of another optimizer.</exception>
    public static Projected<TRule> NonNegative<TRule>(this Optimizer<TRule> rule)
        where TRule : struct, IUpdateRule => new(rule, 0, double.PositiveInfinity);
}
