using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Curvature.Functions;

namespace Optimizers.Tests.Curvature.Functions;

public class ExactDerivativeTests
{
    [Fact]
    public void Derivatives_of_the_test_functions_are_those_written_by_hand_to_the_last_digits()
    {
        foreach (var (objective, hand) in new[]
        {
            (Objective.FromFunction<Losses.Himmelblau>(), TestFunction.Himmelblau),
            (Objective.FromFunction<Losses.Rosenbrock>(), TestFunction.Rosenbrock),
            (Objective.FromFunction(new Losses.Polynomial([[1, 3, 0], [-3, 1, 2]])), TestFunction.MonkeySaddle),
        })
        {
            var random = new Random(1);
            for (var trial = 0; trial < 20; trial++)
            {
                var p = Vector<double>.Build.Dense(2, _ => 8 * random.NextDouble() - 4);
                var (gradient, product, v) = (new double[2], new double[2], new[] { 0.3, -1.7 });

                objective.Loss(p.AsArray()).Should().BeApproximately(hand.Loss(p), 1e-13 * (1 + Math.Abs(hand.Loss(p))));
                objective.Gradient(p.AsArray(), gradient).Should().Be(0);
                objective.Product(p.AsArray(), v, product).Should().Be(0);
                var hessian = objective.Hessian(p.AsArray(), out var error);

                error.Should().Be(0);
                var h = hand.Hessian(p);
                (hessian - h).FrobeniusNorm().Should().BeLessThan(1e-14 * h.FrobeniusNorm() + 1e-13);
                (Vector<double>.Build.Dense(gradient) - hand.Gradient(p)).L2Norm().Should().BeLessThan(1e-13 * (1 + h.FrobeniusNorm()) * 4);
                var hv = h * Vector<double>.Build.Dense(v);
                (Vector<double>.Build.Dense(product) - hv).L2Norm().Should().BeLessThan(4e-14 * (1 + h.FrobeniusNorm()));
            }
        }
    }

    [Fact]
    public void Derivatives_through_every_operation_agree_with_central_differences()
    {
        var objective = (ExactObjective)Objective.FromFunction<Losses.Everything>();
        var random = new Random(2);
        for (var trial = 0; trial < 5; trial++)
        {
            double[] x = [0.5 + random.NextDouble(), 2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1];
            var gradient = new double[3];
            objective.Gradient(x, gradient);
            var hessian = objective.Hessian(x, out _);
            for (var i = 0; i < 3; i++)
            {
                gradient[i].Should().BeApproximately(Difference(x, i, objective.Loss), 1e-8 * (1 + Math.Abs(gradient[i])));
                for (var j = 0; j < 3; j++)
                {
                    double Slope(double[] at)
                    {
                        var g = new double[3];
                        objective.Gradient(at, g);
                        return g[j];
                    }

                    hessian[i, j].Should().BeApproximately(Difference(x, i, at => Slope(at.ToArray())), 1e-7 * (1 + Math.Abs(hessian[i, j])));

                    // D³[eᵢ, eⱼ, ·] from differences of the Hessian along eᵢ, and D⁴[eᵢ, eⱼ, ·, ·] of D³ along a direction.
                    double[] ei = new double[3], ej = new double[3], v = [0.2, -0.7, 0.4];
                    (ei[i], ej[j]) = (1, 1);
                    var third = new Interval[3];
                    objective.ThirdDerivative(x, ei, ej, third);
                    for (var k = 0; k < 3; k++)
                    {
                        var column = k;
                        third[k].Midpoint.Should().BeApproximately(
                            Difference(x, i, at => objective.Hessian(at, out _)[j, column]), 1e-6 * (1 + third[k].Magnitude));
                    }

                    var fourth = objective.FourthDerivative(x, ei, ej, v, v);
                    var along = Difference(x, i, at =>
                    {
                        var d3 = new Interval[3];
                        objective.ThirdDerivative(at, v, v, d3);
                        return d3[j].Midpoint;
                    });
                    fourth.Midpoint.Should().BeApproximately(along, 1e-5 * (1 + fourth.Magnitude));
                }
            }
        }
    }

    private delegate double At(ReadOnlySpan<double> x);

    private static double Difference(double[] x, int i, At f)
    {
        // Two central differences, extrapolated.
        double Central(double h)
        {
            var (right, left) = ((double[])x.Clone(), (double[])x.Clone());
            right[i] += h;
            left[i] -= h;
            return (f(right) - f(left)) / (right[i] - left[i]);
        }

        return (4 * Central(1e-4) - Central(2e-4)) / 3;
    }

    private readonly struct OfLinear(int which, double[] weights) : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            T s = 0;
            for (var i = 0; i < x.Length; i++)
                s += weights[i] * x[i];
            return which switch
            {
                0 => T.Exp(s),
                1 => T.Log(s),
                2 => T.Sqrt(s),
                3 => T.Sin(s),
                4 => T.Cos(s),
                5 => T.Tanh(s),
                6 => T.Pow(s, 7),
                7 => T.Pow(s, -3),
                8 => 1 / s,
                9 => s * s * s / s * s,
                10 => T.Sigmoid(s),
                11 => T.Softplus(s),
                12 => T.Abs(s) * s * s * s,
                _ => T.Max(s, 0.1) * T.Min(s, 9) * s * s,
            };
        }
    }

    // g⁗(s) and g‴(s) of each, by hand.
    private static (double Third, double Fourth) ByHand(int which, double s)
    {
        var (t, p) = (Math.Tanh(s), 1 / (1 + Math.Exp(-s)));
        var sigma = (First: p * (1 - p), Second: p * (1 - p) * (1 - 2 * p), Third: p * (1 - p) * (1 - 6 * p + 6 * p * p));
        return which switch
        {
            0 => (Math.Exp(s), Math.Exp(s)),
            1 => (2 / Math.Pow(s, 3), -6 / Math.Pow(s, 4)),
            2 => (3.0 / 8 * Math.Pow(s, -2.5), -15.0 / 16 * Math.Pow(s, -3.5)),
            3 => (-Math.Cos(s), Math.Sin(s)),
            4 => (Math.Sin(s), Math.Cos(s)),
            5 => (-2 * (1 - t * t) * (1 - 3 * t * t), 8 * t * (1 - t * t) * (2 - 3 * t * t)),
            6 => (210 * Math.Pow(s, 4), 840 * Math.Pow(s, 3)),
            7 => (-60 * Math.Pow(s, -6), 360 * Math.Pow(s, -7)),
            8 => (-6 * Math.Pow(s, -4), 24 * Math.Pow(s, -5)),
            9 => (6, 0),
            10 => (sigma.Third, sigma.First * (1 - 2 * p) * (1 - 12 * p + 12 * p * p)),
            11 => (sigma.Second, sigma.Third),
            12 => (24 * s, 24),
            _ => (24 * s, 24),
        };
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.9)]
    [InlineData(0.31)]
    public void Third_and_fourth_derivatives_of_each_function_are_held_by_their_enclosures(double s)
    {
        double[] weights = [0.5, -1, 2, 0.25], a = [1, 0.5, -0.25, 2], b = [0, 1, 1, -1], c = [2, 1, 0.5, 4], d = [-1, 3, 0.125, 0];
        double[] theta = [s, s, s / 2, 2 * s];
        double Weigh(double[] v) => v.Zip(weights, (x, w) => x * w).Sum();
        Weigh(theta).Should().BeApproximately(s, 1e-15);
        for (var which = 0; which < 14; which++)
        {
            var objective = (ExactObjective)Objective.FromFunction(new OfLinear(which, weights));
            var (third, fourth) = ByHand(which, Weigh(theta));

            var d4 = objective.FourthDerivative(theta, a, b, c, d);
            var d3 = new Interval[4];
            objective.ThirdDerivative(theta, a, b, d3);

            var expected = fourth * Weigh(a) * Weigh(b) * Weigh(c) * Weigh(d);
            d4.Midpoint.Should().BeApproximately(expected, 1e-12 * (1 + Math.Abs(expected)), "of function {0}", which);
            d4.Radius.Should().BeLessThan(1e-11 * (1 + Math.Abs(expected)), "of function {0}", which);
            for (var i = 0; i < 4; i++)
            {
                var slope = third * Weigh(a) * Weigh(b) * weights[i];
                d3[i].Midpoint.Should().BeApproximately(slope, 1e-12 * (1 + Math.Abs(slope)), "of function {0}", which);
            }
        }
    }

    [Fact]
    public void Enclosures_over_a_box_hold_the_derivatives_at_its_points()
    {
        var objective = (ExactObjective)Objective.FromFunction<Losses.Everything>();
        var random = new Random(3);
        for (var trial = 0; trial < 25; trial++)
        {
            var half = Math.Pow(10, -1 - 8 * random.NextDouble());
            double[] centre = [0.7 + random.NextDouble(), 2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1];
            var box = Array.ConvertAll(centre, entry => Interval.Around(entry, half));
            var gradient = new Interval[3];
            objective.EncloseGradient(box, gradient);
            var hessian = objective.EncloseHessian(box);
            for (var sample = 0; sample < 4; sample++)
            {
                var x = Array.ConvertAll(box, entry => entry.Lower + random.NextDouble() * (entry.Upper - entry.Lower));
                var at = new Interval[3];
                objective.EncloseGradient(ExactObjective.Point(x), at);
                objective.EncloseLoss(box).Contains(objective.EncloseLoss(ExactObjective.Point(x)).Midpoint).Should().BeTrue();
                at.Zip(gradient, Meets).Should().NotContain(false);
                objective.EncloseHessian(ExactObjective.Point(x)).Zip(hessian, Meets).Should().NotContain(false);
            }

            // And they tell something: no wider than ten thousand times the box.
            hessian.Max(entry => entry.Radius).Should().BeLessThan(1e4 * half + 1e-12);
        }
    }

    private static bool Meets(Interval point, Interval box) =>
        box.IsBounded && point.IsBounded && box.Lower <= point.Upper && point.Lower <= box.Upper;

    private readonly struct Undefined(int which) : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => x[0] * x[0] + which switch
        {
            0 => 0 * T.Log(x[0]),
            1 => T.Abs(x[0]),
            2 => T.Max(x[0], 0),
            3 => T.Sqrt(x[0] * x[0]),
            4 => T.Tanh(1 / x[0]),
            5 => T.Sin(T.Log(x[0])),
            6 => T.Sigmoid(1 / (x[0] * x[0])),
            7 => 1 / x[0] - 1 / x[0],
            8 => T.Pow(x[0], -1) * 0,
            _ => T.Pow(T.Sqrt(x[0]), 2),
        };
    }

    [Fact]
    public void Where_a_function_has_a_kink_or_is_undefined_on_the_box_its_Hessian_is_unbounded_and_nothing_is_proven()
    {
        for (var which = 0; which < 10; which++)
        {
            var objective = (ExactObjective)Objective.FromFunction(new Undefined(which));
            objective.EncloseHessian([Interval.Around(0, 1e-3)])[0].IsBounded.Should().BeFalse("function {0} has no Hessian at 0", which);
            foreach (var theta in new[] { 0, 1e-10, -1e-10, double.Epsilon })
            {
                MinimizerCertificate.TryProve(objective, [theta], 1e-3).Should().BeNull();
                KrawczykTest.TryProve(objective, [theta], 1e-3).Should().BeNull();
            }
        }
    }

    [Fact]
    public void At_a_kink_the_derivative_is_the_mean_and_a_NaN_is_an_exception()
    {
        var gradient = new double[1];
        Objective.FromFunction(new Undefined(1)).Gradient([0], gradient);
        gradient[0].Should().Be(0);
        Objective.FromFunction(new Undefined(2)).Gradient([0], gradient);
        gradient[0].Should().Be(0.5);
        Objective.FromFunction(new Undefined(2)).Gradient([2], gradient);
        gradient[0].Should().Be(5);

        var ofNegative = () => Objective.FromFunction(new Undefined(0)).Gradient([-1], gradient);
        ofNegative.Should().Throw<InvalidOperationException>().WithMessage("*gradient*NaN*");
        var ofRoot = () => Objective.FromFunction(new Undefined(9)).Hessian([0], out _);
        ofRoot.Should().Throw<InvalidOperationException>().WithMessage("*Hessian*NaN*");
    }

    [Fact]
    public void Evaluations_are_counted_and_everything_is_the_caller_s_own()
    {
        var objective = Objective.FromFunction<Losses.Rosenbrock>();
        objective.Loss([1, 2]);
        objective.Gradient([1, 2], new double[2]);
        objective.Product([1, 2], [1, 0], new double[2]);
        objective.Hessian([1, 2], out _);

        objective.Evaluations.Should().Be(new EvaluationCounts(1, 1, 1, 1));
        (objective.HasGradient, objective.HasProduct, objective.HasHessian).Should().Be((true, true, true));
    }

    [Fact]
    public void An_exponent_that_is_too_large_is_refused()
    {
        var action = () => Dual<Real>.Pow(new(1, 1), int.MinValue);
        action.Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("n");
    }
}
