namespace Optimizers.FaultBench.World;

/// <summary>Formulas with a few parameters, and losses by hand.</summary>
internal static class CurveCases
{
    /// <summary>Ten points of sin x by sin(fx).</summary>
    public static readonly PublicKind SineFrequency = new(
        "sine-frequency",
        (random, seed) =>
        {
            const int Points = 10;
            var data = PublicKind.Samples(random, Points, 1, 1, hasLabels: false, (sample, i) =>
            {
                var x = sample.Input(i)[0] = 6.0 / (Points - 1) * (i % Points);
                sample.IdealOf(i)[0] = sample.Target(i)[0] = Math.Sin(x);
            });
            return PublicKind.Program(
                data,
                seed,
                pass => Sine(pass, pass.Tape.Product(pass.X, pass.Parameter("f", 1, 1, Near(1.3)))),
                LossKind.Squared,
                "adam",
                rate: 0.02,
                batch: Points,
                steps: 300);
        },
        PublicKind.Reported(["local-minimum"], recipe => recipe.Start = (_, theta, random) => Near(1.8)(random, 1, 1, theta)));

    /// <summary>a sin(bx + c) + d. Steps that throw b about leave nothing for a but 0.</summary>
    public static readonly PublicKind SineAmplitude = new(
        "sine-amplitude",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 100, 1, 1, hasLabels: false, (sample, i) =>
            {
                var x = sample.Input(i)[0] = random.Uniform(-4, 4);
                sample.IdealOf(i)[0] = 1 + (2 * Math.Sin((1.5 * x) + 0.5));
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.2 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var tape = pass.Tape;
                    var inner = tape.AddRow(
                        tape.Product(pass.X, pass.Parameter("b", 1, 1, Near(1.4))), pass.Parameter("c", 1, 1, StartRules.Zero, isBias: true));
                    var outer = tape.Product(Sine(pass, inner), pass.Parameter("a", 1, 1, Near(1)));
                    return tape.AddRow(outer, pass.Parameter("d", 1, 1, StartRules.Zero, isBias: true));
                },
                LossKind.Squared,
                "sgd",
                rate: 0.01,
                batch: 10,
                steps: 1000);
        },
        PublicKind.Reported(["step-too-large"], recipe => recipe.Rate = 0.3));

    /// <summary>Counts. The network's linear output is taken for their mean, whose logarithm the loss wants.</summary>
    public static readonly PublicKind PoissonCounts = new(
        "poisson-counts",
        (random, seed) =>
        {
            const int Features = 6;
            var slopes = Draws.Normals(random, Features, 0.4);
            var data = PublicKind.Samples(random, 600, Features, 1, hasLabels: false, (sample, i) =>
            {
                sample.IdealOf(i)[0] = 0.8;
                for (var f = 0; f < Features; f++)
                    sample.IdealOf(i)[0] += slopes[f] * (sample.Input(i)[f] = random.Uniform(-1.5, 1.5));
                sample.Target(i)[0] = random.Count(Math.Exp(sample.IdealOf(i)[0]));
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(1, 16, Activation.Tanh, StartRules.Glorot, 1),
                LossKind.Poisson,
                "adam",
                rate: 0.003,
                batch: 64,
                steps: 800);
            recipe.HandsModel = false;
            return recipe;
        },
        PublicKind.Reported(["non-finite", "output-range"], recipe => recipe.WrongLoss = (tape, outputs, sample) =>
        {
            var logarithms = tape.Map(outputs, Math.Log, (mean, _) => 1 / mean);
            return tape.Add(outputs, Weighted(tape, logarithms, [.. sample.Targets.Select(count => -count)]));
        }));

    /// <summary>Yes or no by one unit on raw columns, full descent; the cost is written as in the book.</summary>
    public static readonly PublicKind LogisticCost = new(
        "logistic-cost",
        (random, seed) =>
        {
            double[] slopes = [1.2, -0.8, 0.9];
            var (train, holdout, test) = PublicKind.Samples(random, 200, slopes.Length, 1, hasLabels: true, (sample, i) =>
            {
                var sum = PublicData.NormalInputs(random, sample, i, slopes, from: 0.3);
                sample.IdealOf(i)[0] = Activation.Logistic(2 * sum);
                sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass => pass.Last("1", pass.X, 1, weights: StartRules.Zero),
                LossKind.Binary,
                "sgd",
                rate: 1,
                batch: 200,
                steps: 500);
        },
        PublicKind.Reported(["bad-scaling", "ravine", "step-too-large", "non-finite"], recipe =>
        {
            (double Mean, double Spread)[] columns = [(45, 14), (180, 60), (3, 1.2)];
            foreach (var sample in PublicData.AllSamples(recipe))
            {
                for (var i = 0; i < sample.Inputs.Length; i++)
                {
                    var (mean, spread) = columns[i % columns.Length];
                    sample.Inputs[i] = mean + (spread * sample.Inputs[i]);
                }
            }

            // 0 times the logarithm of 0 is no number, though the gradient by hand is one.
            recipe.WrongLoss = (tape, outputs, sample) => tape.Add(
                Weighted(tape, tape.Map(outputs, z => -Math.Log(Probability(z)), (z, _) => Probability(z) - 1), sample.Targets),
                Weighted(
                    tape,
                    tape.Map(outputs, z => -Math.Log(1 - Probability(z)), (z, _) => Probability(z)),
                    [.. sample.Targets.Select(target => 1 - target)]));
        }) with
        {
            RateMayCure = true,
        });

    private static double Probability(double z) => 1 / (1 + Math.Exp(-z));

    private static Node Weighted(Tape tape, Node values, double[] weights) => tape.Multiply(values, Tape.Constant(values.Rows, 1, weights));

    private static Node Sine(Pass pass, Node x) => pass.Tape.Map(x, Math.Sin, (angle, _) => Math.Cos(angle));

    private static StartRule Near(double value) => (random, _, _, values) => values[0] = value + (0.02 * random.Normal());
}
