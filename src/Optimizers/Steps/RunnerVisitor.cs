namespace Optimizers.Steps;

/// <summary>Hands the planned step of a slot to a runner.</summary>
internal sealed class RunnerVisitor(IStepRunner runner, Slot slot, int position) : IStepVisitor
{
    public void Visit<TStep>(TStep step) where TStep : struct, IElementStep => runner.Run(new StepTarget(slot, position), step);
}
