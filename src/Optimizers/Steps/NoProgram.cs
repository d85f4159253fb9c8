namespace Optimizers.Steps;

/// <summary>The program of parameters that never step: they keep their place in the order and have no state.</summary>
internal sealed class NoProgram : StepProgram
{
    public static readonly NoProgram Instance = new();

    public override int StateCount => 0;

    public override int RoundCount => 0;

    public override IReadOnlyList<StateDescriptor> State => [];

    public override IReadOnlyList<StateDescriptor> PresentState => [];

    public override StagePlace Place => default;

    public override int NoiseSeed => 0;

    public override StateForm FormOf(int index) => StateForm.Element;

    public override Round RoundAt(int round) => throw new InvalidOperationException();

    public override SlotProgram<E> For<E>() => null!; // It is never asked to step.

    public override void Conclude(Slot slot, int round, long iteration) => throw new InvalidOperationException();

    public override void ConcludeGroup(StepGroup group, int round, long iteration) => throw new InvalidOperationException();
}
