namespace Optimizers.Curvature.Functions;

/// <summary>Enclosures of a loss and its derivatives over boxes of θ, every rounding included: what certificates about the loss rest on.</summary>
internal interface ILossEnclosures
{
    /// <summary>An interval that holds L at every point of the box.</summary>
    Interval EncloseLoss(ReadOnlySpan<Interval> box);

    /// <summary>Intervals that hold ∇L at every point of the box.</summary>
    void EncloseGradient(ReadOnlySpan<Interval> box, Span<Interval> gradient);

    /// <summary>
    /// Intervals that hold ∇²L at every point of the box: n² entries, symmetric. Unbounded where L is not twice differentiable on all of it.
    /// </summary>
    Interval[] EncloseHessian(ReadOnlySpan<Interval> box);
}
