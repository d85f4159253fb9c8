using CsCheck;
using Optimizers.Tests.Steps;

namespace Optimizers.Tests.Rules;

/// <summary>Every rule computes its formula.</summary>
public sealed class FormulaTests
{
    private const int Count = 23; // No multiple of any lane count.

    public static TheoryData<string> WithCoordinate { get; } = OptimizerFacts.Of(fact => fact.Coordinate is not null);

    public static TheoryData<string> SmoothElementwise { get; } = OptimizerFacts.Of(
        fact => fact.IsElementwise && fact.IsSmooth && fact.Create(0) is Optimizer);

    public static TheoryData<string> Resting { get; } = OptimizerFacts.Of(fact => fact.IsElementwise && !fact.Decays);

    public static TheoryData<string> Names => OptimizerFacts.Names;

    [Theory]
    [MemberData(nameof(WithCoordinate))]
    public void A_trajectory_follows_the_transcription_from_the_paper(string name)
    {
        var schedule = Schedule.WarmUp(20, to: 0.05).Then(Schedule.CosineDecay(150, from: 0.05, to: 0.001));
        var fact = OptimizerFacts.Of(name);
        var optimizer = fact.Create(schedule);
        var formulas = Enumerable.Range(0, Count).Select(_ => fact.Coordinate!()).ToArray();
        var theta = Trajectory.Start(Count);
        var expected = Trajectory.Start(Count);
        for (var step = 0; step < 200; step++)
        {
            var gradient = Trajectory.Gradient(Count, step);
            optimizer.Step(theta, gradient);
            for (var j = 0; j < Count; j++)
            {
                expected[j] = formulas[j](expected[j], gradient[j], schedule.At(step));
                theta[j].Should().BeApproximately(expected[j], 1e-11, "of coordinate {0} in step {1}", j, step);
            }
        }
    }

    /// <summary>
    /// The bound is stated in units in the last place of the largest |θ| on the way. The reference runs the same rule text in double-double, with
    /// the same double hyperparameters.
    /// </summary>
    [Theory]
    [MemberData(nameof(SmoothElementwise))]
    public void After_1000_steps_double_and_float_are_within_the_ulps_of_the_record_from_the_double_double_run(string name)
    {
        const double Rate = 0.01;
        var fact = OptimizerFacts.Of(name);
        var doubles = Trajectory.Start(Count);
        var floats = Trajectory.ToFloat(doubles);
        var inDouble = fact.Create(Rate);
        var inFloat = fact.Create(Rate);
        var slots = doubles.Select(start => new ReferenceStep((Optimizer)fact.Create(Rate), start)).ToArray();
        var largest = new double[Count];
        for (var step = 0; step < 1000; step++)
        {
            var gradient = Trajectory.Gradient(Count, step);
            inDouble.Step(doubles, gradient);
            inFloat.Step(floats, Trajectory.ToFloat(gradient));
            for (var j = 0; j < Count; j++)
            {
                slots[j].Gradient = gradient[j];
                slots[j].Step(step);
                largest[j] = Math.Max(largest[j], Math.Abs(slots[j].Value.High));
            }
        }

        for (var j = 0; j < Count; j++)
        {
            var exact = slots[j].Value;
            var error = Math.Abs(doubles[j] - exact.High - exact.Low);
            (error / (Math.BitIncrement(largest[j]) - largest[j])).Should().BeLessThan(fact.Ulps, "double, coordinate {0}", j);
            var ulp = MathF.BitIncrement((float)largest[j]) - (float)largest[j];
            (Math.Abs(floats[j] - exact.High) / ulp).Should().BeLessThan(fact.Ulps, "float, coordinate {0}", j);
        }
    }

    [Theory]
    [MemberData(nameof(Resting))]
    public void A_coordinate_whose_gradients_have_all_been_zero_neither_moves_nor_becomes_NaN(string name)
    {
        var optimizer = OptimizerFacts.Of(name).Create(0.1);
        var sign = OptimizerFact.RulesOf(optimizer)[0].Maximize ? -1 : 1;
        double[] theta = [1.5, -2.5, 0, 3];
        for (var step = 0; step < 5; step++)
            optimizer.Step(theta, [0, sign * (step + 1), 0, -0.0]);
        theta[0].Should().Be(1.5);
        theta[1].Should().BeLessThan(-2.5);
        theta[2].Should().Be(0);
        theta[3].Should().Be(3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_zero_learning_rate_moves_nothing(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var optimizer = fact.Create(0);
        var theta = ParameterSet.Small(fact);
        for (var step = 0; step < 5; step++)
            theta.Step(optimizer, step);
        theta.Bits().Should().Equal(ParameterSet.Small(fact).Bits());
    }

    [Fact]
    public void Adams_first_step_has_the_length_of_the_learning_rate_for_any_gradient_and_any_beta()
    {
        Gen.Select(Gen.Double[1e-3, 1e3], Gen.Double[0, 0.999], Gen.Double[0, 0.9999], Gen.Bool).Sample((size, beta1, beta2, negative) =>
        {
            double[] theta = [0];
            new Adam(0.1, beta1, beta2, epsilon: 0).Step(theta, [negative ? -size : size]);
            Math.Abs(Math.Abs(theta[0]) - 0.1).Should().BeLessThan(1e-15);
            Math.Sign(theta[0]).Should().Be(negative ? 1 : -1);
        });
    }

    /// <summary>With β₁ scheduled, m̂ is the weighted mean of the gradients: of equal gradients it is that gradient.</summary>
    [Fact]
    public void Adam_under_a_scheduled_beta1_still_corrects_for_the_start()
    {
        var optimizer = new Adam(0.01, Schedule.LinearDecay(50, from: 0.95, to: 0.5), epsilon: 0);
        double[] theta = [1];
        for (var step = 0; step < 60; step++)
            optimizer.Step(theta, [3]);
        theta[0].Should().BeApproximately(1 - 0.6, 1e-12);
    }

    /// <summary>A Nesterov step of the velocity form and of the accumulated form are one under a constant rate.</summary>
    [Fact]
    public void The_two_forms_of_momentum_agree_while_the_learning_rate_is_constant_and_differ_when_it_changes()
    {
        foreach (var nesterov in new[] { false, true })
        {
            Distance(0.05, nesterov).Should().BeLessThan(1e-12);
            Distance(Schedule.StepDecay(0.05, 0.1, every: 10), nesterov).Should().BeGreaterThan(1e-3);
        }

        static double Distance(Schedule schedule, bool nesterov)
        {
            var inside = new Momentum(schedule, 0.9, MomentumForm.Velocity, nesterov);
            var outside = new Momentum(schedule, 0.9, MomentumForm.Accumulated, nesterov);
            double[] a = [1], b = [1];
            for (var step = 0; step < 20; step++)
            {
                inside.Step(a, Trajectory.Gradient(1, step));
                outside.Step(b, Trajectory.Gradient(1, step));
            }

            return Math.Abs(a[0] - b[0]);
        }
    }

    [Fact]
    public void A_centered_root_does_not_become_NaN_when_rounding_makes_the_variance_negative()
    {
        var optimizer = new CenteredRmsProp(0.01, 0.5, RmsPropStart.Zero, 1e-8);
        float[] theta = [1f, 2f, 3f];
        for (var step = 0; step < 200; step++)
            optimizer.Step(theta, [0.1f, 0.3f, 1e-3f]); // A steady gradient: v and a² meet.
        theta.Should().OnlyContain(x => float.IsFinite(x));
    }
}
