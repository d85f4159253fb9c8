using Optimizers.Steps;

namespace Optimizers;

/// <summary>Makes chains of rules and links: <c>new Adam(1e-3).Then(new Cautious())</c>. All of a chain is one pass over memory.</summary>
public static class Chaining
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
}
