using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>Goes on with another rule, which takes over the iteration, the observers and the state that keeps its meaning.</summary>
internal sealed class SwitchRuleAction(Func<IOptimizer> next) : RemedyAction
{
    public override string Description => "go on with another rule";

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (optimizer is not Optimizer old)
            throw new InapplicableRemedyException($"{optimizer} is not derived from {nameof(Optimizer)}; its state cannot be taken over.");
        if (next() is not Optimizer other)
            throw new InapplicableRemedyException($"The rule to go on with is null or not derived from {nameof(Optimizer)}.");
        if (ReferenceEquals(old, other) || other.Iteration > 0)
        {
            throw new InapplicableRemedyException(string.Create(
                CultureInfo.InvariantCulture, $"The rule to go on with must be a new optimizer; {other} has taken {other.Iteration} steps."));
        }

        other.CarryOver(old);
        other.TakeObservers(old);
        return other;
    }
}
