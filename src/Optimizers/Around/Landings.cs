using Optimizers.Steps;

namespace Optimizers;

/// <summary>Where the steps of a rule end, if not at θ − u: <c>new Sgd(0.1).WithL1(0.01)</c>.</summary>
public static class Landings
{
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
