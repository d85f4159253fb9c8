namespace Optimizers.Diagnostics;

/// <summary>The losses that the caller recorded, in the order of the steps.</summary>
internal static class RecordedLosses
{
    /// <summary>The losses of some steps. Steps without a loss are left out, and a loss that is not a number is ∞.</summary>
    /// <param name="steps">The steps in their order. A step without a loss has NaN there, as one whose loss was NaN.</param>
    /// <param name="firstNonFinite">The first number of the run that was not finite. From a NaN loss on, NaN is a loss and not
    /// the lack of one.</param>
    public static double[] Of(IEnumerable<StepRecord> steps, NonFiniteEvent? firstNonFinite)
    {
        var from = firstNonFinite is { What: "loss" } ? firstNonFinite.Iteration : long.MaxValue;
        return [.. steps
            .Where(step => !double.IsNaN(step.Loss) || step.Iteration >= from)
            .Select(step => double.IsFinite(step.Loss) ? step.Loss : double.PositiveInfinity)];
    }
}
