using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;
using static Optimizers.Tests.Diagnostics.Cases.FreeNet;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>Facts accuse no healthy start: 14 kinds of models and losses, 25 draws each of data, scales, widths and weights.</summary>
public class HealthyStartTests
{
    private const int Draws = 25;

    private static readonly Dictionary<string, Func<Random, int, TrainingCase>> Kinds = new()
    {
        ["linear regression"] = (random, seed) => Numbers(random, [4, 1], Same, Same, seed, Losses.SquaredError),
        ["linear regression of raw targets"] = (random, seed) => Numbers(random, [4, 1], Same, Same, seed, Losses.SquaredError, 300, 60),
        ["softmax regression"] = (random, seed) => Classes(random, [4, 3], Same, Same, seed, Losses.CrossEntropyFromLogits),
        ["ReLU, logits"] = (random, seed) => Classes(random, [4, Width(random), 3], Relu, Same, seed, Losses.CrossEntropyFromLogits),
        ["deep ReLU"] = (random, seed) => Classes(random, [4, 16, 16, 16, 3], Relu, Same, seed, Losses.CrossEntropyFromLogits),
        ["tanh, probabilities"] = (random, seed) =>
            Classes(random, [4, Width(random), 3], Tanh, Softmax, seed, Losses.CrossEntropyFromProbabilities),
        ["tanh, log-probabilities"] = (random, seed) =>
            Classes(random, [4, Width(random), 3], Tanh, LogSoftmax, seed, Losses.CrossEntropyFromLogProbabilities),
        ["tanh, raw targets"] = (random, seed) => Numbers(random, [4, Width(random), 1], Tanh, Same, seed, Losses.SquaredError, 1000, -40),
        ["ReLU, Huber"] = (random, seed) => Numbers(random, [4, Width(random), 2], Relu, Same, seed, Losses.Huber()),
        ["ReLU, absolute error"] = (random, seed) => Numbers(random, [4, Width(random), 1], Relu, Same, seed, Losses.AbsoluteError, 5, 3),
        ["tanh at the end, targets within"] = (random, seed) =>
            Numbers(random, [4, Width(random), 1], Tanh, Tanh, seed, Losses.SquaredError, 0.5, 0, squash: true),
        ["yes or no, logits"] = (random, seed) => Bits(random, [4, Width(random), 1], Same, seed, Losses.BinaryCrossEntropyFromLogits),
        ["yes or no, probabilities"] = (random, seed) =>
            Bits(random, [4, Width(random), 1], Logistic, seed, Losses.BinaryCrossEntropyFromProbabilities),
        ["hinge"] = (random, seed) => Bits(random, [4, Width(random), 1], Same, seed, Losses.Hinge, signs: true),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_fact_of_the_outputs_accuses_a_healthy_start(string kind)
    {
        var accused = Enumerable.Range(0, Draws)
            .SelectMany(seed => OutputFactTests.Accused(Kinds[kind](new Random((1000 * seed) + kind.Length), seed)).Select(id => $"{seed}: {id}"));

        accused.Should().BeEmpty();
    }

    [Fact]
    public void No_fact_of_the_outputs_accuses_a_training_that_goes_well()
    {
        var accused = new List<string>();
        for (var seed = 0; seed < 12; seed++)
        {
            var net = new SmallNet(2, 8, 3, seed);
            var (x, labels) = SmallNet.Blobs(120, seed);
            var monitor = net.Train(x, labels, new Adam(0.02), 25 * seed, 20);
            accused.AddRange(OutputFactTests.Accused(new TrainingCase(monitor)
            {
                Data = new(x, labels),
                BatchSize = 20,
                Loss = Losses.CrossEntropyFromLogits,
                Model = net.InPlace(),
                Objective = seed % 2 == 0 ? null : net.Objective(x, labels),
            }).Select(id => $"{seed}: {id}"));
        }

        accused.Should().BeEmpty();
    }

    [Fact]
    public void No_fact_of_the_outputs_accuses_a_healthy_start_in_floats()
    {
        var accused = new List<string>();
        for (var seed = 0; seed < Draws; seed++)
        {
            var random = new Random(seed);
            var x = Inputs(random, 4, 100);
            var (w1, b1) = (Single(8, 4, random), Vector<float>.Build.Dense(8, _ => 0.1f * (float)SmallNet.Normal(random)));
            var w2 = Single(1, 8, random);
            var isRectified = seed % 2 == 0;
            accused.AddRange(OutputFactTests.Accused(new TrainingCase(new TrainingMonitor())
            {
                Data = new(x, [.. x.EnumerateColumns().Select(column => 3 + (100 * column[0] * (1 + column[1])))]),
                Loss = Losses.SquaredError,
                Model = Model.InPlace([("w1", w1), ("b1", b1), ("w2", w2)], (x, _) =>
                {
                    var z = (w1 * x.ToSingle()).MapIndexed((row, _, value) => value + b1[row], Zeros.Include);
                    return (w2 * z.Map(value => isRectified ? Math.Max(0, value) : MathF.Tanh(value), Zeros.Include)).ToDouble();
                }),
            }).Select(id => $"{seed}: {id}"));
        }

        accused.Should().BeEmpty();
    }

    [Fact]
    public void Soft_targets_are_not_held_against_the_range_of_the_outputs()
    {
        var x = Inputs(new Random(1), 4, 100);
        var soft = SmallNet.Softmax(Matrix<double>.Build.Dense(3, 100, (row, n) => Math.Sin((row * 3) + n)));

        foreach (var output in new Func<Matrix<double>, Matrix<double>>[] { Relu, Same })
            OutputFactTests.Accused(OutputFactTests.Case(new FreeNet([4, 8, 3], Tanh, output, 1), new(x, soft), Losses.CrossEntropyFromLogits))
                .Should().BeEmpty();
    }

    private static Matrix<float> Single(int rows, int columns, Random random) =>
        Matrix<float>.Build.Dense(rows, columns, (_, _) => (float)(SmallNet.Normal(random) / Math.Sqrt(columns)));

    private static int Width(Random random) => random.Next(4, 24);

    // Inputs of any scale and offset, dense, one-hot or rectified.
    private static Matrix<double> Inputs(Random random, int features, int count)
    {
        var (scale, offset, kind) = (Math.Pow(10, (4 * random.NextDouble()) - 2), random.Next(2) * random.NextDouble(), random.Next(4));
        return kind switch
        {
            0 => Matrix<double>.Build.Dense(features, count, (row, n) => (n + (n / 7)) % features == row ? 1 : 0),
            1 => Matrix<double>.Build.Dense(features, count, (_, _) => Math.Max(0, SmallNet.Normal(random))),
            _ => Matrix<double>.Build.Dense(features, count, (_, _) => scale * (offset + SmallNet.Normal(random))),
        };
    }

    private static TrainingCase Numbers(
        Random random, int[] widths, Func<Matrix<double>, Matrix<double>> hidden, Func<Matrix<double>, Matrix<double>> output, int seed,
        NamedLoss loss, double scale = 1, double offset = 0, bool squash = false)
    {
        var x = Inputs(random, widths[0], random.Next(40, 150));
        var rule = new FreeNet([widths[0], 12, widths[^1]], Tanh, squash ? Tanh : Same, seed + 500);
        var y = rule.Forward(x / x.Enumerate().Max(Math.Abs)).Map(
            value => offset + (scale * (value + (0.1 * SmallNet.Normal(random)))), Zeros.Include);
        return OutputFactTests.Case(new FreeNet(widths, hidden, output, seed, random.Next(2) * 0.1), new(x, y), loss);
    }

    private static TrainingCase Classes(
        Random random, int[] widths, Func<Matrix<double>, Matrix<double>> hidden, Func<Matrix<double>, Matrix<double>> output, int seed,
        NamedLoss loss)
    {
        var x = Inputs(random, widths[0], random.Next(40, 150));
        int[] labels = [.. x.EnumerateColumns().Select(column => column.MaximumIndex() % widths[^1])];
        return OutputFactTests.Case(new FreeNet(widths, hidden, output, seed, random.Next(2) * 0.1), new(x, labels), loss);
    }

    private static TrainingCase Bits(
        Random random, int[] widths, Func<Matrix<double>, Matrix<double>> output, int seed, NamedLoss loss, bool signs = false)
    {
        var x = Inputs(random, widths[0], random.Next(40, 150));
        double[] y = [.. x.EnumerateColumns().Select(column => column[0] > column[1] ? 1.0 : signs ? -1 : 0)];
        return OutputFactTests.Case(new FreeNet(widths, Relu, output, seed, random.Next(2) * 0.1), new(x, y), loss);
    }
}
