using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>How noisy the gradient of a mini-batch is, from the gradients of K equal batches at one θ.</summary>
/// <remarks>
/// <para>
/// McCandlish, Kaplan, Amodei et al. 2018, "An empirical model of large-batch training", appendix A.1, which compares ‖g‖² of a large and of a small
/// batch: with E‖g_B‖² = |G|² + tr Σ/B, B the batch size. Here the small one is a batch and the large one is all K of them, b examples each, g their
/// mean. The two equations give S = Σ‖gₖ − g‖²/(K − 1), tr Σ = b·S, |G|² = ‖g‖² − S/K: all unbiased, for batches that are drawn independently.
/// </para>
/// <para>
/// The standard error of |G|² by the jackknife: √((J − 1)/J·Σ(xⱼ − x̄)²), xⱼ the estimate without the j-th of J groups of batches. A group is one
/// batch for up to 16 of them: no more than 16 vectors are kept.
/// </para>
/// </remarks>
internal static class NoiseProbe
{
    private const int MaxGroups = 16;
    private const double Rounding = 1e-20;

    /// <summary>What it takes at most: a gradient of every batch, and one of all the data.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="whole">L over all the training data; null where there are only the batches.</param>
    /// <param name="n">The number of parameters.</param>
    public static EvaluationCounts Price(MiniBatchObjective? batches, Objective? whole, int n) =>
        ProbePrice.Gradients(batches, n, 1) + ProbePrice.Gradients(whole, n, 1);

    /// <summary>Measures the noise at θ.</summary>
    /// <param name="batches">Batches of equal size.</param>
    /// <param name="whole">L over all the training data; null where there are only the batches.</param>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="batchSize">b, at least 1. It is 1 where unknown; a batch then counts as one example.</param>
    /// <param name="cancellation">Cancels before the next gradient.</param>
    /// <returns>The noise; null with fewer than two batches.</returns>
    /// <exception cref="InvalidOperationException">A gradient is not finite.</exception>
    public static GradientNoise? Run(MiniBatchObjective batches, Objective? whole, double[] theta, int batchSize, CancellationToken cancellation)
    {
        var (n, count) = (theta.Length, batches.Count);
        if (count < 2)
            return null;
        var groups = new Sums[Math.Min(count, MaxGroups)];
        for (var j = 0; j < groups.Length; j++)
            groups[j] = new(new double[n], 0, 0);
        var (gradient, before, directions) = (new double[n], new double[n], new double[n]);
        var (successive, lengths) = (0.0, 0);
        for (var k = 0; k < count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            batches.GradientOfBatch(k, theta, gradient);
            var norm = Spans.Norm(gradient);
            for (var i = 0; i < n && norm > 0; i++)
            {
                var along = gradient[i] / norm;
                successive += k == 0 ? 0 : (along - before[i]) * (along - before[i]);
                (before[i], directions[i]) = (along, directions[i] + along);
            }

            lengths += norm > 0 ? 1 : 0;
            groups[k % groups.Length] = groups[k % groups.Length].With(gradient);
        }

        var all = new Sums(new double[n], 0, 0);
        foreach (var group in groups)
            all = all.With(group);
        var (squaredNorm, variance) = Estimate(all.Gradient, all.Squares, all.Count);
        return new(squaredNorm, batchSize * variance, batchSize, count, JackknifeError(all, groups),
            SuccessiveRatio(successive, directions, lengths), MeanDistance());

        double MeanDistance()
        {
            if (whole is null)
                return double.NaN;
            cancellation.ThrowIfCancellationRequested();
            whole.Gradient(theta, gradient);
            var length = Spans.SumOfSquares(gradient);
            for (var i = 0; i < n; i++)
                gradient[i] -= all.Gradient[i] / count;
            var distance = Spans.SumOfSquares(gradient);
            return distance > Rounding * length ? distance / (variance / count) : 0;
        }
    }

    /// <summary>|G|² and S of the sum of some gradients and the sum of their squared norms.</summary>
    private static (double SquaredNorm, double Variance) Estimate(double[] sum, double squares, int count)
    {
        var ofMean = Spans.SumOfSquares(sum) / ((double)count * count);
        var variance = Math.Max(0, (squares - (count * ofMean)) / (count - 1));
        return (ofMean - (variance / count), variance);
    }

    /// <summary>Of unit vectors uₖ: Σ‖uₖ − uₖ₋₁‖²/(2(K − 1)) over their variance Σ‖uₖ − ū‖²/(K − 1) = (K − ‖Σuₖ‖²/K)/(K − 1).</summary>
    private static double SuccessiveRatio(double successive, double[] sum, int count)
    {
        var scatter = count - (Spans.SumOfSquares(sum) / count);
        return count > 2 && scatter > 1e-9 * count ? successive / 2 / scatter : double.NaN;
    }

    private static double JackknifeError(Sums all, Sums[] groups)
    {
        var rest = new double[all.Gradient.Length];
        var without = new double[groups.Length];
        for (var j = 0; j < groups.Length; j++)
        {
            var count = all.Count - groups[j].Count;
            if (count < 2)
                return double.NaN; // Of two batches, one alone has no variance.
            for (var i = 0; i < rest.Length; i++)
                rest[i] = all.Gradient[i] - groups[j].Gradient[i];
            without[j] = Estimate(rest, all.Squares - groups[j].Squares, count).SquaredNorm;
        }

        var mean = without.Average();
        return Math.Sqrt(without.Sum(each => (each - mean) * (each - mean)) * (groups.Length - 1) / groups.Length);
    }

    /// <summary>Σg, Σ‖g‖² and the number of some batches.</summary>
    private readonly record struct Sums(double[] Gradient, double Squares, int Count)
    {
        public Sums With(double[] gradient) => With(new Sums(gradient, Spans.SumOfSquares(gradient), 1));

        public Sums With(Sums others)
        {
            for (var i = 0; i < Gradient.Length; i++)
                Gradient[i] += others.Gradient[i];
            return new(Gradient, Squares + others.Squares, Count + others.Count);
        }
    }
}
