using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>A mean over batches, and how well it is known from them.</summary>
/// <param name="Mean">m = Σ w·xᵦ/Σ w over the batches b.</param>
/// <param name="StandardError">
/// √(B/(B − 1)·Σ w²·(xᵦ − m)²)/Σ w: the standard error of m as an estimate of the mean over all batches that there could be, s/√B for equal
/// weights. NaN for one batch.
/// </param>
/// <param name="Batches">B.</param>
public readonly record struct BatchStatistic(double Mean, double StandardError, int Batches)
{
    /// <summary>"0.25 ± 0.01 over 32 batches".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean:G6} ± {StandardError:G2} over {Batches} batches");
}
