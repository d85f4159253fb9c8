namespace Optimizers.Steps;

/// <summary>What an optimizer is set to for all parameters of a step.</summary>
/// <param name="Clipping">How gradients are clipped; null if they are not.</param>
/// <param name="NonFinite">What is done about a gradient that is not finite.</param>
/// <param name="MeasuresGradientNorm">True to measure the norm without a clipping that needs it.</param>
/// <param name="Maximize">True to climb.</param>
/// <param name="MaxThreads">How many threads a step may use.</param>
/// <param name="GradientScale">What the gradient is multiplied with before it is clipped: 1, or less of a loss that was scaled up.</param>
internal readonly record struct StepSettings(
    GradientClipping? Clipping, NonFiniteGradients NonFinite, bool MeasuresGradientNorm, bool Maximize, int MaxThreads, double GradientScale)
{
    /// <summary>True if the norm of the gradient is asked for.</summary>
    public bool NeedsNorm => MeasuresGradientNorm || Clipping is { NeedsNorm: true };

    /// <summary>The largest magnitude of a coordinate that clipping lets through, before the gradient is scaled.</summary>
    public double GradientLimit => (Clipping?.MaxValue ?? double.PositiveInfinity) / GradientScale;

    /// <summary>What the gradient is multiplied with: its scale, and less where clipping by norm makes it less.</summary>
    public double ScaleOf(in GradientSize size) =>
        Clipping is { NeedsNorm: true } clipping ? size.FactorTo(clipping.MaxNorm, GradientScale) : GradientScale;
}
