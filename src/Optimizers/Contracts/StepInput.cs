namespace Optimizers;

/// <summary>What a step may need beside the gradient.</summary>
[Flags]
public enum StepInput
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The loss at θ: Polyak's step.</summary>
    Loss = 1,

    /// <summary>A gradient at another point: exact variance reduction.</summary>
    SecondGradient = 2,

    /// <summary>The diagonal of the Hessian at θ, or an estimate of it.</summary>
    HessianDiagonal = 4,
}
