using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// How a state value holds what it means, exactly: it is Unit·Σₖ dᵏqₖ over the gradients, or their squares, k steps ago. NaN stands for a number that
/// was not the same in all steps, so that the value cannot be converted exactly.
/// </summary>
/// <param name="Descriptor">What the rule says of it.</param>
/// <param name="Unit">The weight with which the latest q comes in.</param>
/// <param name="Missing">What the weights of a mean lack to 1; null where that is not known.</param>
internal readonly record struct StateContent(StateDescriptor Descriptor, double Unit, RunningProduct? Missing)
{
    private bool IsMean => Descriptor.Meaning is StateMeaning.GradientMean or StateMeaning.SquareMean or StateMeaning.LargestSquareMean;

    /// <summary>What a value of a slot holds; of a slot that is still to be filled, null.</summary>
    public static StateContent Of(StateDescriptor descriptor, StepProgram program, Slot? slot, double rate)
    {
        var unit = descriptor.Meaning == StateMeaning.Velocity ? -rate * descriptor.Unit : descriptor.Unit;
        if (slot is null)
            return new(descriptor, unit, null);
        RunningProduct? missing = descriptor.Completion switch
        {
            MeanCompletion.Whole => default(RunningProduct),
            MeanCompletion.Never or MeanCompletion.BySteps when double.IsFinite(descriptor.Decay) =>
                RunningProduct.Power(descriptor.Decay, slot.StepCount),
            MeanCompletion.ByProduct => ProductOf(slot, program.State, descriptor.Product!),
            _ => null,
        };
        return new(descriptor, unit, missing);
    }

    /// <summary>What a value of this content is multiplied with to become one of another; null if that is not exact.</summary>
    /// <param name="other">The other content, still to be filled.</param>
    /// <param name="steps">How many steps the value has seen; at least 1.</param>
    /// <param name="missing">What the weights of the result lack to 1, where it is a mean.</param>
    public double? FactorTo(in StateContent other, long steps, out RunningProduct missing)
    {
        missing = Missing.GetValueOrDefault();
        var (mine, its) = (Descriptor.Meaning, other.Descriptor.Meaning);
        var isConstant = double.IsFinite(Unit) && double.IsFinite(Descriptor.Decay);
        if (mine == its)
        {
            return mine switch
            {
                StateMeaning.None or StateMeaning.ParameterValue or StateMeaning.Remainder => null,
                StateMeaning.GradientSum => Unit == other.Unit ? 1 : null,
                StateMeaning.SquareSum => Descriptor.Start.Equals(other.Descriptor.Start) ? 1 : null,
                _ when IsMean => Missing is null ? null : Complete(1, other, steps, ref missing),
                _ => 1,
            };
        }

        switch (mine, its)
        {
            case (StateMeaning.GradientMean or StateMeaning.GradientSum or StateMeaning.Velocity, StateMeaning.GradientSum or StateMeaning.Velocity):
                var factor = other.Unit / Unit;
                return isConstant && double.IsFinite(factor) ? factor : null;
            case (StateMeaning.GradientSum or StateMeaning.Velocity, StateMeaning.GradientMean):
                if (!isConstant || Unit == 0)
                    return null;
                missing = RunningProduct.Power(Descriptor.Decay, steps); // (1 − d)Σdᵏq weighs 1 − dᵗ.
                return Complete((1 - Descriptor.Decay) / Unit, other, steps, ref missing);
            case (StateMeaning.SquareSum, StateMeaning.SquareMean):
                missing = default;
                return Descriptor.Start == 0 ? Complete(1.0 / steps, other, steps, ref missing) : null;
            case (StateMeaning.SquareSum, StateMeaning.PlainSquareMean):
                return Descriptor.Start == 0 ? 1.0 / steps : null;
            case (StateMeaning.PlainSquareMean, StateMeaning.SquareSum):
                return other.Descriptor.Start == 0 ? steps : null;
            case (StateMeaning.PlainSquareMean, StateMeaning.SquareMean):
                missing = default;
                return Complete(1, other, steps, ref missing);
            default:
                return null;
        }
    }

    /// <summary>Where the scalars of a name begin among those of a parameter.</summary>
    public static int ScalarStart(IReadOnlyList<StateDescriptor> descriptors, string name)
    {
        var start = 0;
        foreach (var each in descriptors)
        {
            if (each.Form != StateForm.Scalar || each.IsOfGroup)
                continue;
            if (each.Name == name)
                return start;
            start += each.Count;
        }

        throw new InvalidOperationException($"The product {name} that a mean names is not described.");
    }

    private static RunningProduct ProductOf(Slot slot, IReadOnlyList<StateDescriptor> descriptors, string name)
    {
        var start = ScalarStart(descriptors, name);
        return new(slot.Scalars[start], slot.Scalars[start + 1]);
    }

    private static double? Complete(double factor, in StateContent other, long steps, ref RunningProduct missing)
    {
        switch (other.Descriptor.Completion)
        {
            case MeanCompletion.ByProduct:
                return factor;
            case MeanCompletion.BySteps:
                // The rule will divide by 1 − βᵗ whatever it gets: it must be handed a mean of just that weight.
                var expected = RunningProduct.Power(other.Descriptor.Decay, steps).OneMinus;
                return Math.Abs(expected - missing.OneMinus) <= 4e-16 * expected ? factor : null;
            case MeanCompletion.Whole or MeanCompletion.Never:
                factor /= missing.OneMinus;
                missing = default;
                return double.IsFinite(factor) ? factor : null;
            default:
                return null;
        }
    }
}
