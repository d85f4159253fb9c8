namespace Optimizers.Diagnostics;

/// <summary>Another α, whose iteration 0 is the next step.</summary>
internal sealed class SetLearningRateAction(Schedule learningRate) : RemedyAction
{
    public override string Description => $"set the learning rate to {learningRate}";

    internal override TrialPlace TriedFrom => TrialPlace.Here;

    internal override bool IsOfTheRate => true;

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Capability.Of<IHasLearningRate>(optimizer, "learning rate").LearningRate = optimizer.Iteration == 0
            ? learningRate : learningRate.StartingAt(optimizer.Iteration);
        return optimizer;
    }
}
