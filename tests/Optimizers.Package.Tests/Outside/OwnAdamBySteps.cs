namespace Outside;

/// <summary>Adam with constant decays, where the corrections are made of the number of the step.</summary>
internal sealed class OwnAdamBySteps(Schedule learningRate, double beta1 = 0.9, double beta2 = 0.999) : Optimizer<AdamFormula>(learningRate)
{
    protected override IEnumerable<Hyperparameter> RuleHyperparameters => [new("beta1", beta1), new("beta2", beta2)];

    protected override IReadOnlyList<StateDescriptor> State =>
    [
        StateDescriptor.Mean("m", StateMeaning.GradientMean, beta1, MeanCompletion.BySteps),
        StateDescriptor.Mean("v", StateMeaning.SquareMean, beta2, MeanCompletion.BySteps),
    ];

    protected override AdamFormula At(in StepInfo step) => new(
        step.LearningRate, beta1, beta2, 1 / (1 - Math.Pow(beta1, step.StepNumber)), 1 / (1 - Math.Pow(beta2, step.StepNumber)), 1e-8);
}
