using Optimizers.Steps;

namespace Optimizers;

/// <summary>A rule and a link behind it, as one optimizer: see <see cref="RuleExtensions.Then"/>.</summary>
/// <remarks>The settings that every optimizer has are taken over from the rule; from then on the chain's own count.</remarks>
/// <typeparam name="TLink">The link's formula.</typeparam>
/// <typeparam name="TRule">The rule's formula.</typeparam>
public sealed class LinkedThen<TRule, TLink> : Optimizer<ThenRule<TRule, TLink>>, IWrapsOptimizer
    where TLink : struct, IUpdateLink
    where TRule : struct, IUpdateRule
{
    private readonly Link<TLink> _link;
    private readonly Optimizer<TRule> _rule;
    private readonly StageCut _cut;

    internal LinkedThen(Optimizer<TRule> rule, Link<TLink> link)
        : base(rule)
    {
        (_link, _rule) = (link, rule);
        _cut = new(default(StagePlace).After(rule.State, TRule.StateCount, TRule.RoundCount));
        rule.BecomePart();
    }

    /// <summary>The rule, for what it has of its own: it no longer steps by itself.</summary>
    public IOptimizer Inner => _rule;

    /// <inheritdoc/>
    protected internal override string RuleName => field ??= $"{_rule.RuleName}+{_link.Name}";

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [.. _rule.RuleHyperparameters, .. _link.Hyperparameters];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => _link.SquaresGradient || _rule.SquaresGradient;

    /// <inheritdoc/>
    /// <remarks>
    /// A link that squares or sums up is judged by the largest step that comes into it: at most that of a rule which follows the gradient.
    /// </remarks>
    protected internal override double GrowthAt(long iteration)
    {
        var (ofRule, ofLink) = (_rule.GrowthAt(iteration), _link.GrowthAt(iteration));
        return _link.SquaresGradient || ofLink > 1 ? ofRule * ofLink * Math.Max(1, RatesAt(iteration).LearningRate) : ofRule;
    }

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) => _link.InputsAt(iteration) | _rule.InputsAt(iteration);

    /// <inheritdoc/>
    protected internal override int NoiseSeed => unchecked((31 * _link.NoiseSeed) + _rule.NoiseSeed);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => StateDescription.InOrder(
        StateDescription.Complete(_rule.State, TRule.StateCount, TRule.FormOf),
        StateDescription.Complete(_link.State, TLink.StateCount, TLink.FormOf));

    /// <inheritdoc/>
    protected internal override ThenRule<TRule, TLink> At(in StepInfo step) => new(_rule.At(step.FirstOf(_cut)), _link.At(step.SecondOf(_cut)));

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        if (round < TRule.RoundCount)
            _rule.Conclude(round, step.FirstOf(_cut));
        else
            _link.Conclude(round - TRule.RoundCount, step.SecondOf(_cut));
    }

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        if (round < TRule.RoundCount)
            _rule.ConcludeGroup(round, group.FirstOf(_cut));
        else
            _link.ConcludeGroup(round - TRule.RoundCount, group.SecondOf(_cut));
    }
}
