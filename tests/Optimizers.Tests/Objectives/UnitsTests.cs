using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Xunit.Abstractions;

namespace Optimizers.Tests.Curvature.Objectives;

/// <summary>Curves whose parameters are in units of any size: nothing that is said of them depends on the units.</summary>
public class UnitsTests(ITestOutputHelper output)
{
    private const int Seeds = 12;

    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    public static TheoryData<string> Curves => [.. Curve.All.Keys];

    public static TheoryData<string> HeldCurves => [.. Curve.Held.Keys];

    /// <summary>A curve by its parameters, all of size 1, its slopes by them, and the right parameters.</summary>
    private sealed record Curve(Func<double, double[], double> Value, Func<double, double[], double[]> Slopes, double[] Right)
    {
        public static readonly Dictionary<string, Curve> All = new()
        {
            ["decay"] = new(
                (x, p) => (p[0] * Math.Exp(-p[1] * x)) + p[2],
                (x, p) => [Math.Exp(-p[1] * x), -p[0] * x * Math.Exp(-p[1] * x), 1],
                [2.5, 1.3, 0.5]),
            ["growth"] = new(
                (x, p) => p[0] / (1 + Math.Exp(-p[1] * (x - p[2]))),
                (x, p) =>
                {
                    var s = 1 / (1 + Math.Exp(-p[1] * (x - p[2])));
                    return [s, p[0] * s * (1 - s) * (x - p[2]), -p[0] * s * (1 - s) * p[1]];
                },
                [3, 2, 1.8]),
            ["peak"] = new(
                (x, p) => p[0] / (1 + Math.Pow((x - p[1]) / p[2], 2)),
                (x, p) =>
                {
                    var u = (x - p[1]) / p[2];
                    var d = 1 / (1 + (u * u));
                    return [d, 2 * p[0] * d * d * u / p[2], 2 * p[0] * d * d * u * u / p[2]];
                },
                [2, 1.7, 0.8]),
            ["saturation"] = new(
                (x, p) => p[0] * x / (p[1] + x),
                (x, p) => [x / (p[1] + x), -p[0] * x / Math.Pow(p[1] + x, 2)],
                [4, 0.7]),
            ["tone"] = new(
                (x, p) => (p[0] * Math.Sin(p[1] * x)) + p[2],
                (x, p) => [Math.Sin(p[1] * x), p[0] * x * Math.Cos(p[1] * x), 1],
                [1.5, 1.1, 0.6]),
        };

        /// <summary>Curves that took no part in the making of the scales; their slopes are not written down.</summary>
        public static readonly Dictionary<string, Curve> Held = new()
        {
            ["bell"] = new((x, p) => (p[0] * Math.Exp(-Math.Pow((x - p[1]) / p[2], 2))) + p[3], Unwritten, [2, 1.6, 0.7, 0.4]),
            ["power"] = new((x, p) => (p[0] * Math.Pow(x + 0.2, p[1])) + p[2], Unwritten, [1.2, 1.4, 0.7]),
            ["damped"] = new((x, p) => p[0] * Math.Exp(-p[1] * x) * Math.Cos(p[2] * x), Unwritten, [2, 0.4, 1.7]),
            ["hill"] = new(
                (x, p) => p[0] * Math.Pow(x, p[2]) / (Math.Pow(p[1], p[2]) + Math.Pow(x, p[2])), Unwritten, [3, 1.5, 2.2]),
            ["rational"] = new((x, p) => (p[0] + (p[1] * x)) / (1 + (p[2] * x)), Unwritten, [1, 0.8, 0.5]),
        };

        private static double[] Unwritten(double x, double[] p) => throw new NotSupportedException("They are fitted by the loss alone.");

        /// <summary>Half the mean square of what the curve misses, θᵢ = unitᵢ·pᵢ.</summary>
        public (Func<Vector<double>, double> Loss, Func<Vector<double>, Vector<double>> Gradient) InUnits(double[] units)
        {
            const int Points = 41;
            var x = Enumerable.Range(0, Points).Select(i => 4.0 * i / (Points - 1)).ToArray();
            var y = x.Select((at, i) => Value(at, Right) + (0.05 * Math.Sin(37 * i))).ToArray();
            double[] Plain(Vector<double> theta) => [.. theta.Select((entry, i) => entry / units[i])];
            return (Loss, Gradient);

            double Loss(Vector<double> theta)
            {
                var p = Plain(theta);
                return x.Zip(y, (at, value) => Math.Pow(Value(at, p) - value, 2)).Sum() / (2 * Points);
            }

            Vector<double> Gradient(Vector<double> theta)
            {
                var p = Plain(theta);
                var gradient = new double[p.Length];
                for (var i = 0; i < Points; i++)
                {
                    var (r, slopes) = (Value(x[i], p) - y[i], Slopes(x[i], p));
                    for (var k = 0; k < p.Length; k++)
                        gradient[k] += r * slopes[k] / units[k] / Points;
                }

                return V.Dense(gradient);
            }
        }
    }

    // Powers of ten from −6 to 6; the first draw has none.
    private static double[] Units(int n, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, n).Select(_ => seed == 0 ? 1 : Math.Pow(10, (12 * random.NextDouble()) - 6))];
    }

    private static Vector<double> In(double[] units, params IEnumerable<double> plain) => V.Dense([.. plain.Zip(units, (p, unit) => p * unit)]);

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_gradient_by_differences_is_right_in_every_entry_whatever_its_units(string name)
    {
        var curve = Curve.All[name];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var units = Units(curve.Right.Length, seed);
            var (loss, exact) = curve.InUnits(units);
            var theta = In(units, curve.Right.Select((p, i) => p * (1 + (0.1 * (i + 1)))));
            var gradient = new double[theta.Count];

            Objective.Create(loss).Gradient(theta.AsArray(), gradient);

            var right = exact(theta);
            for (var k = 0; k < gradient.Length; k++)
                (gradient[k] * units[k]).Should().BeApproximately(right[k] * units[k], 1e-7, $"seed {seed}, entry {k}");
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Minimizers_find_the_minimum_whatever_the_units_with_a_gradient_and_by_the_loss_alone(string name)
    {
        var curve = Curve.All[name];
        var plain = Units(curve.Right.Length, 0);
        var (plainLoss, plainGradient) = curve.InUnits(plain);
        var least = new NewtonCg().Minimize(Objective.Create(plainLoss, plainGradient), V.Dense(curve.Right)).Loss;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var units = Units(curve.Right.Length, seed);
            var (loss, gradient) = curve.InUnits(units);
            var start = In(units, curve.Right.Select((p, i) => p * (1 + (0.1 * (i + 1)))));
            foreach (var minimizer in (Minimizer[])[new Lbfgs(), new NewtonCg(), new SaddleFreeMinimizer()])
            {
                foreach (var objective in (Objective[])[Objective.Create(loss, gradient), Objective.Create(loss)])
                {
                    var result = minimizer.Minimize(objective, start);
                    output.WriteLine($"{seed} {minimizer.GetType().Name} {result}");
                    result.HasConverged.Should().BeTrue($"seed {seed}, {minimizer.GetType().Name}, {result}");
                    result.Loss.Should().BeLessThan(least * (1 + 1e-6), $"seed {seed}, {minimizer.GetType().Name}, {result}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_minimum_is_one_whatever_the_units_with_a_gradient_and_by_the_loss_alone(string name)
    {
        var curve = Curve.All[name];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var units = Units(curve.Right.Length, seed);
            var (loss, gradient) = curve.InUnits(units);
            var (plainLoss, plainGradient) = curve.InUnits(Units(curve.Right.Length, 0));
            var minimum = new NewtonCg().Minimize(Objective.Create(plainLoss, plainGradient), V.Dense(curve.Right)).Point;
            foreach (var objective in (Objective[])[Objective.Create(loss, gradient), Objective.Create(loss)])
            {
                var point = CriticalPoint.Classify(objective, In(units, minimum));

                point.Kind.Should().Be(CriticalPointKind.LocalMinimum, $"seed {seed}, {objective.HasGradient}: {point}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(HeldCurves))]
    public void Of_curves_that_took_no_part_the_minimum_is_found_and_named_in_forty_sets_of_units_by_the_loss_alone(string name)
    {
        var curve = Curve.Held[name];
        var n = curve.Right.Length;
        var minimum = new NewtonCg().Minimize(Objective.Create(curve.InUnits(Units(n, 0)).Loss), V.Dense(curve.Right));
        for (var seed = 1000; seed < 1040; seed++)
        {
            var units = Units(n, seed);
            var objective = Objective.Create(curve.InUnits(units).Loss);
            foreach (var minimizer in (Minimizer[])[new Lbfgs(), new NewtonCg(), new SaddleFreeMinimizer()])
            {
                var result = minimizer.Minimize(objective, In(units, curve.Right.Select((p, i) => p * (1 + (0.1 * (i + 1))))));
                (result.HasConverged && result.Loss < minimum.Loss * (1 + 1e-6))
                    .Should().BeTrue($"seed {seed}, {minimizer.GetType().Name}, {result}");
            }

            CriticalPoint.Classify(objective, In(units, minimum.Point)).Kind.Should().Be(CriticalPointKind.LocalMinimum, $"seed {seed}");
        }
    }

    [Fact]
    public void A_rate_is_meant_in_the_units_of_the_parameters()
    {
        var (loss, gradient) = Curve.All["decay"].InUnits([100, 1, 1]);
        var start = V.Dense([300, 1, 1]);
        var (theta, sgd) = (start.ToArray(), new Sgd(0.01));
        for (var i = 0; i < 20; i++)
            sgd.Step(theta, gradient(V.Dense(theta)).AsArray());

        var result = new FirstOrderMinimizer(new Sgd(0.01), iterations: 20).Minimize(Objective.Create(loss, gradient), start);

        result.Point.Should().Equal(theta);
        result.Loss.Should().BeLessThan(loss(start));
    }

    [Fact]
    public void Of_many_parameters_the_scales_are_those_that_are_stated_or_those_of_the_names()
    {
        const int Half = 40;
        double[] units = [.. Enumerable.Repeat(1e6, Half), .. Enumerable.Repeat(1e-5, Half)];
        double Loss(Vector<double> theta) => theta.Select((entry, i) => Math.Cosh((entry / units[i]) - 1 - (0.01 * i))).Sum();
        Vector<double> Slope(Vector<double> theta) => V.Dense(2 * Half, i => Math.Sinh((theta[i] / units[i]) - 1 - (0.01 * i)) / units[i]);
        var named = ParameterLayout.Empty.Add("large", Half).Add("small", Half);
        var start = In(units, Enumerable.Repeat(0.5, 2 * Half));

        foreach (var options in (ObjectiveOptions[])[new() { ParameterScale = units }, new() { Layout = named }])
        {
            var objective = Objective.Create(Loss, Slope, options: options);
            var result = new Lbfgs().Minimize(objective, start);

            result.Loss.Should().BeApproximately(2 * Half, 1e-9, result.ToString());
            CriticalPoint.Classify(objective, result.Point).Kind.Should().Be(CriticalPointKind.LocalMinimum);
        }
    }

    [Fact]
    public void What_a_Hessian_may_be_off_in_the_units_of_its_parameters_covers_what_it_is_off()
    {
        double[] units = [1e-5, 1, 1e6], plain = [0.3, -0.2, 0.5];
        var objective = Objective.Create(
            theta => theta.Select((entry, i) => Math.Exp(entry / units[i])).Sum(),
            theta => V.Dense(3, i => Math.Exp(theta[i] / units[i]) / units[i]),
            options: new() { ParameterScale = units });

        var (hessian, error, _) = objective.HessianWithError(In(units, plain).AsArray());

        var (norm, scales) = error.Scaled!.Value;
        hessian.MapIndexedInplace((i, j, entry) => (entry - (i == j ? Math.Exp(plain[i]) / (units[i] * units[i]) : 0)) * scales[i] * scales[j]);
        hessian.FrobeniusNorm().Should().BePositive().And.BeLessThanOrEqualTo(norm);
        norm.Should().BeLessThan(1e-6);
    }
}
