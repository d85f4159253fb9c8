using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

/// <summary>A training under the change of variables against the same one on data that were standardized for it.</summary>
public sealed class StandardizationTests
{
    private const int Features = 3;
    private const int Units = 2;
    private static readonly (string, int, int)[] Shapes = [("W1", Units, Features), ("b1", Units, 1), ("W2", 1, Units), ("b2", 1, 1)];

    [Fact]
    public void Standardized_inputs_give_the_losses_of_a_training_on_them()
    {
        var (x, y) = Data();
        var moments = FeatureMoments.Of(x.ToColumnArrays(), Features);
        var standardized = Matrix<double>.Build.Dense(Features, x.ColumnCount, (i, j) => (x[i, j] - moments.Means[i]) / moments.Deviations[i]);
        var start = Start();

        var changed = new TrialTraining(new Adam(0.02), Net(x, y), null, start, Shapes, InputStandardization.Of(Shapes, moments));
        var direct = new TrialTraining(new Adam(0.02), Net(standardized, y), null, start, Shapes);

        changed.LossAfter(50, default).Should().BeApproximately(direct.LossAfter(50, default), 1e-8);
        changed.Loss.Should().BeLessThan(0.9 * Net(standardized, y).Loss(start));
    }

    [Fact]
    public void Standardized_targets_give_the_losses_of_a_training_on_them()
    {
        var (x, y) = Data();
        var targets = TargetScaleReport.Of(y)!;
        var standardized = y.Select(each => (each - targets.Mean) / targets.Deviation).ToArray();
        var start = Start();

        var changed = new TrialTraining(new Adam(0.02), Net(x, y), null, start, Shapes, TargetStandardization.Of(Shapes, targets));
        var direct = new TrialTraining(new Adam(0.02), Net(x, standardized), null, start, Shapes);

        (changed.LossAfter(50, default) / (targets.Deviation * targets.Deviation)).Should().BeApproximately(direct.LossAfter(50, default), 1e-8);
    }

    private static double[] Start() => [.. Enumerable.Range(0, 11).Select(i => 0.5 * Math.Sin(3 * (i + 1)))];

    private static (Matrix<double> X, double[] Y) Data()
    {
        var random = new Random(5);
        var x = Matrix<double>.Build.Dense(Features, 40, (i, _) => (i + 1) * (3 + random.NextDouble()));
        return (x, [.. Enumerable.Range(0, 40).Select(j => 100 + (30 * (x[0, j] - x[1, j])))]);
    }

    // b2 + W2 tanh(W1 x + b1), a squared error.
    private static Objective Net(Matrix<double> x, double[] y) => Objective.Create(
        theta => Enumerable.Range(0, x.ColumnCount).Average(j => Math.Pow(Output(theta, x.Column(j)) - y[j], 2)),
        theta =>
        {
            var gradient = Vector<double>.Build.Dense(11);
            for (var j = 0; j < x.ColumnCount; j++)
            {
                var input = x.Column(j);
                var error = 2 * (Output(theta, input) - y[j]) / x.ColumnCount;
                for (var unit = 0; unit < Units; unit++)
                {
                    var h = Hidden(theta, input, unit);
                    var back = error * theta[8 + unit] * (1 - (h * h));
                    for (var feature = 0; feature < Features; feature++)
                        gradient[unit + (feature * Units)] += back * input[feature];
                    gradient[6 + unit] += back;
                    gradient[8 + unit] += error * h;
                }

                gradient[10] += error;
            }

            return gradient;
        });

    private static double Hidden(Vector<double> theta, Vector<double> x, int unit) =>
        Math.Tanh(theta[6 + unit] + Enumerable.Range(0, Features).Sum(feature => theta[unit + (feature * Units)] * x[feature]));

    private static double Output(Vector<double> theta, Vector<double> x) =>
        theta[10] + Enumerable.Range(0, Units).Sum(unit => theta[8 + unit] * Hidden(theta, x, unit));
}
