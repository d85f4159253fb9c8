namespace Optimizers.Diagnostics;

/// <summary>
/// How noisy the gradient of a mini-batch is (McCandlish, Kaplan, Amodei et al. 2018, "An empirical model of large-batch
/// training", 2.2 and appendix A.1).
/// </summary>
/// <param name="SquaredNorm">|G|², unbiased: may be negative where noise hides the gradient.</param>
/// <param name="NoiseTrace">tr Σ of the gradient of one example.</param>
/// <param name="BatchSize">The batch size of the batches measured.</param>
/// <param name="Batches">How many batches.</param>
/// <param name="SquaredNormError">The standard error of |G|² (jackknife over the batches).</param>
/// <param name="SuccessiveRatio">
/// Half the mean square difference of the directions of successive batches' gradients over their variance (von Neumann 1941, "Distribution of the
/// ratio of the mean square successive difference to the variance"): about 1 where batches are drawn independently, near 0 where each is like the one
/// before. NaN where all are equal. Directions are compared, since a few batches may have gradients far longer than the others.
/// </param>
/// <param name="MeanDistance">
/// The squared distance of the batches' mean gradient from that of all the training data, over its variance S/K: about 1, or a few where the latter
/// is itself that of a sample. If it is far above, the batches are no sample of the data. NaN where there are only the batches.
/// </param>
public sealed record GradientNoise(
    double SquaredNorm, double NoiseTrace, int BatchSize, int Batches, double SquaredNormError, double SuccessiveRatio, double MeanDistance)
{
    private const double Surely = 1e6;
    private const double Rounding = 1e-12;

    /// <summary>B_simple = tr Σ/|G|²: batches much smaller are noise, much larger ones waste examples. ∞ where |G|² ≤ 0.</summary>
    public double SimpleScale => SquaredNorm > 0 ? NoiseTrace / SquaredNorm : double.PositiveInfinity;

    /// <summary>True where all batches have the same gradient, and all the training data another: they are one, taken again and again.</summary>
    internal bool IsOfOneBatch => MeanDistance > Surely && NoiseTrace <= Rounding * BatchSize * SquaredNorm;

    /// <summary>The share of a batch gradient's mean square that is noise, 0 to 1.</summary>
    public double NoiseShare => NoiseTrace / BatchSize / ((NoiseTrace / BatchSize) + Math.Max(0, SquaredNorm));
}
