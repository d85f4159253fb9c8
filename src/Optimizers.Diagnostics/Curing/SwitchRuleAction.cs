using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>Goes on with another rule, which takes over the iteration, the observers and the state that keeps its meaning.</summary>
internal sealed class SwitchRuleAction(Func<IOptimizer> next) : RemedyAction
{
    public override string Description => "go on with another rule";

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var other = next() ?? throw new InapplicableRemedyException("The rule to go on with is null.");
        if (other is not ITakesOver taker)
            throw new InapplicableRemedyException($"{other} cannot take over a state: it is no {nameof(ITakesOver)}.");
        if (ReferenceEquals(optimizer, other) || other.Iteration > 0)
        {
            throw new InapplicableRemedyException(string.Create(
                CultureInfo.InvariantCulture, $"The rule to go on with must be a new optimizer; {other} has taken {other.Iteration} steps."));
        }

        try
        {
            taker.CarryOver(optimizer);
            taker.TakeObservers(optimizer);
        }
        catch (ArgumentException unread)
        {
            throw new InvalidOperationException($"{optimizer} cannot be taken over from: {unread.Message}", unread);
        }

        return other;
    }
}
