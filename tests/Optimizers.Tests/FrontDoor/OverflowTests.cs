using CsCheck;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.FrontDoor;

/// <summary>What is finite at the door stays finite behind it: a gradient is refused by what the rule makes of it, not by what it is.</summary>
public sealed class OverflowTests
{
    public static TheoryData<string> Names =>
        OptimizerFacts.Of(fact => fact is { IsElementwise: true, NeedsClosure: false } && fact.Make(0.1) is Optimizer);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_of_finite_gradients_of_any_size_is_refused_or_leaves_finite_values_behind(string name)
    {
        var magnitude = Gen.Double[-44, 38.5].Select(Gen.Bool, (exponent, sign) => (float)((sign ? -1 : 1) * Math.Pow(10, exponent)));
        var limit = Gen.OneOf(
            Gen.Const(() => (GradientClipping?)null),
            Gen.Double[-3, 38].Select(x => (GradientClipping?)GradientClipping.ByValue(Math.Pow(10, x))),
            Gen.Double[-3, 308].Select(x => (GradientClipping?)GradientClipping.ByGlobalNorm(Math.Pow(10, x))));
        Gen.Select(magnitude.Array[5], limit, Gen.Bool).Sample(
            (gradient, clipping, measures) =>
            {
                var optimizer = (Optimizer)OptimizerFacts.Of(name).Make(1e-30);
                (optimizer.Clipping, optimizer.MeasuresGradientNorm) = (clipping ?? optimizer.Clipping, measures);
                float[] theta = [1, -2, 3, 0.5f, 0];
                for (var i = 0; i < 12; i++)
                {
                    var before = theta.ToArray();
                    try
                    {
                        optimizer.Step(theta, i % 4 == 3 ? [1, 1, 1, 1, 1] : gradient);
                    }
                    catch (NonFiniteGradientException)
                    {
                        theta.Should().Equal(before);
                    }

                    theta.Should().OnlyContain(x => float.IsFinite(x));
                }

                foreach (var value in optimizer.Snapshot().Parameters[0].Values)
                {
                    if (value.Kind == ElementKind.Single)
                        value.Singles.ToArray().Should().NotContain(x => !float.IsFinite(x), value.Name);
                }
            },
            iter: 100,
            seed: "0N0XIzNsQ0O2");
    }

    [Fact]
    public void What_a_link_behind_a_rule_sums_up_or_squares_is_judged_by_the_rules_step()
    {
        foreach (var (rate, largest) in new[] { (1.0, 3e37f), (10.0, 3e36f), (0.1, 3e37f) })
        {
            foreach (var times in new[] { 1.0f, 1.5f })
            {
                var optimizer = new Sgd(rate).Then(new Trace(0.9));
                float[] theta = [0], gradient = [times * largest];
                var steps = () =>
                {
                    for (var i = 0; i < 50; i++)
                    {
                        gradient[0] = -gradient[0];
                        optimizer.Step(theta, gradient);
                    }
                };
                if (times > 1)
                {
                    steps.Should().Throw<NonFiniteGradientException>();
                    optimizer.Snapshot().Parameters.Should().BeEmpty("the first step was refused");
                    theta.Should().Equal(0);
                    continue;
                }

                steps.Should().NotThrow();
                theta.Should().OnlyContain(x => float.IsFinite(x));
                optimizer.Snapshot().Parameters[0].Values[0].Singles.ToArray().Should().OnlyContain(each => float.IsFinite(each));
            }
        }
    }

    [Theory]
    [InlineData("Sgd")]
    [InlineData("Momentum")]
    [InlineData("Lion")]
    public void A_penalty_that_overflows_is_refused_also_by_a_rule_that_squares_nothing(string name)
    {
        foreach (var scale in new[] { 1, 0.5 })
        {
            var optimizer = (Optimizer)OptimizerFacts.Of(name).Make(0.01);
            optimizer.L2Penalty = 1e30;
            float[] theta = [3, 2e9f, 1];
            Parameter[] parameters = [new(theta, new float[] { 1, 1, 1 }) { WeightDecayScale = scale }];

            optimizer.Invoking(o => o.Step(parameters)).Should().Throw<NonFiniteGradientException>().Which.Index.Should().Be(1);

            theta.Should().Equal(3, 2e9f, 1);
            theta[1] = 1e7f;
            optimizer.Invoking(o => o.Step(parameters)).Should().NotThrow();
        }
    }

    [Fact]
    public void Clipping_by_a_factor_that_no_normal_single_holds_keeps_the_digits()
    {
        foreach (var norm in new[] { 1e-2, 1e-5, 1e-7, 1e-10, 1e-25 })
        {
            float[] theta = [0, 0, 0], gradient = [3e38f, -1.2345678e38f, 1e30f];
            var exact = norm / Math.Sqrt(gradient.Sum(g => (double)g * g));

            new Sgd(1) { Clipping = GradientClipping.ByGlobalNorm(norm) }.Step([(theta, gradient)]);

            for (var i = 0; i < theta.Length; i++)
                ((double)theta[i]).Should().BeApproximately(-exact * gradient[i], 3 * Math.Abs(exact * gradient[i]) / (1 << 24));
        }
    }

    [Fact]
    public void A_penalty_on_a_large_value_is_judged_with_the_gradient()
    {
        float[] theta = [3e19f, 1];
        var adam = new Adam(0.01) { L2Penalty = 1 };
        adam.Invoking(o => o.Step(theta, [1f, 1f])).Should().Throw<NonFiniteGradientException>().Which.Index.Should().Be(0);
        theta.Should().Equal(3e19f, 1);
        new Adam(0.01) { L2Penalty = 0.5 }.Invoking(o => o.Step(theta, [1f, 1f])).Should().NotThrow();
    }

    [Theory]
    [InlineData(1.8446742974197924e19f, true)]
    [InlineData(1.8446744e19f, false)] // 2⁶⁴, the next float.
    public void The_last_gradient_whose_square_is_a_float_is_taken_and_the_next_one_refused_also_behind_a_norm_that_clips_nothing(
        float gradient, bool isTaken)
    {
        foreach (var clipping in (GradientClipping?[])[null, GradientClipping.ByGlobalNorm(double.MaxValue), GradientClipping.ByValue(1e30)])
        {
            foreach (var measures in new[] { false, true })
            {
                float[] theta = [1, 1];
                var optimizer = new RmsProp(0.01) { Clipping = clipping, MeasuresGradientNorm = measures, NonFinite = NonFiniteGradients.Skip };
                optimizer.Step(theta, [gradient, 1]);
                optimizer.Iteration.Should().Be(isTaken ? 1 : 0);
            }
        }
    }

    [Fact]
    public void A_sum_before_a_rule_that_squares_stays_below_what_can_be_squared_and_a_gradient_that_could_lift_it_over_is_refused()
    {
        float[] theta = [1];
        var optimizer = new Adam(1e-3).Before(new Trace(0.9));
        for (var i = 0; i < 300; i++)
            optimizer.Step(theta, [1.84e18f]);
        theta[0].Should().BeInRange(0.5f, 0.9f);
        optimizer.Invoking(o => o.Step(theta, [1.85e18f])).Should().Throw<NonFiniteGradientException>()
            .WithMessage("*sums up 1.85*E+19, whose square overflows*");
        optimizer.Iteration.Should().Be(300);
    }

    [Theory]
    [InlineData(MomentumForm.Velocity)]
    [InlineData(MomentumForm.Accumulated)]
    public void A_momentum_that_would_sum_up_to_infinity_is_refused_at_the_gradient(MomentumForm form)
    {
        float[] theta = [1];
        var optimizer = new Momentum(1e-37, form: form);
        for (var i = 0; i < 300; i++)
            optimizer.Step(theta, [3.3e37f]);
        float.IsFinite(theta[0]).Should().BeTrue();
        optimizer.Invoking(o => o.Step(theta, [3.5e37f])).Should().Throw<NonFiniteGradientException>().WithMessage("*which overflows*");
    }

    [Theory]
    [InlineData(1.7e308)]
    [InlineData(1e-170)]
    [InlineData(5e-324)]
    [InlineData(3)]
    public void The_norm_is_right_and_clips_to_its_length_where_squares_leave_the_range_of_doubles(double element)
    {
        double[] theta = [1, 1, 1, 1];
        var optimizer = new Sgd(0.1) { Clipping = GradientClipping.ByGlobalNorm(element < 1 ? element : 1) };
        optimizer.Step(theta, [element, element, element, element]);
        optimizer.LastGradientNorm.Should().Be(2 * element); // Infinite where it is beyond the doubles.
        theta.Should().AllSatisfy(x => x.Should().BeApproximately(element < 1 ? 1 : 0.95, 1e-14));
    }

    [Fact]
    public void A_norm_that_is_only_measured_changes_no_bit_and_is_told()
    {
        var (measured, plain) = (new Adam(0.1) { MeasuresGradientNorm = true }, new Adam(0.1));
        double[] a = [1, 2], b = [1, 2];
        for (var i = 1; i < 5; i++)
        {
            measured.Step(a, [3.0 * i, 4.0 * i]);
            plain.Step(b, [3.0 * i, 4.0 * i]);
            measured.LastGradientNorm.Should().Be(5 * i);
            plain.LastGradientNorm.Should().Be(double.NaN);
        }

        a.Should().Equal(b);
    }

    [Fact]
    public void A_penalty_alone_does_not_make_the_norm_known()
    {
        double[] theta = [1];
        var optimizer = new Adam(0.1) { L2Penalty = 0.1 };
        optimizer.Step(theta, [1.0]);
        optimizer.LastGradientNorm.Should().Be(double.NaN);
    }
}
