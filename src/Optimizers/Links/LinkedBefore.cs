using Optimizers.Steps;

namespace Optimizers;

/// <summary>A link before a rule, as one optimizer: see <see cref="RuleExtensions.Before"/>.</summary>
/// <remarks>The settings that every optimizer has are taken over from the rule; from then on the chain's own count.</remarks>
/// <typeparam name="TLink">The link's formula.</typeparam>
/// <typeparam name="TRule">The rule's formula.</typeparam>
public sealed class LinkedBefore<TLink, TRule> : Optimizer<BeforeRule<TLink, TRule>>, IWrapsOptimizer
    where TLink : struct, IUpdateLink
    where TRule : struct, IUpdateRule
{
    private readonly Link<TLink> _link;
    private readonly Optimizer<TRule> _rule;
    private readonly StageCut _cut;

    internal LinkedBefore(Link<TLink> link, Optimizer<TRule> rule)
        : base(rule)
    {
        (_link, _rule) = (link, rule);
        _cut = new(default(StagePlace).After(link.State, TLink.StateCount, TLink.RoundCount));
        rule.BecomePart();
    }

    /// <summary>The rule, for what it has of its own: it no longer steps by itself.</summary>
    public IOptimizer Inner => _rule;

    /// <inheritdoc/>
    protected internal override string RuleName => field ??= $"{_link.Name}+{_rule.RuleName}";

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [.. _link.Hyperparameters, .. _rule.RuleHyperparameters];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => _link.SquaresGradient || _rule.SquaresGradient;

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => _link.GrowthAt(iteration) * _rule.GrowthAt(iteration);

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) => _link.InputsAt(iteration) | _rule.InputsAt(iteration);

    /// <inheritdoc/>
    protected internal override int NoiseSeed => unchecked((31 * _link.NoiseSeed) + _rule.NoiseSeed);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => StateDescription.InOrder(
        StateDescription.Complete(_link.State, TLink.StateCount, TLink.FormOf),
        StateDescription.Complete(_rule.State, TRule.StateCount, TRule.FormOf));

    /// <inheritdoc/>
    protected internal override BeforeRule<TLink, TRule> At(in StepInfo step) => new(_link.At(step.FirstOf(_cut)), _rule.At(step.SecondOf(_cut)));

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        if (round < TLink.RoundCount)
            _link.Conclude(round, step.FirstOf(_cut));
        else
            _rule.Conclude(round - TLink.RoundCount, step.SecondOf(_cut));
    }

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        if (round < TLink.RoundCount)
            _link.ConcludeGroup(round, group.FirstOf(_cut));
        else
            _rule.ConcludeGroup(round - TLink.RoundCount, group.SecondOf(_cut));
    }
}
