using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Diagnostics;

/// <summary>What the steps of an optimizer leave behind: copied, restored and carried over; and hyperparameters that are set on the way.</summary>
public sealed class OptimizerStateTests
{
    public static TheoryData<string> Names => OptimizerFacts.Names;

    public static TheoryData<string> NamesWithMomentum { get; } = OptimizerFacts.Of(
        fact => fact.IsSmooth && fact.IsElementwise && fact.Create(0).Find<IHasMomentum>() is { } momentum && momentum.MomentumDecay.At(0) > 0);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_training_restored_from_a_snapshot_goes_on_with_the_same_bits(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var schedule = Schedule.CosineDecay(30, from: 0.1);
        var (optimizer, parameters, at7) = (fact.Create(schedule), ParameterSet.Small(fact), ParameterSet.Small(fact));
        Steps(optimizer, parameters, 0, 7);
        var state = optimizer.Snapshot();
        at7.CopyFrom(parameters);
        Steps(optimizer, parameters, 7, 14);
        var expected = parameters.Bits();

        foreach (var again in new[] { optimizer, fact.Create(schedule) })
        {
            parameters.CopyFrom(at7);
            again.Restore(state);
            again.Iteration.Should().Be(7);
            Steps(again, parameters, 7, 14);
            parameters.Bits().Should().Equal(expected);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_of_before_the_first_step_and_a_reset_both_begin_anew(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var (optimizer, restored, reset) = (fact.Create(0.1), fact.Create(0.1), fact.Create(0.1));
        var nothing = restored.Snapshot();
        foreach (var used in new[] { restored, reset })
            Steps(used, ParameterSet.Large(fact with { Allocates = "" }), 5, 6);
        restored.Restore(nothing);
        reset.Reset();
        var (a, b, c) = (ParameterSet.Small(fact), ParameterSet.Small(fact), ParameterSet.Small(fact));
        Steps(optimizer, a, 0, 5);
        Steps(restored, b, 0, 5);
        Steps(reset, c, 0, 5);
        b.Bits().Should().Equal(a.Bits());
        c.Bits().Should().Equal(a.Bits());
        reset.Iteration.Should().Be(5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_of_another_rule_variant_shape_or_name_is_refused_and_nothing_changes(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var (optimizer, parameters) = (fact.Create(0.01), ParameterSet.Small(fact));
        Steps(optimizer, parameters, 0, 2);
        var before = StateBits.Of(optimizer);

        var own = optimizer.Snapshot();
        foreach (var other in OptimizerFacts.All)
        {
            var (stranger, theirs) = (other.Create(0.01), ParameterSet.Small(fact.NeedsMatrices || !other.NeedsMatrices ? fact : other));
            Steps(stranger, theirs, 0, 3);
            var state = stranger.Snapshot();
            if (IsLike(state, own))
                continue; // What is remembered is the same: a state of Sgd is one of clipped Sgd.
            optimizer.Invoking(o => o.Restore(state)).Should().Throw<ArgumentException>($"it is of {other}").WithMessage("*Nothing was changed*");
            StateBits.Of(optimizer).Should().Equal(before, other.Name);
        }

        var (twin, smaller) = (fact.Create(0.01), new ParameterSet((ElementKind.Double, 2, 2)));
        Steps(twin, smaller, 0, 1);
        optimizer.Invoking(o => o.Restore(twin.Snapshot())).Should().Throw<ArgumentException>("the shapes differ");
        optimizer.Invoking(o => o.Restore(null!)).Should().Throw<ArgumentNullException>();
        StateBits.Of(optimizer).Should().Equal(before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_state_grows_nowhere(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var (optimizer, parameters) = (fact.Create(0.01), ParameterSet.Small(fact));
        Steps(optimizer, parameters, 0, 1);
        var first = StateBits.Of(optimizer).Length;
        Steps(optimizer, parameters, 1, 40);
        StateBits.Of(optimizer).Length.Should().Be(first);
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
        optimizer.Beta1 = 0.5;
        optimizer.Restore(state);
        optimizer.LearningRate.At(0).Should().Be(0.01);
        optimizer.Beta1.At(0).Should().Be(0.5);
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
        momentum.Invoking(o => o.Restore(other.Snapshot())).Should().Throw<ArgumentException>().WithMessage("*shape or element type*");
        momentum.Invoking(o => o.Restore(null!)).Should().Throw<ArgumentNullException>();
        momentum.Iteration.Should().Be(1);
        adam.Snapshot().ToString().Should().Be("Adam after 1 steps");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_learning_rate_that_is_set_takes_effect_in_the_next_step(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var scheduled = fact.Create(Schedule.From(i => i < 4 ? 0.1 : 0.02));
        var set = fact.Create(0.1);
        var (a, b) = (ParameterSet.Small(fact), ParameterSet.Small(fact));
        Steps(scheduled, a, 0, 8);
        Steps(set, b, 0, 4);
        foreach (var rule in OptimizerFact.RulesOf(set))
            rule.LearningRate = 0.02;
        Steps(set, b, 4, 8);
        b.Bits().Should().Equal(a.Bits());
    }

    [Theory]
    [MemberData(nameof(NamesWithMomentum))]
    public void A_momentum_that_is_set_holds_from_the_next_step_on_and_is_told(string name)
    {
        var optimizer = OptimizerFacts.Of(name).Create(0.1);
        var theta = Trajectory.Start(4);
        optimizer.Step(theta, Trajectory.Gradient(4, 0));
        var momentum = optimizer.Find<IHasMomentum>()!;
        momentum.MomentumDecay.At(1).Should().BeInRange(0.5, 0.995);
        var (state, start) = (optimizer.Snapshot(), theta.ToArray());
        optimizer.Step(theta, Trajectory.Gradient(4, 1));
        var before = theta.ToArray();

        start.CopyTo(theta, 0);
        optimizer.Restore(state);
        momentum.MomentumDecay = 0.25;
        momentum.MomentumDecay.At(1).Should().Be(0.25);
        optimizer.Step(theta, Trajectory.Gradient(4, 1));
        theta.Should().NotEqual(before);
        momentum.Invoking(m => m.MomentumDecay = 1).Should().Throw<ArgumentOutOfRangeException>().WithMessage("* is 1*[0, 1)*");
        momentum.Invoking(m => m.MomentumDecay = null!).Should().Throw<ArgumentNullException>();
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
            optimizer.Find<IHasMomentum>().Should().BeNull();
        }
    }

    [Fact]
    public void Hyperparameters_out_of_their_range_are_refused_when_they_are_set()
    {
        var optimizer = new Adam(0.1);
        optimizer.Invoking(o => o.LearningRate = -1).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*LearningRate is -1*at least 0*");
        optimizer.Invoking(o => o.LearningRate = null!).Should().Throw<ArgumentNullException>();
        optimizer.Invoking(o => o.L2Penalty = -2).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*L2Penalty is -2*");
        optimizer.Invoking(o => o.WeightDecay = -3).Should()
            .Throw<ArgumentOutOfRangeException>().WithMessage("*WeightDecay is -3*");
        optimizer.LearningRate.At(0).Should().Be(0.1);
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

    /// <summary>After g = 1 and g = 3 with k = 0.8, the mean holds 0.8·0.2·1 + 0.2·3; the decayed sum is 0.8·1 + 3 = 3.8.</summary>
    [Fact]
    public void The_mean_of_a_centered_RmsProp_becomes_the_sum_of_an_accumulated_momentum()
    {
        var old = new CenteredRmsProp(0, 0.8);
        double[] theta = [0];
        old.Step(theta, [1.0]);
        old.Step(theta, [3.0]);
        var next = new Momentum(1, 0.9, MomentumForm.Accumulated);
        next.CarryOver(old);
        next.Step(theta, [2.0]);
        theta[0].Should().BeApproximately(-((0.9 * 3.8) + 2), 1e-14);
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
        old.Beta1 = 0.5;
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

    private static void Steps(IOptimizer optimizer, ParameterSet parameters, int from, int to)
    {
        for (var i = from; i < to; i++)
            parameters.Step(optimizer, i);
    }

    private static bool IsLike(OptimizerState state, OptimizerState other) =>
        state.Rule == other.Rule && state.Maximizes == other.Maximizes
        && StateBits.Values(state).Select(each => each.ToString()).SequenceEqual(StateBits.Values(other).Select(each => each.ToString()))
        && state.Inner.Keys.SequenceEqual(other.Inner.Keys)
        && state.Inner.Values.Zip(other.Inner.Values).All(pair => IsLike(pair.First, pair.Second));
}
