namespace Optimizers.FaultBench.World;

/// <summary>Last layers, losses and labels that do not go together.</summary>
internal static class OutputCases
{
    /// <summary>Classes are counted from 1: the last of them is no output, and its loss is no number.</summary>
    public static readonly PublicKind LabelsFromOne = new(
        "labels-from-one",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 800, 8),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), 24, Activation.Relu), 8),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.002,
            batch: 16,
            steps: 600),
        PublicKind.Reported(["bad-labels", "wrong-labels", "non-finite"], recipe =>
        {
            recipe.Train = recipe.Train with { Labels = [.. recipe.Train.Labels!.Select(label => label + 1)] };
            recipe.WrongLoss = (tape, outputs, sample) => tape.Multiply(
                Losses.Each(tape, LossKind.CrossEntropy, 0, outputs, sample),
                Tape.Constant(sample.Count, 1, [.. sample.Labels!.Select(label => label < outputs.Columns ? 1 : double.NaN)]));
        }) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>The genres of a film by its words, any number of them.</summary>
    public static readonly PublicKind SeveralGenres = new(
        "several-genres",
        (random, seed) =>
        {
            const int Words = 20, Genres = 8;
            var habits = Draws.Normals(random, Words * Genres);
            var data = PublicKind.Samples(random, 1200, Words, Genres, hasLabels: false, (sample, i) =>
            {
                foreach (ref var word in sample.Input(i))
                    word = random.Chance(0.3) ? 1 : 0;
                for (var c = 0; c < Genres; c++)
                {
                    var sum = -0.5;
                    for (var word = 0; word < Words; word++)
                        sum += 2 * habits[(word * Genres) + c] * (sample.Input(i)[word] - 0.3);
                    sample.IdealOf(i)[c] = Activation.Logistic(sum);
                    sample.Target(i)[c] = random.Chance(sample.IdealOf(i)[c]) ? 1 : 0;
                }
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Apply(Scores(pass), Activation.Sigmoid),
                LossKind.BinaryOfProbabilities,
                "nesterov",
                rate: 0.1,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["output-range", "wrong-loss"], recipe =>
        {
            recipe.Model = pass => pass.Tape.Softmax(Scores(pass));
            recipe.WrongLoss = (tape, outputs, sample) => tape.Product(
                tape.Multiply(
                    tape.Map(outputs, Math.Log, (p, _) => 1 / p),
                    Tape.Constant(outputs.Rows, outputs.Columns, [.. sample.Targets.Select(target => -target)])),
                Tape.Constant(outputs.Columns, 1, [.. Enumerable.Repeat(1.0, outputs.Columns)]));
        }));

    /// <summary>Yes or no by five layers, the last without its sigmoid.</summary>
    public static readonly PublicKind WithoutSigmoid = new(
        "without-sigmoid",
        (random, seed) =>
        {
            const int Features = 10;
            var slopes = Draws.Normals(random, Features, 0.8);
            var (train, holdout, test) = PublicKind.Samples(random, 3000, Features, 1, hasLabels: true, (sample, i) =>
            {
                sample.IdealOf(i)[0] = Activation.Logistic(2 * PublicData.NormalInputs(random, sample, i, slopes));
                sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass =>
                {
                    var h = pass.X;
                    foreach (var name in (string[])["1", "2", "3", "4"])
                        h = pass.Layer(name, h, 16, Activation.Relu, StartRules.He);
                    return CodingCases.Kept(pass.Tape, pass.Last("5", h, 1, Activation.Sigmoid));
                },
                LossKind.BinaryOfProbabilities,
                "sgd",
                rate: 0.1,
                batch: 32,
                steps: 1000);
        },
        PublicKind.Reported(["output-range", "wrong-loss", "non-finite", "nothing-moves"], recipe => recipe.LastActivation = Activation.None));

    /// <summary>Numbers from thousandths to thousands, told by their logarithms. The logarithm of an output below −1 is no number.</summary>
    public static readonly PublicKind LogarithmicError = new(
        "logarithmic-error",
        (random, seed) =>
        {
            double[] slopes = [1.1, -0.9, 0.7, 0.6, -0.5, 0.4];
            var data = PublicKind.Samples(random, 800, slopes.Length, 1, hasLabels: false, (sample, i) =>
            {
                var size = Math.Clamp(PublicData.NormalInputs(random, sample, i, slopes, from: -0.5), -3, 3);
                sample.IdealOf(i)[0] = Math.Log(1 + Math.Pow(10, size));
                sample.Target(i)[0] = Math.Max(0, sample.IdealOf(i)[0] + (0.1 * random.Normal()));
            });
            return PublicKind.Program(data, seed, Size, LossKind.Squared, "adam", rate: 0.01, batch: 16, steps: 1500);
        },
        PublicKind.Reported(["non-finite", "output-range"], recipe =>
            recipe.Model = pass => pass.Tape.Map(Size(pass), y => Math.Log(1 + y), (y, _) => 1 / (1 + y))) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Logistic regression of several classes.</summary>
    public static readonly PublicKind SigmoidsBeforeSoftmax = new(
        "sigmoids-before-softmax",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 800, 10, 5, distance: 0.8, spread: 0.8),
            seed,
            pass => pass.Last("1", pass.X, 5),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.01,
            batch: 32,
            steps: 800),
        PublicKind.Reported(["softmax-twice", "output-range"], recipe => recipe.LastActivation = Activation.Sigmoid));

    private static Node Scores(Pass pass) => pass.Dense("2", pass.Layer("1", pass.X, 32, Activation.Relu), 8);

    private static Node Size(Pass pass) =>
        pass.Last("2", pass.Layer("1", pass.X, 32, Activation.Relu, StartRules.He), 1, weights: StartRules.Normal(0.1));
}
