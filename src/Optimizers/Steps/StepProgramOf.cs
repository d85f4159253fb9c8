namespace Optimizers.Steps;

/// <inheritdoc/>
/// <param name="rule">The plan of the rule.</param>
/// <param name="landing">The plan of the landing.</param>
internal sealed class StepProgram<TRule, TLanding>(IPlan<TRule> rule, IPlan<TLanding> landing) : StepProgram
    where TRule : struct, IUpdateRule
    where TLanding : struct, ILanding
{
    public override int StateCount => PlainStep<TRule, TLanding>.StateCount;

    public override int RoundCount => TRule.RoundCount;

    public override IReadOnlyList<StateDescriptor> State { get; } = Describe(rule, landing);

    public override IReadOnlyList<StateDescriptor> PresentState => Describe(rule, landing);

    public override StagePlace Place { get; } =
        default(StagePlace).After(rule.State, TRule.StateCount, TRule.RoundCount).After(landing.State, TLanding.StateCount, 0);

    private StageRange OfRule { get; } = new(default, default(StagePlace).After(rule.State, TRule.StateCount, TRule.RoundCount));

    public override int NoiseSeed => rule.NoiseSeed;

    public override StateForm FormOf(int index) => PlainStep<TRule, TLanding>.FormOf(index);

    public override Round RoundAt(int round) => TRule.RoundAt(round);

    public override SlotProgram<E> For<E>() => new SlotProgram<E, TRule, TLanding>(rule, landing, OfRule, new(OfRule.End, Place));

    public override void Conclude(Slot slot, int round, long iteration) =>
        rule.Conclude(round, new StepInfo(slot, iteration, slot.LearningRate, OfRule));

    public override void ConcludeGroup(StepGroup group, int round, long iteration) =>
        rule.ConcludeGroup(round, new GroupInfo(group, iteration, OfRule));

    private static IReadOnlyList<StateDescriptor> Describe(IPlan<TRule> rule, IPlan<TLanding> landing) => StateDescription.InOrder(
        StateDescription.Complete(rule.State, TRule.StateCount, TRule.FormOf),
        StateDescription.Complete(landing.State, TLanding.StateCount, _ => StateForm.Element));
}
