namespace Optimizers.Extensions;

/// <summary>The norm that an optimizer has measured of its last gradient.</summary>
internal static class GradientNorm
{
    /// <summary>The norm before clipping; null where the optimizer does not measure it.</summary>
    public static double? Of(IOptimizer optimizer) =>
        optimizer.Find<Optimizer>() is { LastGradientNorm: var norm } && !double.IsNaN(norm) ? norm : null;
}
