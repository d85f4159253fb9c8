using System.Runtime.CompilerServices;

namespace Optimizers.FaultBench.World;

/// <summary>Losses that people wrote themselves.</summary>
internal static class OwnLossCases
{
    // The divergence that belongs to the outputs of a pass, which do not tell it.
    private static readonly ConditionalWeakTable<Node, Node> Divergences = [];

    private static readonly Activation Exponential = new("exponential", Math.Exp, (_, y) => y, 0);

    /// <summary>
    /// A variational autoencoder (Kingma and Welling 2014): the error of all pixels beside the divergence of their code, both over the pixels.
    /// </summary>
    public static readonly PublicKind MeanForSum = new(
        "mean-for-sum",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                CodingCases.Spots(random, 500),
                seed,
                Variational,
                LossKind.BinaryOfProbabilities,
                "adam",
                rate: 0.003,
                batch: 25,
                steps: 2000);
            recipe.WrongLoss = WithDivergence(1.0 / recipe.Train.Outputs);
            recipe.HandsModel = false;
            return recipe;
        },
        PublicKind.Reported(["wrong-loss", "noise-dominated", "chance-level"], recipe => recipe.WrongLoss = WithDivergence(1)));

    /// <summary>Whether two pictures are of one thing, by the distance of what a layer makes of them. The data call it 0, the loss 1.</summary>
    public static readonly PublicKind ReversedPairs = new(
        "reversed-pairs",
        (random, seed) =>
        {
            const int Features = 8, Things = 4;
            const double Spread = 0.5;
            var centers = Draws.Normals(random, Things * Features);
            var (first, second) = (new double[Things], new double[Things]);
            var (train, holdout, test) = PublicKind.Samples(random, 1500, 2 * Features, 1, hasLabels: true, (sample, i) =>
            {
                var isSame = random.Chance(0.5);
                var thing = random.Next(Things);
                var other = isSame ? thing : (thing + random.Integer(1, Things - 1)) % Things;
                for (var f = 0; f < Features; f++)
                {
                    sample.Input(i)[f] = centers[(thing * Features) + f] + (Spread * random.Normal());
                    sample.Input(i)[Features + f] = centers[(other * Features) + f] + (Spread * random.Normal());
                }

                Mixtures.Posterior(sample.Input(i)[..Features], centers, Spread, first);
                Mixtures.Posterior(sample.Input(i)[Features..], centers, Spread, second);
                var agreement = first.Zip(second, (p, q) => p * q).Sum();
                var difference = (1 - agreement) / (Things - 1);
                sample.IdealOf(i)[0] = Math.Clamp(agreement / (agreement + difference), 1e-9, 1 - 1e-9);
                sample.Labels![i] = isSame ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass =>
                {
                    var tape = pass.Tape;
                    var (left, right) = (Seen(tape.Columns(pass.X, 0, Features)), Seen(tape.Columns(pass.X, Features, Features)));
                    var apart = tape.Add(left, tape.Scale(right, -1));
                    return tape.AddRow(
                        SumOf(tape, tape.Multiply(apart, apart), -1),
                        pass.Parameter("margin", 1, 1, StartRules.One, isBias: true));

                    Node Seen(Node picture) => pass.Dense("2", pass.Apply(pass.Dense("1", picture, 16), Activation.Relu), 4);
                },
                LossKind.Binary,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 800);
        },
        PublicKind.Reported(["wrong-labels", "wrong-loss", "bad-labels", "model-bias"], recipe =>
        {
            (recipe.Train, recipe.Holdout) = (Reversed(recipe.Train), Reversed(recipe.Holdout));
            recipe.Test = recipe.Test is { } test ? Reversed(test) : null;
        }));

    /// <summary>A number with its uncertainty. Far from what is expected the density is 0, and its logarithm none.</summary>
    public static readonly PublicKind LogDensity = new(
        "log-density",
        (random, seed) =>
        {
            double[] slopes = [0.8, -0.6, 0.5, 0.4];
            var data = PublicKind.Samples(random, 800, slopes.Length, 1, hasLabels: false, (sample, i) =>
            {
                var sum = PublicData.NormalInputs(random, sample, i, slopes);
                sample.IdealOf(i)[0] = sum + Math.Sin(2 * sum);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (Deviation * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 24, Activation.Tanh, StartRules.Glorot, 1),
                LossKind.Squared,
                "adam",
                rate: 0.003,
                batch: 16,
                steps: 1500);
        },
        PublicKind.Reported(["non-finite", "targets-scale"], recipe => recipe.WrongLoss = (tape, outputs, sample) =>
        {
            var errors = tape.Add(outputs, Tape.Constant(sample.Count, 1, [.. sample.Targets.Select(target => -target)]));
            var densities = tape.Map(
                errors, error => Math.Exp(-error * error / (2 * Deviation * Deviation)), (error, p) => -error * p / (Deviation * Deviation));
            return tape.Map(densities, p => -Math.Log(p), (p, _) => -1 / p);
        }));

    /// <summary>The next symbol of a molecule. The loss is made of numbers, through which nothing flows back.</summary>
    public static readonly PublicKind DetachedLoss = new(
        "detached-loss",
        (random, seed) =>
        {
            const int Symbols = 10;
            return PublicKind.Program(
                PublicData.NextSymbols(random, 3000, Symbols, 6),
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(Symbols, 8), 16, Activation.Tanh)[^1], Symbols),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.005,
                batch: 32,
                steps: 400);
        },
        PublicKind.Reported(["no-gradient", "nothing-moves", "wrong-gradient"], recipe => recipe.WrongLoss = (tape, outputs, sample) =>
            Tape.Detach(Losses.Each(tape, LossKind.CrossEntropy, 0, outputs, sample))));

    private const double Deviation = 0.05;

    private static Node Variational(Pass pass)
    {
        const int Width = 32, Code = 3;
        var tape = pass.Tape;
        var h = pass.Layer("1", pass.X, Width, Activation.Relu);
        var (means, logarithms) = (pass.Dense("m", h, Code), pass.Dense("v", h, Code, StartRules.Normal(0.01)));

        var code = tape.Add(means, tape.Multiply(Noise(pass, Code), pass.Apply(tape.Scale(logarithms, 0.5), Exponential)));
        var outputs = CodingCases.Kept(
            tape, pass.Last("3", pass.Layer("2", code, Width, Activation.Relu), pass.X.Columns, Activation.Sigmoid));
        var squares = tape.Add(tape.Multiply(means, means), pass.Apply(logarithms, Exponential));
        var beyond = tape.Map(tape.Add(squares, tape.Scale(logarithms, -1)), x => x - 1, (_, _) => 1);
        Divergences.Add(outputs, SumOf(tape, beyond, 0.5));
        return outputs;
    }

    /// <summary>About normal noise, as a sum of many signs, which dropout makes of 1. There is none in an evaluation.</summary>
    private static Node Noise(Pass pass, int columns)
    {
        const int Signs = 16;
        var (rows, width) = (pass.X.Rows, columns * Signs);
        var doubled = pass.Dropout(Tape.Constant(rows, width, [.. Enumerable.Repeat(1.0, rows * width)]), 0.5);
        var signs = pass.Tape.Map(doubled, x => x - 1, (_, _) => 1);
        var sums = Enumerable.Range(0, width * columns).Select(i => i / columns % columns == i % columns ? 1 / Math.Sqrt(Signs) : 0);
        return pass.Tape.Product(signs, Tape.Constant(width, columns, [.. sums]));
    }

    private static Func<Tape, Node, Sample, Node> WithDivergence(double weight) => (tape, outputs, sample) =>
        Divergences.TryGetValue(outputs, out var divergence)
            ? tape.Add(Losses.Each(tape, LossKind.BinaryOfProbabilities, 0, outputs, sample), tape.Scale(divergence, weight))
            : throw new InvalidOperationException("The outputs are of another model.");

    /// <summary>A multiple of the sum over each row, n × 1.</summary>
    public static Node SumOf(Tape tape, Node a, double factor) =>
        tape.Product(a, Tape.Constant(a.Columns, 1, [.. Enumerable.Repeat(factor, a.Columns)]));

    private static Sample Reversed(Sample sample) => Sample.WithTargets(sample with
    {
        Labels = [.. sample.Labels!.Select(label => 1 - label)],
        Ideal = [.. sample.Ideal.Select(p => 1 - p)],
    });
}
