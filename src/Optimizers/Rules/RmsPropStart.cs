namespace Optimizers;

/// <summary>What the moving average of squared gradients starts from.</summary>
public enum RmsPropStart
{
    /// <summary>From the first squared gradient: σ⁰ = |g⁰| (the lecture note's section 3.2.3). The first step has the length α.</summary>
    FirstGradient,

    /// <summary>From 0 (torch.optim.RMSprop): the first step has the length α/√(1 − k).</summary>
    Zero,
}
