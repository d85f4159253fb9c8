using Optimizers.Steps;

namespace Optimizers;

/// <summary>The hyperparameters of RMSProp's average of squares, which its forms have in common.</summary>
internal sealed class MeanSquare(Schedule? squareDecay, RmsPropStart start, Schedule? epsilon)
{
    public Schedule Decay { get; set; } = HyperparameterRange.Decay(squareDecay ?? 0.9, nameof(squareDecay));

    public RmsPropStart Start { get; } = Enum.IsDefined(start)
        ? start
        : throw new ArgumentOutOfRangeException(nameof(start), start, $"start is {start}; it must be FirstGradient or Zero.");

    public Schedule Epsilon { get; set; } = HyperparameterRange.NotNegative(epsilon ?? 0, nameof(epsilon));

    public IEnumerable<Hyperparameter> Hyperparameters => [new("squareDecay", Decay), new("start", Start), new("epsilon", Epsilon)];

    public StateDescriptor Descriptor => new("square_avg", StateMeaning.SquareMean)
    {
        Unit = 1 - AdamMoments.Constant(Decay),
        Decay = AdamMoments.Constant(Decay),
        Completion = Start == RmsPropStart.FirstGradient ? MeanCompletion.Whole : MeanCompletion.Never,
    };

    /// <summary>k of this step; 0 in a first one that shall start at g².</summary>
    public double DecayAt(in StepInfo step)
    {
        var decay = WholeDecayAt(step);
        return step.StepNumber == 1 && Start == RmsPropStart.FirstGradient ? 0 : decay;
    }

    /// <summary>k of this step, also in the first one.</summary>
    public double WholeDecayAt(in StepInfo step) => Optimizer.Evaluate(Decay, step.Iteration, nameof(squareDecay), below: 1);

    public double EpsilonAt(in StepInfo step) => Optimizer.Evaluate(Epsilon, step.Iteration, nameof(epsilon));
}
