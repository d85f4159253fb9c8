using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public sealed class NoiseProbeTests
{
    /// <summary>
    /// Batches of b examples ½‖θ − xᵢ‖², whose gradients at 0 are −x̄ of the batch, x normal about m with deviation s: |G|² = ‖m‖², tr Σ = n·s².
    /// </summary>
    private static MiniBatchObjective Batches(int count, int size, double[] mean, double deviation, int seed)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return new(Enumerable.Range(0, count).Select(_ =>
        {
            var center = Vector<double>.Build.Dense(mean.Length);
            for (var i = 0; i < size; i++)
                center += Vector<double>.Build.Dense(mean.Length, k => mean[k] + (deviation * Normal())) / size;
            return Known.Bowl(center);
        }).ToArray());
    }

    [Fact]
    public void Of_few_batches_it_is_the_plain_formula_with_the_jackknife_over_each()
    {
        var batches = Batches(5, 4, [1, -1, 0.5], 2, seed: 1);
        var theta = new double[] { 0.1, 0.2, 0.3 };
        var gradients = Enumerable.Range(0, 5).Select(k =>
        {
            var gradient = new double[3];
            batches.Batch(k).Gradient(theta, gradient);
            return Vector<double>.Build.Dense(gradient);
        }).ToArray();

        var noise = NoiseProbe.Run(batches, null, theta, 4, default)!;

        var (squared, variance) = Plain(gradients);
        noise.SquaredNorm.Should().BeApproximately(squared, 1e-12);
        noise.NoiseTrace.Should().BeApproximately(4 * variance, 1e-12);
        var without = Enumerable.Range(0, 5).Select(k => Plain([.. gradients.Where((_, j) => j != k)]).SquaredNorm).ToArray();
        noise.SquaredNormError.Should().BeApproximately(
            Math.Sqrt(without.Sum(each => Math.Pow(each - without.Average(), 2)) * 4 / 5), 1e-12);
        (noise.BatchSize, noise.Batches).Should().Be((4, 5));
        batches.Evaluations.Should().Be(new EvaluationCounts(0, 5, 0, 0)).And.Be(NoiseProbe.Price(batches, null, 3));

        static (double SquaredNorm, double Variance) Plain(Vector<double>[] all)
        {
            var mean = all.Aggregate((a, b) => a + b) / all.Length;
            var variance = all.Sum(each => (each - mean) * (each - mean)) / (all.Length - 1);
            return ((mean * mean) - (variance / all.Length), variance);
        }
    }

    [Fact]
    public void Both_estimates_are_unbiased_and_the_error_is_the_spread_of_the_first()
    {
        double squared = 0, trace = 0, spread = 0, error = 0;
        const int runs = 300;
        for (var seed = 0; seed < runs; seed++)
        {
            var noise = NoiseProbe.Run(Batches(24, 2, [0.5, 0, 0], 1, seed), null, new double[3], 2, default)!;
            squared += noise.SquaredNorm / runs;
            trace += noise.NoiseTrace / runs;
            spread += Math.Pow(noise.SquaredNorm - 0.25, 2) / runs;
            error += Math.Pow(noise.SquaredNormError, 2) / runs;
        }

        squared.Should().BeApproximately(0.25, 0.03);
        trace.Should().BeApproximately(3, 0.1);
        Math.Sqrt(error).Should().BeInRange(0.8 * Math.Sqrt(spread), 1.3 * Math.Sqrt(spread));
    }

    [Fact]
    public void Of_equal_batches_nothing_is_noise()
    {
        var noise = NoiseProbe.Run(new MiniBatchObjective([Known.Diagonal(1, 2), Known.Diagonal(1, 2)]), null, [1, 1], 8, default)!;

        (noise.SquaredNorm, noise.NoiseTrace, noise.NoiseShare, noise.SimpleScale).Should().Be((5, 0, 0, 0));
        noise.SuccessiveRatio.Should().Be(double.NaN);
    }

    [Fact]
    public void Successive_batches_differ_as_any_two_do_where_they_are_drawn_anew_and_less_where_they_come_in_an_order()
    {
        const int count = 40;
        var drawn = Enumerable.Range(0, 200)
            .Select(seed => NoiseProbe.Run(Batches(count, 2, [0, 0, 0], 1, seed), null, new double[3], 2, default)!.SuccessiveRatio).ToArray();
        var sorted = NoiseProbe.Run(
            new MiniBatchObjective(Enumerable.Range(0, count).Select(k =>
            {
                var (sine, cosine) = Math.SinCos(Math.PI * k / count);
                return Known.Bowl(Vector<double>.Build.Dense([cosine, sine]));
            }).ToArray()),
            null,
            [0, 0],
            2,
            default)!;

        drawn.Average().Should().BeApproximately(1, 0.02);
        drawn.Should().AllSatisfy(ratio => ratio.Should().BeInRange(0.6, 1.4));

        // Unit vectors π/K apart over half a circle: |uₖ − uₖ₋₁|² = 2 − 2 cos(π/K), and their sum is 1/sin(π/2K) long.
        var scatter = count - (1 / Math.Pow(Math.Sin(Math.PI / (2 * count)), 2) / count);
        sorted.SuccessiveRatio.Should().BeApproximately((count - 1) * (1 - Math.Cos(Math.PI / count)) / scatter, 1e-12);
    }

    [Fact]
    public void Batches_that_are_no_sample_of_the_data_are_far_from_their_gradient()
    {
        // Batches about (1, 1, 1): their mean has a variance of 3·2²/(8·50), and is near (1, 1, 1).
        var batches = Batches(50, 8, [1, 1, 1], 2, seed: 1);

        var (sample, none) = (Distance([1, 1, 1]), Distance([3, 1, 1]));

        sample.Should().BeInRange(0.05, 4);
        none.Should().BeApproximately(4 / (3 * 4 / 400.0), 60);
        NoiseProbe.Run(batches, null, new double[3], 8, default)!.MeanDistance.Should().Be(double.NaN);

        double Distance(double[] center)
        {
            var whole = Known.Bowl(Vector<double>.Build.Dense(center));
            var before = batches.Evaluations;
            var distance = NoiseProbe.Run(batches, whole, new double[3], 8, default)!.MeanDistance;
            (batches.Evaluations - before + whole.Evaluations).Should().Be(NoiseProbe.Price(batches, whole, 3));
            return distance;
        }
    }

    [Fact]
    public void A_batch_with_a_long_gradient_does_not_hide_the_order_of_the_others()
    {
        static Vector<double> At(int k) => Vector<double>.Build.Dense(k < 10 ? [1, 0] : [0, 1]) * (k == 15 ? 1e6 : 1);
        var batches = new MiniBatchObjective(Enumerable.Range(0, 20).Select(k => Known.Bowl(At(k))).ToArray());

        // One step of 20 between the two halves: 2/2 over the scatter 20 − 200/20.
        NoiseProbe.Run(batches, null, [0, 0], 1, default)!.SuccessiveRatio.Should().BeApproximately(0.1, 1e-12);
    }

    [Fact]
    public void One_batch_tells_nothing() => NoiseProbe.Run(new MiniBatchObjective([Known.Diagonal(1)]), null, [1], 8, default).Should().BeNull();

    [Fact]
    public void Cancelled_it_says_so()
    {
        var run = () => NoiseProbe.Run(Batches(3, 1, [1], 1, seed: 1), null, [1], 1, new(canceled: true));

        run.Should().Throw<OperationCanceledException>();
    }
}
