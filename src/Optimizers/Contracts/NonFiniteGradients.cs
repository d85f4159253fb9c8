namespace Optimizers;

/// <summary>What a step does with a gradient that holds NaN, an infinity, or a number whose square overflows in a rule that squares it.</summary>
public enum NonFiniteGradients
{
    /// <summary>The step throws <see cref="NonFiniteGradientException"/> and has changed nothing. The default.</summary>
    Throw,

    /// <summary>The step changes nothing, and is counted in <see cref="Optimizer.SkippedSteps"/>; the iteration does not advance.</summary>
    Skip,

    /// <summary>The gradient is not looked at. NaN goes on into parameters and state, for good.</summary>
    Pass,
}
