namespace Outside;

/// <summary>Adam by someone who describes the meanings of the state only, or not even those.</summary>
internal sealed class OwnAdamWithoutDescription(Schedule learningRate, bool hasMeanings) : Optimizer<AdamFormula>(learningRate)
{
    protected override IEnumerable<Hyperparameter> RuleHyperparameters => [];

    protected override IReadOnlyList<StateDescriptor> State =>
        hasMeanings ? [new("m", StateMeaning.GradientMean), new("v", StateMeaning.SquareMean)] : [];

    protected override AdamFormula At(in StepInfo step) => new(
        step.LearningRate, 0.9, 0.999, 1 / (1 - Math.Pow(0.9, step.StepNumber)), 1 / (1 - Math.Pow(0.999, step.StepNumber)), 1e-8);
}
