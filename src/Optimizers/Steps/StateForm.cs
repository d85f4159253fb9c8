using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>
/// How a state value holds what it means, exactly: it is Unit·Σₖ dᵏqₖ over the gradients, or their squares, k steps ago. NaN stands for a number that was not
/// the same in all steps,
/// so that the value cannot be converted exactly.
/// </summary>
/// <param name="Meaning">What it is.</param>
/// <param name="Unit">The weight with which the latest q comes in.</param>
/// <param name="Decay">d in [0, 1): the decay of the older ones.</param>
internal readonly record struct StateForm(StateMeaning Meaning, double Unit = double.NaN, double Decay = double.NaN)
{
    /// <summary>What the weights of a mean lack to 1: Πβ of one that started at 0; 0 of one that is whole.</summary>
    public RunningProduct Missing { get; init; }

    /// <summary>True if the rule corrects the mean by what it lacks, so that it may lack anything.</summary>
    public bool IsCorrected { get; init; }

    /// <summary>What a sum started from.</summary>
    public double Start { get; init; }

    private bool IsMean => Meaning is StateMeaning.GradientMean or StateMeaning.SquareMean or StateMeaning.LargestSquareMean;

    /// <summary>What a value of this form is multiplied with to become one of another form; null if that is not exact.</summary>
    /// <param name="other">The other form.</param>
    /// <param name="steps">How many steps the value has seen; at least 1.</param>
    /// <param name="missing">What the weights of the result lack to 1, where it is a mean.</param>
    public double? FactorTo(in StateForm other, long steps, out RunningProduct missing)
    {
        missing = Missing;
        if (Meaning == other.Meaning)
            return IsMean ? Complete(1, other, ref missing) : Start == other.Start ? 1 : null;
        switch (Meaning, other.Meaning)
        {
            case (StateMeaning.GradientMean or StateMeaning.GradientSum, StateMeaning.GradientSum or StateMeaning.Velocity):
                var factor = other.Unit / Unit;
                return double.IsFinite(factor) && double.IsFinite(Decay) ? factor : null;
            case (StateMeaning.GradientSum, StateMeaning.GradientMean):
                if (!double.IsFinite(Unit) || !double.IsFinite(Decay))
                    return null;
                missing = RunningProduct.Power(Decay, steps); // (1 − d)Σdᵏq weighs 1 − dᵗ.
                return Complete((1 - Decay) / Unit, other, ref missing);
            case (StateMeaning.SquareSum, StateMeaning.SquareMean):
                return Start == 0 ? 1.0 / steps : null;
            default:
                return null;
        }
    }

    private static double? Complete(double factor, in StateForm other, ref RunningProduct missing)
    {
        if (other.IsCorrected)
            return factor;
        factor /= missing.OneMinus;
        missing = default;
        return double.IsFinite(factor) ? factor : null;
    }
}
