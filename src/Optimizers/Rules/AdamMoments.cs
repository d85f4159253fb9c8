using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// The hyperparameters of Adam's two averages, which <see cref="Adam"/>, <see cref="AdamW"/> and <see cref="AmsGrad"/> have in common.
/// </summary>
internal sealed class AdamMoments(Schedule? beta1, Schedule? beta2, Schedule? epsilon)
{
    // Πβ₁ and Πβ₂, each as a sum of two doubles.
    private const int Product1 = 0;
    private const int Product2 = 2;

    public Schedule Beta1 { get; set; } = HyperparameterRange.Decay(beta1 ?? 0.9, nameof(beta1));

    public Schedule Beta2 { get; set; } = HyperparameterRange.Decay(beta2 ?? 0.999, nameof(beta2));

    public Schedule Epsilon { get; set; } = HyperparameterRange.NotNegative(epsilon ?? 1e-8, nameof(epsilon));

    public IEnumerable<Hyperparameter> Hyperparameters => [new("beta1", Beta1), new("beta2", Beta2), new("epsilon", Epsilon)];

    public IReadOnlyList<StateDescriptor> State =>
    [
        Mean("exp_avg", StateMeaning.GradientMean, Beta1, "beta1_product"),
        Mean("exp_avg_sq", StateMeaning.SquareMean, Beta2, "beta2_product"),
        StateDescriptor.Scalar("beta1_product", 2, StateMeaning.DecayProduct),
        StateDescriptor.Scalar("beta2_product", 2, StateMeaning.DecayProduct),
    ];

    /// <summary>A mean that started at 0 and is corrected by a product of its decays.</summary>
    public static StateDescriptor Mean(string name, StateMeaning meaning, Schedule decay, string product) =>
        StateDescriptor.Mean(name, meaning, decay, MeanCompletion.ByProduct, product);

    /// <summary>The value of a schedule that is the same in all iterations; else NaN.</summary>
    public static double Constant(Schedule schedule) => schedule.IsConstant ? schedule.At(0) : double.NaN;

    /// <summary>This iteration's numbers.</summary>
    public Adam.Rule At(in StepInfo step) => At(step, step.LearningRate);

    /// <summary>This iteration's numbers for a step size of 1 on the mean as it is.</summary>
    public Adam.Rule WithoutFirstCorrection(in StepInfo step) =>
        At(step, step.SumOfWeights(Product1, Optimizer.Evaluate(Beta1, step.Iteration, nameof(beta1), below: 1)));

    /// <summary>This iteration's numbers for a step size of one's own.</summary>
    public Adam.Rule At(in StepInfo step, double stepSize)
    {
        var first = Optimizer.Evaluate(Beta1, step.Iteration, nameof(beta1), below: 1);
        var second = Optimizer.Evaluate(Beta2, step.Iteration, nameof(beta2), below: 1);
        return new(
            stepSize * (1 / step.SumOfWeights(Product1, first)),
            first,
            second,
            1 / step.SumOfWeights(Product2, second),
            Optimizer.Evaluate(Epsilon, step.Iteration, nameof(epsilon)));
    }
}
