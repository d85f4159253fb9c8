using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Diagnostics;

/// <summary>What the steps of an optimizer leave behind: copied, restored and carried over; and hyperparameters that are set on the way.</summary>
public sealed class OptimizerStateTests
{
    public static TheoryData<string> Names => AllRules.Names;

    public static TheoryData<string> NamesWithMomentum =>
    [
        "Momentum", "Momentum, dampened", "Momentum, Nesterov", "Momentum, accumulated", "RmsProp, PyTorch, momentum", "RmsProp, PyTorch, centered, momentum",
        "RmsMomentum", "Adam", "Adam, AMSGrad", "AdamW",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_restored_from_a_snapshot_goes_on_with_the_same_bits(string name)
    {
        var optimizer = AllRules.Create(name, Schedule.CosineDecay(30, from: 0.1));
        var (w, b) = (Trajectory.Start(37), Trajectory.ToFloat(Trajectory.Start(5)));
        Steps(optimizer, w, b, 0, 7);
        var state = optimizer.Snapshot();
        double[] w7 = [.. w];
        float[] b7 = [.. b];
        Steps(optimizer, w, b, 7, 20);
        var (expectedW, expectedB) = (w.ToArray(), b.ToArray());

        (w, b) = ([.. w7], [.. b7]);
        optimizer.Restore(state);
        optimizer.Iteration.Should().Be(7);
        Steps(optimizer, w, b, 7, 20);
        w.Should().Equal(expectedW);
        b.Should().Equal(expectedB);

        (w, b) = ([.. w7], [.. b7]);
        var other = AllRules.Create(name, Schedule.CosineDecay(30, from: 0.1));
        other.Restore(state);
        Steps(other, w, b, 7, 20);
        w.Should().Equal(expectedW);
        b.Should().Equal(expectedB);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_of_before_the_first_step_and_a_reset_both_begin_anew(string name)
    {
        var (optimizer, restored, reset) = (AllRules.Create(name, 0.1), AllRules.Create(name, 0.1), AllRules.Create(name, 0.1));
        var nothing = restored.Snapshot();
        foreach (var used in new[] { restored, reset })
            used.Step(Trajectory.Start(12).AsSpan(), Trajectory.Gradient(12, 5));
        restored.Restore(nothing);
        reset.Reset();
        var (a, b, c) = (Trajectory.Start(3), Trajectory.Start(3), Trajectory.Start(3));
        for (var i = 0; i < 5; i++)
        {
            optimizer.Step(a, Trajectory.Gradient(3, i));
            restored.Step(b, Trajectory.Gradient(3, i));
            reset.Step(c, Trajectory.Gradient(3, i));
        }

        b.Should().Equal(a);
        c.Should().Equal(a);
        reset.Iteration.Should().Be(5);
    }

    [Fact]
    public void A_frozen_parameter_that_wakes_after_the_snapshot_is_asleep_again_after_it()
    {
        var optimizer = new Adam(0.1);
        double[] a = [1], late = [1];
        Step(frozen: true);
        var state = optimizer.Snapshot();
        Step(frozen: false);
        var expected = late[0];
        (a[0], late[0]) = (1, 1);
        optimizer.Restore(state);
        Step(frozen: false);
        late[0].Should().Be(expected);

        void Step(bool frozen) => optimizer.Step([(a, new[] { 0.5 }), new Parameter(late, new[] { 0.25 }) { Frozen = frozen }]);
    }

    [Fact]
    public void Hyperparameters_stay_as_they_are_now_when_a_state_is_restored()
    {
        var optimizer = new Adam(0.1);
        var state = optimizer.Snapshot();
        optimizer.LearningRate = 0.01;
        optimizer.MomentumDecay = 0.5;
        optimizer.Restore(state);
        optimizer.LearningRate.At(0).Should().Be(0.01);
        optimizer.MomentumDecay.Should().Be(0.5);
    }

    [Fact]
    public void A_state_of_another_rule_or_of_other_shapes_is_refused_and_nothing_changes()
    {
        var (adam, momentum) = (new Adam(0.1), new Momentum(0.1));
        adam.Step([(new double[3], new double[3])]);
        momentum.Step([(new double[2], new double[2])]);
        momentum.Invoking(o => o.Restore(adam.Snapshot())).Should().Throw<ArgumentException>().WithMessage("*Adam*Momentum*");
        var other = new Momentum(0.1);
        other.Step([(new float[2], new float[2])]);
        momentum.Invoking(o => o.Restore(other.Snapshot())).Should().Throw<ArgumentException>().WithMessage("*shapes or element types*");
        momentum.Invoking(o => o.Restore(null!)).Should().Throw<ArgumentNullException>();
        momentum.Iteration.Should().Be(1);
        adam.Snapshot().ToString().Should().Be("Adam after 1 steps");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_learning_rate_that_is_set_takes_effect_in_the_next_step(string name)
    {
        var scheduled = AllRules.Create(name, Schedule.From(i => i < 4 ? 0.1 : 0.02));
        var set = AllRules.Create(name, 0.1);
        var (a, b) = (Trajectory.Start(9), Trajectory.Start(9));
        for (var i = 0; i < 8; i++)
        {
            if (i == 4)
                set.LearningRate = 0.02;
            scheduled.Step(a, Trajectory.Gradient(9, i));
            set.Step(b, Trajectory.Gradient(9, i));
        }

        b.Should().Equal(a);
    }

    [Theory]
    [MemberData(nameof(NamesWithMomentum))]
    public void A_momentum_that_is_set_holds_from_the_next_step_on_and_is_told(string name)
    {
        var optimizer = AllRules.Create(name, 0.1);
        var theta = Trajectory.Start(4);
        optimizer.Step(theta, Trajectory.Gradient(4, 0));
        optimizer.MomentumDecay.Should().BeInRange(0.5, 0.9);
        var (state, start) = (optimizer.Snapshot(), theta.ToArray());
        optimizer.Step(theta, Trajectory.Gradient(4, 1));
        var before = theta.ToArray();

        start.CopyTo(theta, 0);
        optimizer.Restore(state);
        optimizer.MomentumDecay = 0.25;
        optimizer.MomentumDecay.Should().Be(0.25);
        optimizer.Step(theta, Trajectory.Gradient(4, 1));
        theta.Should().NotEqual(before);
        optimizer.Invoking(o => o.MomentumDecay = 1).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*MomentumDecay is 1*[0, 1)*");
        optimizer.Invoking(o => o.MomentumDecay = null).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_momentum_that_is_set_is_that_of_a_schedule_with_a_step()
    {
        var (scheduled, set) = (new Momentum(0.1, Schedule.From(i => i < 3 ? 0.9 : 0.4)), new Momentum(0.1));
        double[] a = [1, 2], b = [1, 2];
        for (var i = 0; i < 6; i++)
        {
            if (i == 3)
                set.MomentumDecay = 0.4;
            scheduled.Step(a, Trajectory.Gradient(2, i));
            set.Step(b, Trajectory.Gradient(2, i));
        }

        b.Should().Equal(a);
    }

    [Fact]
    public void A_rule_without_momentum_says_so()
    {
        foreach (var optimizer in new Optimizer[] { new Sgd(1), new Rms(1), new Adagrad(1), new RmsProp(1) })
        {
            optimizer.MomentumDecay.Should().BeNull();
            optimizer.Invoking(o => o.MomentumDecay = 0.5).Should().Throw<NotSupportedException>().WithMessage($"*{optimizer.GetType().Name}*");
        }
    }

    [Fact]
    public void Hyperparameters_out_of_their_range_are_refused_when_they_are_set()
    {
        var optimizer = new Adam(0.1);
        optimizer.Invoking(o => o.LearningRate = -1).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*LearningRate is -1*at least 0*");
        optimizer.Invoking(o => o.LearningRate = null!).Should().Throw<ArgumentNullException>();
        optimizer.Invoking(o => o.WeightDecay = -2).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*WeightDecay is -2*");
        optimizer.Invoking(o => o.DecoupledWeightDecay = -3).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*DecoupledWeightDecay is -3*");
        optimizer.LearningRate.At(0).Should().Be(0.1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_new_optimizer_of_the_same_rule_carries_on_with_the_same_bits(string name)
    {
        var old = AllRules.Create(name, 0.1);
        var theta = Trajectory.Start(11);
        for (var i = 0; i < 6; i++)
            old.Step(theta, Trajectory.Gradient(11, i));
        var other = AllRules.Create(name, 0.1);
        other.CarryOver(old);
        var (a, b) = (theta.ToArray(), theta.ToArray());
        for (var i = 6; i < 12; i++)
        {
            old.Step(a, Trajectory.Gradient(11, i));
            other.Step(b, Trajectory.Gradient(11, i));
        }

        other.Iteration.Should().Be(12);

        // An average that started at 0 and is not corrected is made whole: there the bits differ, and nothing else does.
        if (name.Contains("PyTorch"))
            b.Should().NotEqual(a);
        else
            b.Should().Equal(a);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_rule_can_follow_every_other_one(string name)
    {
        foreach (var next in AllRules.All)
        {
            var (old, other) = (AllRules.Create(name, 0.01), AllRules.Create(next, 0.01));
            var theta = Trajectory.Start(5);
            for (var i = 0; i < 5; i++)
                old.Step(theta, Trajectory.Gradient(5, i));
            other.CarryOver(old);
            for (var i = 5; i < 10; i++)
                other.Step(theta, Trajectory.Gradient(5, i));
            theta.Should().OnlyContain(x => double.IsFinite(x), next);
            other.Iteration.Should().Be(10);
        }
    }

    [Fact]
    public void Adams_mean_becomes_the_sum_and_the_velocity_that_momentum_would_have()
    {
        Follows(new Adam(0.01, beta1: 0.8), new Momentum(0.05, 0.8, MomentumForm.Accumulated), new Momentum(0.05, 0.8, MomentumForm.Accumulated));
        Follows(new Adam(0.01, beta1: 0.8), new Momentum(0.05, 0.8), new Momentum(0.05, 0.8));
        Follows(new Momentum(0.01, 0.8, MomentumForm.Accumulated), new Momentum(0.05, 0.8), new Momentum(0.05, 0.8));
        Follows(new RmsMomentum(0.01, 0.8), new Momentum(0.05, 0.8, dampening: 0.25), new Momentum(0.05, 0.8, dampening: 0.25));
    }

    [Fact]
    public void Momentum_and_squares_of_the_lecture_note_become_Adams_corrected_means()
    {
        // By hand: one step with g = 2: m = 2, v = 4. The mean is (1 − 0.75)·2 with the weight 1 − 0.75; v is whole.
        var old = new RmsMomentum(0, 0.75);
        double[] theta = [1];
        old.Step(theta, [2.0]);
        var adam = new Adam(0.1, beta1: 0.75, beta2: 0.5, epsilon: 0);
        adam.CarryOver(old);
        adam.Step(theta, [1.0]);
        var mean = ((0.75 * 0.5) + (0.25 * 1)) / (1 - (0.75 * 0.75));
        var square = (0.5 * 4) + (0.5 * 1);
        theta[0].Should().BeApproximately(1 - (0.1 * mean / Math.Sqrt(square)), 1e-15);
    }

    [Fact]
    public void Means_of_squares_are_handed_on_whole_and_the_sum_of_all_squares_as_their_mean()
    {
        // After g = 1 and g = 3: Rms holds 1 + 9, whose mean is 5; Adam with β₂ = 0.5 holds 0.5·0.5·1 + 0.5·9 = 4.75 of the weight 0.75.
        NextStep(new Rms(0), 5);
        NextStep(new Adagrad(0), 5);
        NextStep(new Adam(0, beta2: 0.5), 4.75 / 0.75);
        NextStep(new RmsProp(0, 0.5, RmsPropStart.Zero), 4.75 / 0.75);
        NextStep(new RmsProp(0, 0.5), (0.5 * 1) + (0.5 * 9));
        NextStep(new Adagrad(0, initialAccumulator: 1), null);
        NextStep(new Sgd(0), null);
        NextStep(new Momentum(0), null);

        static void NextStep(Optimizer old, double? square)
        {
            double[] theta = [0];
            old.Step(theta, [1.0]);
            old.Step(theta, [3.0]);
            var next = new RmsProp(1, 0.9);
            next.CarryOver(old);
            next.Step(theta, [2.0]);
            var v = square is { } before ? (0.9 * before) + (0.1 * 4) : 4;
            theta[0].Should().BeApproximately(-2 / Math.Sqrt(v), 1e-12, old.ToString());
        }
    }

    [Fact]
    public void A_rule_that_divides_by_squares_takes_no_momentum_without_them()
    {
        var (old, adam, fresh) = (new Momentum(0.1), new Adam(0.1), new Adam(0.1));
        double[] theta = [1], a = [1], b = [1];
        old.Step(theta, [100.0]);
        adam.CarryOver(old);
        adam.Step(a, [1e-3]);
        fresh.Step(b, [1e-3]);
        a.Should().Equal(b);
        adam.Iteration.Should().Be(2);
    }

    [Fact]
    public void What_was_not_the_same_in_all_steps_is_not_converted()
    {
        var old = new Adam(0.01);
        double[] theta = [1], a = [1];
        old.Step(theta, [1.0]);
        old.MomentumDecay = 0.5;
        old.Step(theta, [1.0]);
        var momentum = new Momentum(0.1, 0.5);
        momentum.CarryOver(old);
        momentum.Step(a, [1.0]);
        a[0].Should().Be(1 - 0.1);
        var climber = new Adam(0.01) { Maximize = true };
        climber.CarryOver(old);
        climber.Step(a, [1.0]);
        a[0].Should().BeApproximately(0.91, 1e-9);
        climber.Invoking(o => o.CarryOver(climber)).Should().Throw<ArgumentException>();
    }

    /// <summary>The old rule and a witness of the new one see the same gradients; then the new one must go on as the witness does.</summary>
    private static void Follows(Optimizer old, Optimizer next, Optimizer witness)
    {
        var (a, b) = (Trajectory.Start(7), Trajectory.Start(7));
        for (var i = 0; i < 9; i++)
        {
            old.Step(a, Trajectory.Gradient(7, i));
            witness.Step(b, Trajectory.Gradient(7, i));
        }

        next.CarryOver(old);
        b.CopyTo(a, 0);
        for (var i = 9; i < 14; i++)
        {
            next.Step(a, Trajectory.Gradient(7, i));
            witness.Step(b, Trajectory.Gradient(7, i));
        }

        for (var i = 0; i < a.Length; i++)
            a[i].Should().BeApproximately(b[i], 1e-13);
    }

    private static void Steps(Optimizer optimizer, double[] w, float[] b, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            optimizer.Step(
            [
                new Parameter(w, Trajectory.Gradient(w.Length, i)) { LearningRateScale = 0.5, Frozen = i == 9 },
                (b, Trajectory.ToFloat(Trajectory.Gradient(b.Length, i, seed: 3))),
            ]);
        }
    }
}
