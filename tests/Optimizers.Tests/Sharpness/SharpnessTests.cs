using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Tests.Curvature.Operators;
using Measure = Optimizers.Curvature.Sharpness;

namespace Optimizers.Tests.Curvature.Sharpness;

public sealed class SharpnessTests
{
    private static Objective Quadratic(Matrix<double> h) => Objective.Create(p => 0.5 * (p * (h * p)), p => h * p, (_, v) => h * v);

    [Fact]
    public void The_rounding_of_a_loss_is_that_of_its_size_whatever_its_sign()
    {
        var objective = Quadratic(Matrix<double>.Build.DenseIdentity(2));
        Measure.Rounding(objective, -5).Should().Be(Measure.Rounding(objective, 5)).And.BePositive();
        var noisy = Objective.Create(_ => 0, p => p, options: new() { LossError = 0.1 });
        Measure.Rounding(noisy, 5).Should().BeApproximately(0.2, 1e-13, "both losses of a difference may be off");
    }

    [Fact]
    public void The_largest_eigenvalue_of_a_quadratic_lies_within_its_bounds() => Gen.Select(Gen.Int[1, 40], Gen.Int[0, 1_000_000]).Sample(
        (n, seed) =>
        {
            var h = Dense.RandomSymmetric(n, seed);
            var eigenvalues = Spectrum.Jacobi(h);

            var value = Measure.FindLargestEigenvalue(SymmetricOperator.FromMatrix(h), new() { Seed = seed });

            eigenvalues[^1].Should().BeInRange(value.Lower, value.Upper);
            (value.Upper - value.Lower).Should().BeLessThan(0.011 * (eigenvalues[^1] - eigenvalues[0]) + 1e-10);
            value.Value.Should().BeInRange(value.Lower, value.Upper);
            (value.Certainty, value.Probability).Should().Be((Certainty.Probable, 1 - 1e-6));
        },
        iter: 50);

    [Fact]
    public void By_differences_the_bounds_are_estimates_that_hold_the_error_of_the_products()
    {
        var network = new TinyNetwork(softmax: true, seed: 1);
        var largest = Spectrum.Jacobi(network.Hessian())[^1];

        var value = Measure.FindLargestEigenvalue(new HessianOperator(network.WithoutProduct, network.Theta.AsArray()));

        largest.Should().BeInRange(value.Lower, value.Upper);
        (value.Upper - value.Lower).Should().BeLessThan(0.02);
        (value.Certainty, value.Probability).Should().Be((Certainty.Estimated, double.NaN));
        value.Cost.Gradients.Should().BePositive();
        value.Cost.Products.Should().Be(0);
    }

    [Fact]
    public void What_is_not_symmetric_has_no_eigenvalue_here() => Refusal.Of<ArgumentException>(
        () => Measure.FindLargestEigenvalue(SymmetricOperator.FromMatrix(Dense.Random(5, 5, seed: 2))), "symmetricOperator", "not symmetric");

    [Fact]
    public void The_trace_is_exact_where_every_entry_of_the_diagonal_can_be_asked()
    {
        var h = Dense.RandomSymmetric(30, seed: 3);
        var a = SymmetricOperator.FromMatrix(h);

        var value = Measure.EstimateTrace(a);

        value.Value.Should().BeApproximately(h.Trace(), 1e-13);
        (value.Upper - value.Lower).Should().BeInRange(0, 1e-11);
        (a.Products, value.Cost.Products).Should().Be((30, 30));
    }

    /// <summary>A fair standard error is exceeded twofold in about 1 of 22 runs.</summary>
    [Fact]
    public void The_trace_of_a_large_Hessian_lies_within_two_standard_errors_as_often_as_it_should()
    {
        const int n = 40;
        var h = Dense.RandomSymmetric(n, seed: 4).ToArray();
        var trace = Enumerable.Range(0, n).Sum(i => h[i, i]);
        var a = SymmetricOperator.Create(n, v => Vector<double>.Build.Dense(n, i => Enumerable.Range(0, n).Sum(j => h[i, j] * v[j])));
        int held = 0, runs = 200;
        var spread = 0.0;
        for (var seed = 0; seed < runs; seed++)
        {
            var value = Measure.EstimateTrace(a, new() { TraceProducts = 20, Seed = seed });
            held += value.Lower <= trace && trace <= value.Upper ? 1 : 0;
            spread += Math.Pow(value.Value - trace, 2) / runs;
        }

        held.Should().BeInRange(170, 199);
        Math.Sqrt(spread).Should().BeInRange(1, 10, "it is an estimate, and one of a trace of " + trace);
    }

    [Fact]
    public void The_trace_of_a_Hessian_of_low_rank_is_found_by_few_products()
    {
        var gradients = Dense.Random(200, 5, seed: 5);

        var value = Measure.EstimateTrace(SymmetricOperator.EmpiricalFisher(gradients));

        value.Value.Should().BeApproximately(gradients.Enumerate().Sum(x => x * x) / 5, 1e-9);
        value.Evidence.Should().Contain("XTrace, 30 products");
        value.Cost.Products.Should().Be(30);
    }

    [Fact]
    public void All_measures_at_once_are_those_taken_one_by_one()
    {
        var network = new TinyNetwork(softmax: true, seed: 6);
        var theta = network.Theta;
        var options = new SharpnessOptions { Seed = 3, AscentRadius = 0.1, AdaptiveRadius = 0.2, AdaptiveOffset = 0.01, BoxSize = 0.01 };
        var hessian = new HessianOperator(network.Objective, theta.AsArray());
        var objective = network.Objective;
        var told = new List<string>();

        var all = Measure.Measure(objective, theta, options with { Progress = new Listener(told.Add) });

        all.LargestEigenvalue.Value.Should().Be(Measure.FindLargestEigenvalue(hessian, options).Value);
        all.Trace.Value.Should().Be(Measure.EstimateTrace(hessian, options).Value);
        all.Box.Value.Should().Be(Measure.MaximizeOverBox(objective, theta.AsArray(), options).Value);
        all.Ascent.Value.Should().Be(Measure.Ascend(network.Objective, theta.AsArray(), 0.1).Value);
        all.AdaptiveAscent.Value.Should().Be(Measure.AscendAdaptively(network.Objective, theta.AsArray(), 0.2, 0.01).Value);
        all.Loss.Should().Be(network.Loss(theta));
        all.MeanEigenvalue.Should().Be(all.Trace.Value / theta.Count);
        told.Should().Equal("largest eigenvalue", "trace", "box", "ascent", "adaptive ascent");
        all.LargestEigenvalue.Value.Should().BeApproximately(Spectrum.Jacobi(network.Hessian())[^1], 0.01);
    }

    [Fact]
    public void The_costs_add_up_to_what_the_objective_counted()
    {
        var network = new TinyNetwork(softmax: false, seed: 7);
        var objective = network.Objective;

        var all = Measure.Measure(objective, network.Theta);

        all.Cost.Should().Be(objective.Evaluations);
        var parts = all.LargestEigenvalue.Cost + all.Trace.Cost + all.Box.Cost + all.Ascent.Cost + all.AdaptiveAscent.Cost;
        all.Cost.Should().Be(parts + new EvaluationCounts(1, 1, 0, 0));
        all.Ascent.Cost.Should().Be(new EvaluationCounts(1, 0, 0, 0));
    }

    [Fact]
    public void The_text_has_a_line_a_measure()
    {
        var h = Matrix<double>.Build.DenseOfDiagonalArray([1.0, 2, 5]);

        Measure.Measure(Quadratic(h), Vector<double>.Build.Dense([1, 1, 0.0])).ToString().Should().Be(
            """
            Sharpness in 3 dimensions, where the loss is 1.5 and its gradient 2.236 long; 6 losses, 5 gradients, 8 Hessian-vector products.
              λmax                5 (probable, wrong in less than 1E-06 of the runs; Lanczos, 3 products; 5 Hessian-vector products)
              trace               8 (estimated; the sum of the diagonal; 3 Hessian-vector products), 2.667 a dimension
              box, ε = 0.001      0.2403 (estimated; the highest of 3 ascents: the maximum is at least that; 3 losses, 4 gradients)
              ascent, ρ = 0.05    0.1141 (estimated; one step along the gradient: the largest rise is at least that; 1 loss)
              adaptive, ρ = 0.5   1.343 (estimated; one step along the scaled gradient: the largest rise is at least that; 1 loss)
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_space_of_no_dimension_has_no_curvature()
    {
        var all = Measure.Measure(Objective.Create(_ => 2, p => p, (_, v) => v), Vector<double>.Build.Dense(0));

        all.LargestEigenvalue.Value.Should().Be(double.NaN);
        all.Trace.Value.Should().Be(double.NaN);
        (all.Box.Value, all.Ascent.Value).Should().Be((0, 0));
    }

    [Fact]
    public void A_loss_alone_is_enough()
    {
        var h = Dense.RandomSymmetric(6, seed: 8);
        var objective = Objective.Create(p => 5 + (0.5 * (p * (h * p))));

        var all = Measure.Measure(objective, Dense.RandomVector(6, seed: 9));

        var largest = Spectrum.Jacobi(h)[^1];
        largest.Should().BeInRange(all.LargestEigenvalue.Lower, all.LargestEigenvalue.Upper);
        h.Trace().Should().BeInRange(all.Trace.Lower, all.Trace.Upper);
        all.LargestEigenvalue.Value.Should().BeApproximately(largest, 1e-4);
        all.LargestEigenvalue.Certainty.Should().Be(Certainty.Estimated);
        all.Cost.Should().Be(objective.Evaluations);
        all.Cost.Gradients.Should().Be(0);
    }

    [Fact]
    public void Cancellation_half_way_is_heard_and_the_point_stays()
    {
        var theta = Dense.RandomVector(4, seed: 10);
        var before = theta.Clone();
        using var source = new CancellationTokenSource();
        var options = new SharpnessOptions
        {
            CancellationToken = source.Token,
            Progress = new Listener(what =>
            {
                if (what == "box")
                    source.Cancel();
            }),
        };

        FluentActions.Invoking(() => Measure.Measure(Quadratic(Dense.RandomSymmetric(4, seed: 11)), theta, options))
            .Should().Throw<OperationCanceledException>();

        theta.Should().Equal(before);
    }

    private sealed class Listener(Action<string> told) : IProgress<string>
    {
        public void Report(string value) => told(value);
    }

    [Fact]
    public void An_offset_of_the_adaptive_ascent_is_finite_and_not_negative()
    {
        new SharpnessOptions { AdaptiveOffset = 0 }.AdaptiveOffset.Should().Be(0);
        foreach (var wrong in new[] { -0.01, double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SharpnessOptions { AdaptiveOffset = wrong }, "AdaptiveOffset");
    }

    [Fact]
    public void The_defaults_are_those_of_its_documentation() => new SharpnessOptions().Should().Be(new SharpnessOptions
    {
        Seed = 0,
        EigenvalueFraction = 0.01,
        EigenvalueProducts = 200,
        TraceProducts = 30,
        BoxSize = 1e-3,
        BoxIterations = 10,
        BoxStarts = 3,
        BoxSubspace = null,
        AscentRadius = 0.05,
        AdaptiveRadius = 0.5,
        AdaptiveOffset = 0,
    });

    [Fact]
    public void The_least_effort_is_taken()
    {
        var options = new SharpnessOptions { EigenvalueProducts = 1, TraceProducts = 4, BoxIterations = 1, BoxStarts = 1, BoxSubspace = 1 };

        (options.EigenvalueProducts, options.TraceProducts, options.BoxIterations, options.BoxStarts, options.BoxSubspace)
            .Should().Be((1, 4, 1, 1, 1));
    }
}
