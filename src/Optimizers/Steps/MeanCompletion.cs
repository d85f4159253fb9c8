namespace Optimizers.Steps;

/// <summary>What the weights of a mean add up to, and who makes up for what they lack to 1.</summary>
public enum MeanCompletion
{
    /// <summary>It is not said: no other rule takes the mean over.</summary>
    Unknown,

    /// <summary>They add up to 1 from the first value on.</summary>
    Whole,

    /// <summary>
    /// The mean started at 0, and is used as it is: the weights add up to 1 − βᵗ, with t the steps of the parameter and β constant.
    /// </summary>
    Never,

    /// <summary>The mean started at 0, and the rule divides by 1 − βᵗ.</summary>
    BySteps,

    /// <summary>
    /// The mean started at 0, and the rule divides by 1 − Πβ, with the product kept in a scalar (<see cref="StateDescriptor.Product"/>).
    /// </summary>
    ByProduct,
}
