using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Spectra;

public class ExtremeEigenvaluesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_ends_of_an_even_spectrum_are_located_within_the_price(bool reorthogonalize)
    {
        var a = new DiagonalOperator(DiagonalOperator.Even(30_000, -1, 10));

        var ends = ExtremeEigenvalues.Locate(a, new() { Reorthogonalize = reorthogonalize });

        ends.HasReached.Should().BeTrue();
        ends.Steps.Should().BeLessThanOrEqualTo(ExtremeEigenvalues.Price(30_000, 0.01, 1e-6));
        ((long)ends.Steps).Should().Be(a.Products);
        ends.Smallest.Contains(-1).Should().BeTrue();
        ends.Largest.Contains(10).Should().BeTrue();
        ends.SmallestRitzValue.Should().BeInRange(-1, -1 + 0.11);
        ends.LargestRitzValue.Should().BeInRange(10 - 0.11, 10);
        ends.Fraction.Should().BeLessThanOrEqualTo(0.01);
        ends.Sign.Should().Be(-1);
        ends.IsProbable.Should().BeTrue();
        ends.IsReorthogonalized.Should().Be(reorthogonalize);
        if (!reorthogonalize)
            ends.MemoryVectors.Should().Be(3);
        ends.ToString().Should().Contain("probable, but for 1E-06").And.Contain($"{ends.Steps} products");
    }

    [Theory]
    [InlineData(0.001, 1)]
    [InlineData(-0.001, -1)]
    public void The_sign_is_decided_when_the_smallest_eigenvalue_is_a_thousandth_of_the_width(double smallest, int sign)
    {
        const int N = 30_000;
        var a = new DiagonalOperator(DiagonalOperator.Even(N, smallest, smallest + 1));

        var ends = ExtremeEigenvalues.Locate(a, new() { StopAtSign = true, Fraction = 1e-6 });

        ends.Sign.Should().Be(sign);
        ends.HasReached.Should().BeTrue();
        ends.Steps.Should().BeLessThanOrEqualTo(ExtremeEigenvalues.Price(N, 0.001, 1e-6));
    }

    [Fact]
    public void A_smallest_eigenvalue_of_0_has_no_sign_and_no_condition_number()
    {
        var ends = ExtremeEigenvalues.Locate(new DiagonalOperator(DiagonalOperator.Even(300, 0, 1)), new() { Fraction = 0.1 });

        ends.Smallest.Contains(0).Should().BeTrue();
        ends.Sign.Should().Be(0);
        ends.ConditionNumber.Should().BeNull();
    }

    // δ is set so large that a bound which is merely wishful would be seen to fail: of 250 starts 250·δ may miss. The distribution of the number of
    // failures is at most binomial; 4 standard deviations above its mean is the limit, and the seeds are fixed.
    [Theory]
    [InlineData("even")]
    [InlineData("outlier")]
    [InlineData("crowded")]
    [InlineData("two values")]
    public void The_intervals_fail_no_oftener_than_they_say(string name)
    {
        const int Runs = 250;
        const double Delta = 0.2;
        const int N = 300;
        var spectrum = name switch
        {
            "even" => DiagonalOperator.Even(N, -1, 1),
            "outlier" => [-3, .. DiagonalOperator.Even(N - 2, -1, 1), 1.3],
            "crowded" => [.. Enumerable.Range(0, N).Select(i => Math.Cos(Math.PI * (i + 0.5) / N))],
            _ => [.. Enumerable.Range(0, N).Select(i => i == 0 ? 0.0 : i == N - 1 ? 1 : 0.5)],
        };
        double low = spectrum.Min(), high = spectrum.Max();
        foreach (var products in new[] { 2, 5, 12 })
        {
            var failures = 0;
            for (var seed = 0; seed < Runs; seed++)
            {
                var ends = ExtremeEigenvalues.Locate(
                    new DiagonalOperator(spectrum),
                    new() { Seed = seed, FailureProbability = Delta, Fraction = 1e-9, MaxProducts = products, MaxThreads = 1 });
                ends.Smallest.Upper.Should().BeGreaterThanOrEqualTo(low);
                ends.Largest.Lower.Should().BeLessThanOrEqualTo(high);
                if (!(ends.Smallest.Lower <= low && ends.Largest.Upper >= high))
                    failures++;
            }

            ((double)failures).Should().BeLessThanOrEqualTo((Runs * Delta) + (4 * Math.Sqrt(Runs * Delta * (1 - Delta))));
        }
    }

    [Fact]
    public void Failures_are_in_one_event_whatever_the_step_so_that_stopping_when_it_looks_good_is_free()
    {
        // A caller who looks after each of 30 steps and keeps the run at its worst step, in 200 starts.
        const int Runs = 200;
        const double Delta = 0.2;
        var spectrum = DiagonalOperator.Even(200, 0, 1);
        var failures = 0;
        for (var seed = 0; seed < Runs; seed++)
        {
            var missed = false;
            var progress = new Listener<ExtremeEigenvalues>(p => missed |= p.Smallest.Lower > 0 || p.Largest.Upper < 1);
            ExtremeEigenvalues.Locate(new DiagonalOperator(spectrum), new()
            {
                Seed = seed,
                FailureProbability = Delta,
                Fraction = 1e-9,
                MaxProducts = 30,
                MaxThreads = 1,
                Progress = progress,
            });
            failures += missed ? 1 : 0;
        }

        ((double)failures).Should().BeLessThanOrEqualTo((Runs * Delta) + (4 * Math.Sqrt(Runs * Delta * (1 - Delta))));
    }

    [Fact]
    public void Dense_matrices_are_located_as_their_decomposition_says()
    {
        foreach (var (name, matrix) in TestMatrices.All(60))
        {
            var values = matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).ToArray();
            var slack = 1e-12 * values.Max(Math.Abs);
            var ends = ExtremeEigenvalues.Locate(SymmetricOperator.FromMatrix(matrix), new() { Fraction = 1e-3 });
            ends.Smallest.Lower.Should().BeLessThanOrEqualTo(values[0] + slack, name);
            ends.Smallest.Upper.Should().BeGreaterThanOrEqualTo(values[0] - slack, name);
            ends.Largest.Upper.Should().BeGreaterThanOrEqualTo(values[^1] - slack, name);
            ends.Largest.Lower.Should().BeLessThanOrEqualTo(values[^1] + slack, name);
            ends.HasReached.Should().BeTrue(name);
        }
    }

    [Fact]
    public void Small_dimensions_are_exact()
    {
        ExtremeEigenvalues.Locate(new DiagonalOperator([])).Smallest.Contains(0).Should().BeFalse();
        var one = ExtremeEigenvalues.Locate(new DiagonalOperator([-3]));
        one.Smallest.Contains(-3).Should().BeTrue();
        one.Smallest.Width.Should().BeLessThan(1e-12);
        one.Sign.Should().Be(-1);
        var zero = ExtremeEigenvalues.Locate(new DiagonalOperator(new double[50]));
        zero.Smallest.Contains(0).Should().BeTrue();
        zero.Smallest.Width.Should().BeInRange(double.Epsilon, 1e-300); // Entries of that size would have given the same products.
        zero.FoundInvariantSubspace.Should().BeTrue();
        zero.Steps.Should().Be(1);
        var two = ExtremeEigenvalues.Locate(new DiagonalOperator([1, 1, 1, 2]), new() { Fraction = 1e-6 });
        two.Smallest.Contains(1).Should().BeTrue();
        two.Largest.Contains(2).Should().BeTrue();
        two.Steps.Should().Be(2);
    }

    [Fact]
    public void Approximate_products_make_an_estimate()
    {
        var ends = ExtremeEigenvalues.Locate(new DiagonalOperator([1, 2, 3], error: 1e-6));
        ends.IsProbable.Should().BeFalse();
        ends.ToString().Should().Contain("estimated");
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    [InlineData(1e-305)]
    public void Extreme_scales_are_located_as_others_are(double scale)
    {
        var ends = ExtremeEigenvalues.Locate(new DiagonalOperator([.. DiagonalOperator.Even(200, -1, 10).Select(x => x * scale)]));
        ends.Smallest.Contains(-scale).Should().BeTrue();
        ends.Largest.Contains(10 * scale).Should().BeTrue();
        ends.HasReached.Should().BeTrue();
        ends.Steps.Should().BeGreaterThan(10);
    }

    [Fact]
    public void The_pilot_tells_the_price_of_a_resolution_before_it_is_paid()
    {
        var spectrum = DiagonalOperator.Even(30_000, 1, 11);
        var pilot = ExtremeEigenvalues.Pilot(new DiagonalOperator(spectrum), 12);
        pilot.Steps.Should().Be(12);
        var price = pilot.Price(0.05);

        var a = new DiagonalOperator(spectrum);
        var ends = ExtremeEigenvalues.Locate(a, new() { Resolution = 0.05 });

        ends.HasReached.Should().BeTrue();
        (ends.SmallestRitzValue - ends.Smallest.Lower).Should().BeLessThanOrEqualTo(0.0501);
        a.Products.Should().BeLessThanOrEqualTo(price);
        price.Should().BeLessThan(2 * ExtremeEigenvalues.Price(30_000, 0.05 / 10, 1e-6));
    }

    [Theory]
    [InlineData(1e-10)]
    [InlineData(1e-2)]
    public void Deflated_outliers_make_a_small_resolution_cheap_and_their_residuals_go_into_the_intervals(double tolerance)
    {
        // A bulk in [−0.02, 1] below outliers up to 100, as in a trained network; off the axes, so that the coupling matters.
        var spectrum = DiagonalOperator.Even(120, -0.02, 1).Concat([20, 50, 100]).ToArray();
        var matrix = Spectrum.Rotated(spectrum, Spectrum.RandomOrthogonal(123, 5));
        var a = SymmetricOperator.FromMatrix(matrix);
        var outliers = new Lanczos(LanczosForm.ThickRestart) { Seed = 1, Tolerance = tolerance, MemoryVectors = 9 }
            .Solve(a, 3, SpectrumEnd.Largest);
        outliers.HasConverged.Should().BeTrue();
        var options = new ExtremeEigenvalueOptions { Deflated = outliers.Pairs, Resolution = 0.01 };

        var plain = ExtremeEigenvalues.Locate(a, options with { Deflated = [], Resolution = 0.01 });
        var before = a.Products;
        var ends = ExtremeEigenvalues.Locate(a, options);

        ends.HasReached.Should().BeTrue();
        ends.Products.Should().Be(a.Products - before).And.Be(ends.Steps + 3);
        ends.Steps.Should().BeLessThan(plain.Steps);
        ends.Price(0.01).Should().BeLessThan(plain.Price(0.01));
        ends.Smallest.Contains(-0.02).Should().BeTrue();
        ends.Largest.Contains(100).Should().BeTrue();
        var coupling = Math.Sqrt(outliers.Pairs.Sum(pair => pair.Residual * pair.Residual));
        ends.Smallest.Width.Should().BeInRange(0, 0.0101 + (1.1 * coupling));
        ends.Smallest.Width.Should().BeGreaterThan(0.5 * coupling);
    }

    [Fact]
    public void Deflation_does_not_hide_an_end_and_bad_pairs_are_refused()
    {
        var a = new DiagonalOperator([-5, .. DiagonalOperator.Even(100, 0, 1), 7]);
        var pairs = new Lanczos(LanczosForm.FullReorthogonalization) { Seed = 1 }.Solve(a, 1, SpectrumEnd.Both).Pairs;
        var ends = ExtremeEigenvalues.Locate(a, new() { Deflated = pairs });
        ends.Smallest.Contains(-5).Should().BeTrue();
        ends.Largest.Contains(7).Should().BeTrue();
        ends.SmallestRitzValue.Should().BeApproximately(-5, 1e-9);
        ends.Sign.Should().Be(-1);

        Refusal.Of<ArgumentNullException>(() => _ = new ExtremeEigenvalueOptions { Deflated = null! }, "Deflated");
        Refuse(new DiagonalOperator([1, 2, 3]), pairs, "102 entries", "needs 3");
        Refuse(a, [pairs[0], pairs[0]], "not independent");
        Refuse(new DiagonalOperator([1, 2]), pairs, "nothing is left");
        Refuse(a, new Lanczos(LanczosForm.FullReorthogonalization) { WithVectors = false }.Solve(a).Pairs, "no vector");

        static void Refuse(SymmetricOperator a, IReadOnlyList<EigenPair> pairs, params string[] parts)
        {
            var locate = () => ExtremeEigenvalues.Locate(a, new() { Deflated = pairs });
            var message = locate.Should().Throw<ArgumentException>().Which.Message;
            foreach (var part in parts)
                message.Should().Contain(part);
        }
    }

    [Fact]
    public void The_condition_number_is_told_where_the_spectrum_has_one_sign()
    {
        var positive = ExtremeEigenvalues.Locate(new DiagonalOperator(DiagonalOperator.Even(300, 2, 20)));
        positive.ConditionNumber!.Value.Contains(10).Should().BeTrue();
        positive.ConditionNumber!.Value.Upper.Should().BeLessThan(11.5);
        ExtremeEigenvalues.Locate(new DiagonalOperator(DiagonalOperator.Even(300, -20, -2))).ConditionNumber!.Value.Contains(10).Should().BeTrue();
        ExtremeEigenvalues.Locate(new DiagonalOperator(DiagonalOperator.Even(300, -1, 20))).ConditionNumber.Should().BeNull();
        ExtremeEigenvalues.Locate(new DiagonalOperator([3])).ConditionNumber!.Value.Contains(1).Should().BeTrue();
    }

    [Fact]
    public void Threads_do_not_change_a_bit_and_a_run_can_be_repeated()
    {
        var spectrum = DiagonalOperator.Even(70_000, -1, 10);
        var expected = Run(1);
        Run(3).Should().Be(expected);
        Run(1).Should().Be(expected);

        (double, double, double, double, int) Run(int threads)
        {
            var ends = ExtremeEigenvalues.Locate(new DiagonalOperator(spectrum), new() { Fraction = 0.1, MaxThreads = threads });
            return (ends.Smallest.Lower, ends.SmallestRitzValue, ends.LargestRitzValue, ends.Largest.Upper, ends.Steps);
        }
    }

    [Fact]
    public void Cancellation_ends_the_run_before_the_next_product()
    {
        using var source = new CancellationTokenSource();
        var a = new DiagonalOperator(DiagonalOperator.Even(1000, 0, 1), product =>
        {
            if (product == 5)
                source.Cancel();
        });
        var locate = () => ExtremeEigenvalues.Locate(a, new() { Fraction = 1e-6, CancellationToken = source.Token });
        locate.Should().Throw<OperationCanceledException>();
        a.Products.Should().Be(5);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Refusal.Of<ArgumentNullException>(() => ExtremeEigenvalues.Locate(null!), "operator");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ExtremeEigenvalueOptions { Fraction = 0.5 }, "Fraction");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ExtremeEigenvalueOptions { Resolution = 0 }, "Resolution");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ExtremeEigenvalueOptions { FailureProbability = 1 }, "FailureProbability");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ExtremeEigenvalueOptions { MaxProducts = 0 }, "MaxProducts");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ExtremeEigenvalueOptions { MaxThreads = 0 }, "MaxThreads");
        var nan = () => ExtremeEigenvalues.Locate(new DiagonalOperator([1, double.NaN]));
        nan.Should().Throw<InvalidOperationException>().WithMessage("*product*finite*");
    }

    [Fact]
    public void Deflated_outliers_are_ends_of_the_spectrum_to_their_rounding()
    {
        // In the plane of the first two axes: eigenvalues 9 and −4 of exact vectors, and a bulk in [0, 1].
        var a = new DiagonalOperator([9, -4, .. DiagonalOperator.Even(40, 0, 1)]);
        var pairs = new Lanczos(LanczosForm.FullReorthogonalization) { Seed = 1, Tolerance = 1e-14 }.Solve(a, 1, SpectrumEnd.Both).Pairs;

        var ends = ExtremeEigenvalues.Locate(a, new() { Deflated = pairs });

        ends.Largest.Contains(9).Should().BeTrue("{0}", ends);
        ends.Smallest.Contains(-4).Should().BeTrue("{0}", ends);
        ends.Largest.Width.Should().BeLessThan(1e-10);
        ends.Smallest.Width.Should().BeLessThan(1e-10);
        (ends.LargestRitzValue, ends.SmallestRitzValue).Should().Be((pairs.Max(pair => pair.Value), pairs.Min(pair => pair.Value)));
    }

    [Fact]
    public void An_invariant_subspace_is_one_that_ended_before_the_dimension_did()
    {
        ExtremeEigenvalues Ends(params double[] spectrum) => ExtremeEigenvalues.Locate(new DiagonalOperator(spectrum), new() { Fraction = 1e-12 });

        Ends([.. Enumerable.Repeat(1.0, 30), .. Enumerable.Repeat(2.0, 30)]).FoundInvariantSubspace.Should().BeTrue();
        Ends(1, 2, 5).FoundInvariantSubspace.Should().BeFalse();
        ExtremeEigenvalues.Locate(new DiagonalOperator(DiagonalOperator.Even(300, 0, 1))).FoundInvariantSubspace.Should().BeFalse();
    }
}
