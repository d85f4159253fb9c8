namespace Optimizers;

/// <summary>
/// What a state value is, in terms that rules share: what <see cref="Optimizer.CarryOver"/> and readers of a file go by. g is the gradient that the
/// rule sees, after clipping and the L2 penalty.
/// </summary>
public enum StateMeaning
{
    /// <summary>Something of the rule's own, which no other rule takes over.</summary>
    None,

    /// <summary>The movement of θ: m ← λm − αg, θ ← θ + m.</summary>
    Velocity,

    /// <summary>A decayed sum of gradients: m ← λm + g.</summary>
    GradientSum,

    /// <summary>A moving average of gradients: m ← βm + (1 − β)g.</summary>
    GradientMean,

    /// <summary>A moving average of squared gradients: v ← βv + (1 − β)g².</summary>
    SquareMean,

    /// <summary>The sum of all squared gradients: S ← S + g².</summary>
    SquareSum,

    /// <summary>The largest moving average of squared gradients so far: max v.</summary>
    LargestSquareMean,

    /// <summary>A decayed sum of gradients, each divided by the root of the mean square of its time: b ← λb + g/√v.</summary>
    NormalizedSum,

    /// <summary>The gradient of the step before.</summary>
    PreviousGradient,

    /// <summary>Values of the parameter at another point: where it started, a slow copy, an average.</summary>
    ParameterValue,

    /// <summary>The product of the decays so far, as a sum of two doubles: what the weights of an average that started at 0 lack to 1.</summary>
    DecayProduct,

    /// <summary>The plain mean of all squared gradients: v ← v + (g² − v)/t.</summary>
    PlainSquareMean,

    /// <summary>What rounding has left out of the value before it: 0 says as much as is known of a value from elsewhere.</summary>
    Remainder,
}
