namespace Optimizers.Steps;

/// <summary>Whoever runs the formula of a planned step in another way: another width, another arithmetic, another device.</summary>
internal interface IStepVisitor
{
    /// <summary>Receives the step with its numbers.</summary>
    void Visit<TStep>(TStep step) where TStep : struct, IElementStep;
}
