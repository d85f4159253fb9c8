using MathNet.Numerics.LinearAlgebra;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.FrontDoor;

/// <summary>What a step takes, and that it is the same step through every door.</summary>
public sealed class StepTests
{
    public static TheoryData<string> Elementwise { get; } = OptimizerFacts.Of(fact => fact.IsElementwise);

    public static TheoryData<string> Alone { get; } = OptimizerFacts.Of(
        fact => fact.IsElementwise && fact.Create(0) is Optimizer rule
            && rule.Hyperparameters.All(each => each.Value is not Schedule { IsConstant: false }));

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Vectors_matrices_arrays_spans_and_slices_take_the_same_step_in_place(string name)
    {
        var expected = Run((optimizer, theta, g) => optimizer.Step([(theta, g)]));
        Run((optimizer, theta, g) => optimizer.Step(theta.AsSpan(), g)).Should().Equal(expected);
        Run((optimizer, theta, g) => optimizer.Step(Vector<double>.Build.Dense(theta), Vector<double>.Build.Dense(g))).Should().Equal(expected);
        Run((optimizer, theta, g) => optimizer.Step(Matrix<double>.Build.Dense(3, 4, theta), Matrix<double>.Build.Dense(3, 4, g)))
            .Should().Equal(expected);
        Run((optimizer, theta, g) =>
        {
            double[] wide = [7, .. theta, 7], wideGradient = [double.NaN, .. g, double.NaN];
            optimizer.Step([(wide.AsMemory(1, theta.Length), (ReadOnlyMemory<double>)wideGradient.AsMemory(1, g.Length))]);
            wide[0].Should().Be(7);
            wide[^1].Should().Be(7);
            wide.AsSpan(1, theta.Length).CopyTo(theta);
        }).Should().Equal(expected);

        double[] Run(Action<IOptimizer, double[], double[]> step)
        {
            var optimizer = OptimizerFacts.Of(name).Create(0.1);
            var theta = Trajectory.Start(12);
            for (var i = 0; i < 5; i++)
                step(optimizer, theta, Trajectory.Gradient(12, i));
            return theta;
        }
    }

    [Fact]
    public void A_step_over_many_parameters_of_both_precisions_is_the_step_of_each_alone()
    {
        var w = Matrix<float>.Build.Dense(2, 3, (i, j) => i - j);
        var b = Vector<double>.Build.Dense([1, 2]);
        float[] alone = [.. w.ToColumnMajorArray()];
        double[] aloneB = [1, 2];
        var (both, one, two) = (new Adam(0.1), new Adam(0.1), new Adam(0.1));
        for (var step = 0; step < 3; step++)
        {
            var dw = Matrix<float>.Build.Dense(2, 3, (i, j) => i + j + step);
            var db = Vector<double>.Build.Dense([-1, step]);
            both.Step([(w, dw), (b, db)]);
            one.Step(alone, dw.ToColumnMajorArray());
            two.Step(aloneB, db.ToArray());
        }

        w.ToColumnMajorArray().Should().Equal(alone);
        b.ToArray().Should().Equal(aloneB);
        both.Iteration.Should().Be(3);
    }

    [Fact]
    public void State_belongs_to_the_position_so_a_rebound_vector_goes_on_where_the_old_one_was()
    {
        var (kept, rebound) = (new Adam(0.1), new Adam(0.1));
        var theta = Vector<double>.Build.Dense([1, 2, 3]);
        var copy = theta.Clone();
        for (var step = 0; step < 10; step++)
        {
            var gradient = Vector<double>.Build.Dense(Trajectory.Gradient(3, step));
            kept.Step(theta, gradient);
            copy = copy.Clone();
            rebound.Step(copy, gradient);
        }

        copy.Should().Equal(theta);
    }

    [Theory]
    [MemberData(nameof(Alone))]
    public void A_frozen_parameter_and_its_state_stay_and_its_count_of_steps_waits(string name)
    {
        var (optimizer, late) = (OptimizerFacts.Of(name).Create(0.1), OptimizerFacts.Of(name).Create(0.1));
        double[] free = [1, 2], frozen = [3, 4], alone = [3, 4];
        for (var step = 0; step < 10; step++)
        {
            var gradient = Trajectory.Gradient(2, step);
            var isFrozen = step < 5;
            optimizer.Step([(free, [1, -1]), new Parameter(frozen, isFrozen ? new[] { double.NaN, 1 } : gradient) { Frozen = isFrozen }]);
            if (!isFrozen)
                late.Step(alone, gradient);
        }

        frozen.Should().Equal(alone);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void A_frozen_parameter_of_many_blocks_counts_neither_in_the_checks_nor_in_the_norm(double scale)
    {
        const int n = 200_000;
        var (free, g, frozen, other) = (new double[n], new double[n], new double[n], new double[n]);
        Array.Fill(g, 3 * scale);
        foreach (var gradient in new[] { 7 * scale, double.NaN })
        {
            Array.Fill(other, gradient);
            var optimizer = new Sgd(0.1) { MaxThreads = 3, MeasuresGradientNorm = true };

            optimizer.Step([(free, g), new Parameter(frozen.AsMemory(), other) { Frozen = true }]);

            optimizer.LastGradientNorm.Should().BeApproximately(3 * scale * Math.Sqrt(n), 1e-11 * scale * Math.Sqrt(n));
        }
    }

    [Fact]
    public void The_learning_rate_scale_multiplies_the_learning_rate_and_the_decay_scale_the_decay()
    {
        double[] a = [1, 2], b = [1, 2];
        var scaled = new AdamW(0.1, weightDecay: 0.5);
        var plain = new AdamW(0.1 * 0.25, weightDecay: 0);
        for (var step = 0; step < 5; step++)
        {
            scaled.Step([new Parameter(a, Trajectory.Gradient(2, step)) { LearningRateScale = 0.25, WeightDecayScale = 0 }]);
            plain.Step(b, Trajectory.Gradient(2, step));
        }

        a.Should().Equal(b);
    }

    [Fact]
    public void Maximize_climbs_by_the_step_that_would_descend_the_negative()
    {
        double[] up = [1, 2], down = [1, 2];
        var (climber, walker) = (new Adam(0.1) { Maximize = true }, new Adam(0.1));
        for (var step = 0; step < 5; step++)
        {
            var gradient = Trajectory.Gradient(2, step);
            climber.Step(up, gradient);
            walker.Step(down, Array.ConvertAll(gradient, x => -x));
        }

        up.Should().Equal(down);
    }

    [Fact]
    public void Clipping_by_global_norm_scales_all_parameters_together_and_leaves_a_small_gradient_as_it_is()
    {
        double[] a = [0], b = [0];
        var optimizer = new Sgd(1) { Clipping = GradientClipping.ByGlobalNorm(1) };
        optimizer.Step([(a, [3]), (b, [4])]);
        a[0].Should().BeApproximately(-0.6, 1e-15);
        b[0].Should().BeApproximately(-0.8, 1e-15);
        optimizer.LastGradientNorm.Should().Be(5);
        optimizer.Step([(a, [0.3]), (b, [0.4])]);
        a[0].Should().BeApproximately(-0.9, 1e-15);
        optimizer.LastGradientNorm.Should().BeApproximately(0.5, 1e-15);
    }

    [Fact]
    public void A_norm_whose_square_overflows_is_still_clipped_to_its_direction()
    {
        double[] theta = [0, 0];
        new Sgd(1) { Clipping = GradientClipping.ByGlobalNorm(1) }.Step(theta, [3e200, -4e200]);
        theta[0].Should().BeApproximately(-0.6, 1e-15);
        theta[1].Should().BeApproximately(0.8, 1e-15);
    }

    [Fact]
    public void Clipping_by_value_clamps_each_coordinate_and_does_not_hide_NaN()
    {
        double[] theta = [0, 0, 0];
        new Sgd(1) { Clipping = GradientClipping.ByValue(2), NonFinite = NonFiniteGradients.Pass }.Step(theta, [5, -0.5, double.NaN]);
        theta.Should().Equal(-2, 0.5, double.NaN);
    }

    [Fact]
    public void An_optimizer_tells_its_name_and_all_its_hyperparameters()
    {
        new Adam(0.01) { L2Penalty = 0.1, Clipping = GradientClipping.ByGlobalNorm(2), Maximize = true }.ToString().Should().Be(
            "Adam(learningRate: Constant(0.01), beta1: Constant(0.9), beta2: Constant(0.999), epsilon: Constant(1E-08), l2Penalty: Constant(0.1), "
            + "clipping: ByGlobalNorm(2), maximize: True)");
    }
}
