using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Diagnostics;

/// <summary>Every remedy does what it says, and one that does not apply changes nothing.</summary>
public sealed class RemediesTests
{
    private static readonly IReadOnlyList<Parameter> None = [];

    [Fact]
    public void A_scaled_learning_rate_is_the_schedule_times_the_factor()
    {
        var optimizer = new Sgd(Schedule.LinearDecay(10, from: 1));
        var expected = optimizer.LearningRate.At(3) * 0.25;
        Remedies.ScaleLearningRate(0.25).Apply(optimizer, None).Should().BeSameAs(optimizer);
        optimizer.LearningRate.At(3).Should().Be(expected);
        Refused(Remedies.ScaleLearningRate(1e300), new Sgd(1e300));
        Refused(Remedies.ScaleLearningRate(1e300), new Sgd(Schedule.LinearDecay(1, from: 1e300)));
    }

    [Fact]
    public void A_new_schedule_begins_in_the_next_step_and_holds_its_first_value_before()
    {
        var optimizer = Stepped(new Sgd(1), 5);
        Remedies.SetLearningRate(Schedule.From(i => 1.0 / (i + 2))).Apply(optimizer, None);
        optimizer.LearningRate.At(5).Should().Be(0.5);
        optimizer.LearningRate.At(7).Should().Be(0.25);
        optimizer.LearningRate.At(0).Should().Be(0.5);
        optimizer.LearningRate.ToString().Should().Be("From(function) from iteration 5 on");
        var theta = new double[] { 1 };
        optimizer.Step(theta, [1.0]);
        theta[0].Should().Be(0.5);
    }

    [Fact]
    public void A_warm_up_rises_to_the_present_schedule_and_leaves_it_as_it_is_then()
    {
        var optimizer = Stepped(new Sgd(Schedule.LinearDecay(100, from: 1)), 5);
        var present = optimizer.LearningRate;
        Remedies.WarmUp(4).Apply(optimizer, None);
        for (var k = 0; k < 4; k++)
            optimizer.LearningRate.At(5 + k).Should().BeApproximately(present.At(5 + k) * (k + 1) / 4, 1e-15);
        foreach (var i in new[] { 0L, 4, 8, 9, 50, 1000 })
            optimizer.LearningRate.At(i).Should().Be(present.At(i));
        optimizer.LearningRate.Length.Should().Be(present.Length);
    }

    [Theory]
    [InlineData(96, 2)]
    [InlineData(96, 10)]
    public void A_schedule_with_a_warm_up_reaches_its_last_value_at_its_length_and_not_before(int step, int rise)
    {
        var optimizer = Stepped(new Sgd(Schedule.LinearDecay(98, from: 1, to: 0.5)), step);
        Remedies.WarmUp(rise).Apply(optimizer, None);
        var rate = optimizer.LearningRate;
        var length = rate.Length!.Value;
        rate.At(length - 1).Should().NotBe(0.5);
        Enumerable.Range(0, 20).Should().OnlyContain(k => rate.At(length + k) == 0.5);
    }

    [Fact]
    public void Clipping_is_set_and_taken_away()
    {
        var optimizer = new Sgd(1);
        Remedies.Clip(0.5).Apply(optimizer, None);
        optimizer.Clipping!.ToString().Should().Be("ByGlobalNorm(0.5)");
        Remedies.Clip(null).Apply(optimizer, None);
        optimizer.Clipping.Should().BeNull();
        Refused(Remedies.Clip(null), optimizer);
    }

    [Fact]
    public void Both_weight_decays_are_scaled_and_0_makes_the_step_that_of_none()
    {
        var optimizer = new AdamW(0.1, 0.5) { L2Penalty = 0.25 };
        Remedies.ScaleWeightDecay(0.5).Apply(optimizer, None);
        (optimizer.L2Penalty.At(0), optimizer.WeightDecay.At(0)).Should().Be((0.125, 0.25));
        Remedies.ScaleWeightDecay(0).Apply(optimizer, None);
        double[] a = [1, 2], b = [1, 2];
        optimizer.Step(a, [1.0, -1]);
        new Adam(0.1).Step(b, [1.0, -1]);
        a.Should().Equal(b);
        Refused(Remedies.ScaleWeightDecay(2), optimizer);
    }

    [Fact]
    public void Momentum_is_set_where_there_is_one()
    {
        var optimizer = new Adam(0.1);
        Remedies.SetMomentum(0.5).Apply(optimizer, None);
        optimizer.Beta1.At(0).Should().Be(0.5);
        Refused(Remedies.SetMomentum(0.5), new Sgd(1));
    }

    [Fact]
    public void Another_rule_goes_on_with_the_iteration_and_the_state_that_has_a_meaning()
    {
        var old = Stepped(new Adam(0.01), 6);
        var made = new AdamW(0.02);
        var next = Remedies.SwitchRule(() => made).Apply(old, None);
        next.Should().BeSameAs(made);
        next.Iteration.Should().Be(6);
        Refused(Remedies.SwitchRule(() => null!), old);
        Refused(Remedies.SwitchRule(() => old), old);
        Refused(Remedies.SwitchRule(() => Stepped(new Sgd(1), 1)), old);
    }

    [Fact]
    public void Another_rule_is_watched_by_the_monitors_of_the_one_before_which_loses_them()
    {
        var (old, made) = (new Sgd(0.1), new Momentum(0.1));
        var (first, second) = (new TrainingMonitor(), new TrainingMonitor());
        old.Watch(first);
        old.Watch(second);
        Stepped(old, 3);
        Remedies.SwitchRule(() => made).Apply(old, None);
        Stepped(made, 4);
        Stepped(old, 5);
        first.StepCount.Should().Be(7);
        second.StepCount.Should().Be(7);
        first.Optimizer.Should().BeSameAs(made);
    }

    [Fact]
    public void An_escape_lowers_the_loss_from_the_very_saddle_over_parameters_of_both_precisions()
    {
        // L = x² − y² + y⁴/4: a saddle at 0, minima at y = ±√2.
        var objective = Objective.Create(
            t => (t[0] * t[0]) - (t[1] * t[1]) + (Math.Pow(t[1], 4) / 4),
            t => Vector<double>.Build.Dense([2 * t[0], (-2 * t[1]) + Math.Pow(t[1], 3)]));
        double[] x = [0];
        float[] y = [0];
        var optimizer = new Sgd(0.1);
        Remedies.EscapeAlongNegativeCurvature(objective).Apply(optimizer, [(x, new double[1]), (y, new float[1])]).Should().BeSameAs(optimizer);
        objective.Loss([x[0], y[0]]).Should().BeLessThan(-0.01);
        Math.Abs((double)y[0]).Should().BeGreaterThan(0.1);

        double[] minimum = [0, Math.Sqrt(2)];
        Refused(Remedies.EscapeAlongNegativeCurvature(objective), optimizer, [(minimum, new double[2])]);
        minimum.Should().Equal(0, Math.Sqrt(2));
        double[] broken = [double.NaN, 0];
        Refused(Remedies.EscapeAlongNegativeCurvature(objective), optimizer, [(broken, new double[2])]);
        Refused(Remedies.EscapeAlongNegativeCurvature(objective), optimizer, [new Parameter(new double[2], new double[2]) { Frozen = true }]);
    }

    [Fact]
    public void Units_get_new_incoming_weights_no_bias_and_silent_outgoing_weights()
    {
        var w1 = Matrix<double>.Build.Dense(3, 4, 1);
        var b1 = Vector<double>.Build.Dense(3, 5);
        var w2 = Matrix<double>.Build.Dense(2, 3, 7);
        var limit = Math.Sqrt(6.0 / 7);
        Apply(0);
        w1.Row(1).Should().OnlyContain(x => x == 1);
        foreach (var unit in new[] { 0, 2 })
        {
            w1.Row(unit).Should().OnlyContain(x => x != 1 && Math.Abs(x) <= limit).And.OnlyHaveUniqueItems();
            b1[unit].Should().Be(0);
            w2.Column(unit).Should().OnlyContain(x => x == 0);
        }

        w1.Row(0).Should().NotEqual(w1.Row(2));
        b1[1].Should().Be(5);
        w2.Column(1).Should().OnlyContain(x => x == 7);

        var first = w1.ToColumnMajorArray();
        Apply(0);
        w1.ToColumnMajorArray().Should().Equal(first, "the same seed draws the same");
        w2.Column(0).Should().OnlyContain(x => x != 0, "a unit with neither incoming nor outgoing weights learns nothing");
        Apply(1);
        w1.ToColumnMajorArray().Should().NotEqual(first);

        void Apply(int seed) => Remedies.ReinitializeUnits("w1", "1", [2, 0, 2], seed).Apply(new Sgd(1), Network(w1, b1, w2));
    }

    [Fact]
    public void Units_that_are_not_there_are_refused_and_nothing_changes()
    {
        var w1 = Matrix<double>.Build.Dense(3, 4, 1);
        var b1 = Vector<double>.Build.Dense(3, 5);
        var w2 = Matrix<double>.Build.Dense(2, 3, 7);
        var network = Network(w1, b1, w2);
        Refused(Remedies.ReinitializeUnits("w9", null, [0], 0), new Sgd(1), network, "w9", "w1, parameters[1], parameters[2]");
        Refused(Remedies.ReinitializeUnits("w1", null, [3], 0), new Sgd(1), network, "3 rows");
        Refused(Remedies.ReinitializeUnits("parameters[1]", null, [0], 0), new Sgd(1), network, "matrix");
        Refused(Remedies.ReinitializeUnits("w1", "2", [0], 0), new Sgd(1), network, "3 units");
        Refused(Remedies.ReinitializeUnits("w1", null, [0], 0, outgoing: "w1"), new Sgd(1), network, "4 columns");
        w1.Enumerate().Should().OnlyContain(x => x == 1);
        w2.Enumerate().Should().OnlyContain(x => x == 7);
    }

    [Fact]
    public void Layers_are_drawn_anew_with_the_variance_of_their_activation_function_and_the_steps_forgotten()
    {
        var (relu, sigmoid) = (Matrix<double>.Build.Dense(60, 40), Matrix<double>.Build.Dense(50, 60));
        var (tanh, readout) = (Matrix<double>.Build.Dense(40, 50), Matrix<double>.Build.Dense(30, 40));
        var (bias, other) = (Vector<double>.Build.Dense(60, -60), Vector<double>.Build.Dense(3, 7));
        Parameter[] network =
        [
            Named(relu, "w1"), new(bias, bias.Clone()) { Name = "b1" }, Named(sigmoid, "w2"), Named(tanh, "w3"), Named(readout, "w4"),
            new(other, other.Clone()) { Name = "other" },
        ];
        var nothing = Matrix<double>.Build.Dense(1, 1);
        LayerActivations[] layers =
        [
            new("relu", nothing, 0, double.PositiveInfinity, "w1", null, "b1"),
            new("sigmoid", nothing, 0, 1, "w2"), new("tanh", nothing, -1, 1, "w3"),
        ];
        var optimizer = Stepped(new Adam(0.1), 3);
        Remedies.ReinitializeLayers(layers, 1).Apply(optimizer, network);
        optimizer.Iteration.Should().Be(0);
        bias.Enumerate().Should().OnlyContain(x => x == 0);
        other.Enumerate().Should().OnlyContain(x => x == 7);

        // Of some thousand normal draws the mean square is within a tenth of the variance.
        MeanSquare(relu).Should().BeApproximately(2.0 / 40, 0.005);
        MeanSquare(sigmoid).Should().BeApproximately(16 * 2.0 / 110, 0.03);
        MeanSquare(tanh).Should().BeApproximately(2.0 / 90, 0.0025);
        MeanSquare(readout).Should().BeApproximately(1.0 / 40, 0.003);
        var first = relu.ToColumnMajorArray();
        Remedies.ReinitializeLayers(layers, 1).Apply(optimizer, network);
        relu.ToColumnMajorArray().Should().Equal(first, "the same seed draws the same");

        Refused(Remedies.ReinitializeLayers([new("x", nothing, Incoming: "w9")], 1), new Sgd(1), network, "w9");
        Refused(Remedies.ReinitializeLayers([new("x", nothing, Incoming: "b1")], 1), new Sgd(1), network, "must be a matrix");
        relu.ToColumnMajorArray().Should().Equal(first);

        static Parameter Named(Matrix<double> w, string name) => new(w, w.Clone()) { Name = name };

        static double MeanSquare(Matrix<double> w) => w.Enumerate().Average(x => x * x);
    }

    [Fact]
    public void A_restart_writes_the_start_and_forgets_all_steps()
    {
        var optimizer = new Adam(0.1);
        var w = Matrix<double>.Build.Dense(2, 2, 9);
        float[] b = [9];
        for (var i = 0; i < 3; i++)
            optimizer.Step([(w, Matrix<double>.Build.Dense(2, 2, 1)), (b, [1f])]);
        Remedies.SetLearningRate(Schedule.WarmUp(10, to: 1)).Apply(optimizer, None);
        Remedies.Restart(Vector<double>.Build.Dense([1, 2, 3, 4, 5])).Apply(optimizer, [(w, w.Clone()), (b, new float[1])]);
        w.Should().Be(Matrix<double>.Build.Dense(2, 2, [1, 2, 3, 4]));
        b.Should().Equal(5f);
        optimizer.Iteration.Should().Be(0);
        optimizer.LearningRate.At(9).Should().Be(1);
        Refused(Remedies.Restart(Vector<double>.Build.Dense(4)), optimizer, [(w, w.Clone()), (b, new float[1])], "4 entries", "5 together");
        b.Should().Equal(5f);
    }

    [Fact]
    public void An_early_stop_writes_the_best_weights_back_bit_for_bit()
    {
        var best = Vector<double>.Build.Dense(Trajectory.Start(4));
        var theta = Vector<double>.Build.Dense(4);
        var optimizer = Stepped(new Adam(0.1), 2);
        Remedies.EarlyStop(best).Apply(optimizer, [(theta, theta.Clone())]).Should().BeSameAs(optimizer);
        theta.Should().Equal(best);
        optimizer.Iteration.Should().Be(2);
    }

    [Fact]
    public void Bad_arguments_are_refused_at_once()
    {
        Bad(() => Remedies.ScaleLearningRate(0), "factor is 0");
        Bad(() => Remedies.SetLearningRate(-1), "learningRate is -1");
        Bad(() => Remedies.WarmUp(0), "iterations is 0");
        Bad(() => Remedies.Clip(-1), "maxNorm is -1");
        Bad(() => Remedies.ScaleWeightDecay(-1), "factor is -1");
        Bad(() => Remedies.SetMomentum(1), "decay is 1");
        Bad(() => Remedies.ReinitializeUnits("w", null, [], 0), "no units");
        Bad(() => Remedies.ReinitializeUnits("w", null, [-2], 0), "A unit is -2");
        Bad(() => Remedies.ReinitializeLayers([], 0), "no layers");
        Bad(() => Remedies.ReinitializeLayers([new("nameless", Matrix<double>.Build.Dense(1, 1))], 0), "nameless does not name its weights");
        Bad(() => Remedies.Restart(Vector<double>.Build.Dense([1, double.NaN])), "start[1] is NaN");
        Bad(() => Remedies.EarlyStop(Vector<double>.Build.Dense([double.PositiveInfinity])), "best[0]");

        static void Bad(Func<object> make, string part) => make.Should().Throw<ArgumentException>().WithMessage($"*{part}*");
    }

    [Fact]
    public void Each_says_what_it_does_as_an_imperative()
    {
        Remedies.ScaleLearningRate(0.125).ToString().Should().Be("scale the learning rate by 0.125");
        Remedies.WarmUp(10).ToString().Should().Be("warm the learning rate up over 10 steps");
        Remedies.Clip(2).ToString().Should().Be("clip gradients at the norm 2");
        Remedies.ReinitializeUnits("w1", null, [1, 2], 0).ToString().Should().Be("draw the incoming weights of 2 units of w1 anew");
    }

    private static Optimizer Stepped(Optimizer optimizer, int steps)
    {
        var theta = Trajectory.Start(1);
        for (var i = 0; i < steps; i++)
            optimizer.Step(theta, Trajectory.Gradient(1, i));
        return optimizer;
    }

    private static IReadOnlyList<Parameter> Network(Matrix<double> w1, Vector<double> b1, Matrix<double> w2) =>
        [new Parameter(w1, w1.Clone()) { Name = "w1" }, (b1, b1.Clone()), (w2, w2.Clone())];

    private static void Refused(RemedyAction action, IOptimizer optimizer, IReadOnlyList<Parameter>? parameters = null, params string[] parts)
    {
        var before = optimizer.ToString();
        var message = action.Invoking(a => a.Apply(optimizer, parameters ?? None)).Should().Throw<InvalidOperationException>().Which.Message;
        foreach (var part in parts)
            message.Should().Contain(part);
        optimizer.ToString().Should().Be(before);
    }
}
