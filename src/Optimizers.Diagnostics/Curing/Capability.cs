namespace Optimizers.Diagnostics;

/// <summary>What an optimizer can do, as remedies need it.</summary>
internal static class Capability
{
    /// <summary>The optimizer, or one inside it, that has a capability.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="what">The capability, for the message.</param>
    /// <exception cref="InvalidOperationException">There is none. Nothing has changed.</exception>
    public static T Of<T>(IOptimizer optimizer, string what) where T : class =>
        optimizer.Find<T>() ?? throw new InapplicableRemedyException($"{optimizer} has no {what} that could be set.");

    /// <summary>True if neither the L2 penalty nor weight decay is in use.</summary>
    public static bool HasNoDecay(IHasWeightDecay decayed) => IsZero(decayed.L2Penalty) && IsZero(decayed.WeightDecay);

    private static bool IsZero(Schedule decay) => decay.IsConstant && decay.At(0) == 0;
}
