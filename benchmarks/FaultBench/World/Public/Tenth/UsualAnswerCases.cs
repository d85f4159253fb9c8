namespace Optimizers.FaultBench.World;

/// <summary>Answers that came wrongly, or in an order, or too few of a kind, inputs as they came, and outputs that cannot be what is asked.</summary>
internal static class UsualAnswerCases
{
    private const int Side = 8;

    /// <summary>A plane through noisy points. The errors are those of every output to every answer.</summary>
    public static readonly PublicKind MatrixOfErrors = new(
        "matrix-of-errors",
        (random, seed) =>
        {
            double[] slopes = [9, -2];
            var data = PublicKind.Samples(random, 100, slopes.Length, 1, hasLabels: false, (sample, i) =>
            {
                sample.IdealOf(i)[0] = PublicData.NormalInputs(random, sample, i, slopes, from: 10);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + random.Normal();
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("1", pass.X, 1, weights: StartRules.Uniform, biases: StartRules.Uniform),
                LossKind.Squared,
                "sgd",
                rate: 0.1,
                batch: 100,
                steps: 30);
        },
        ModelFaults.BroadcastTargets);

    /// <summary>How good a text is, from nothing to perfect, by its words. What is between is made nothing.</summary>
    public static readonly PublicKind AnswersAsIntegers = new(
        "answers-as-integers",
        (random, seed) =>
        {
            const int Words = 40, Length = 6;
            var values = Draws.Normals(random, Words, 0.1);
            var data = PublicKind.Samples(random, 1500, Length, 1, hasLabels: false, (sample, i) =>
            {
                var score = 0.5;
                for (var t = 0; t < Length; t++)
                    score += values[(int)(sample.Input(i)[t] = random.Next(Words))];
                sample.IdealOf(i)[0] = Math.Clamp(score, 0, 1);
                sample.Target(i)[0] = Math.Clamp(score + (0.03 * random.Normal()), 0, 1);
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(Words, 8), 16, Activation.Tanh)[^1], 1),
                LossKind.Squared,
                "adamw",
                rate: 0.003,
                batch: 32,
                steps: 800);
        },
        PublicKind.Reported(["wrong-labels", "bad-labels"], recipe =>
        {
            double[] whole = [.. recipe.Train.Targets.Select(Math.Truncate)];
            recipe.Train = recipe.Train with { Targets = whole, Ideal = [.. whole] };
        }) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Pictures that are put together again by convolutions and ReLUs, the last included.</summary>
    public static readonly PublicKind StandardizedDigits = new(
        "standardized-digits",
        (random, seed) => PublicKind.Program(
            CodingCases.Spots(random, 600),
            seed,
            pass =>
            {
                var seen = pass.PictureConvolution("1", pass.X, Side, 3, 1, 6, Activation.Relu);
                var code = pass.Layer("2", seen, 12, Activation.Relu, StartRules.He);
                var h = pass.Layer("3", code, 48, Activation.Relu, StartRules.He);
                return pass.Last("4", h, Side * Side, Activation.Relu, biases: (_, _, _, values) => values.Fill(0.2));
            },
            LossKind.Squared,
            "nadam",
            rate: 0.005,
            batch: 20,
            steps: 1200),
        PublicKind.Reported(["output-range", "targets-scale", "dead-units"], recipe =>
        {
            var mean = recipe.Train.Inputs.Average();
            var spread = Math.Sqrt(recipe.Train.Inputs.Average(pixel => (pixel - mean) * (pixel - mean)));
            PublicData.InUnits(recipe, (1 / spread, -mean / spread), (1 / spread, -mean / spread));
        }));

    /// <summary>What a pixel shows, by those around it. Nearly all show nothing.</summary>
    public static readonly PublicKind RoadsAndCars = new(
        "roads-and-cars",
        (random, seed) =>
        {
            const int Around = 5;
            return PublicKind.Program(
                PublicData.Clouds(random, 2400, Around * Around, 3, distance: 0.4, spread: 0.7),
                seed,
                pass =>
                {
                    var seen = pass.PictureConvolution("1", pass.X, Around, 3, 1, 8, Activation.Relu);
                    return pass.Last("3", pass.Layer("2", seen, 24, Activation.Relu), 3);
                },
                LossKind.CrossEntropy,
                "momentum",
                rate: 0.02,
                batch: 16,
                steps: 900);
        },
        PublicKind.Reported(["class-imbalance"], recipe =>
        {
            const int Roads = 24, Cars = 8;
            var (train, shown) = (recipe.Train, new int[3]);
            recipe.Train = train.Rows(
            [
                .. Enumerable.Range(0, train.Count).Where(i =>
                    train.Labels![i] == 0 || ++shown[train.Labels[i]] <= (train.Labels[i] == 1 ? Roads : Cars)),
            ]);
        }) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Whether a number is at least 150.</summary>
    public static readonly PublicKind Over150 = new(
        "over-150",
        (random, seed) =>
        {
            const int Numbers = 300;
            const double Sure = 0.999;
            var (train, holdout, test) = PublicKind.Samples(random, 1000, 1, 1, hasLabels: true, (sample, i) =>
            {
                var number = random.Next(Numbers);
                sample.Input(i)[0] = (double)number / Numbers;
                sample.Labels![i] = number >= Numbers / 2 ? 1 : 0;
                sample.IdealOf(i)[0] = number >= Numbers / 2 ? Sure : 1 - Sure;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass => CodingCases.Kept(pass.Tape, pass.Last("2", pass.Layer("1", pass.X, 2, Activation.Sigmoid), 1, Activation.Sigmoid)),
                LossKind.BinaryOfProbabilities,
                "sgd",
                rate: 1,
                batch: 1,
                steps: 30_000);
        },
        PublicKind.Reported(["bad-scaling", "ravine", "saturation"], recipe => PublicData.InUnits(recipe, (300, 0))) with { RateMayCure = true });

    /// <summary>Kinds of pictures, which lie in their order when the last are kept for validation.</summary>
    public static readonly PublicKind FifthClass = new(
        "fifth-class",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 600, 5),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, Side, 3, 1, 6, Activation.Relu), 24, Activation.Relu), 5),
            LossKind.CrossEntropy,
            "rmsprop",
            rate: 0.001,
            batch: 25,
            steps: 400),
        PublicKind.Reported(["distribution-mismatch", "class-imbalance"], recipe =>
        {
            var all = recipe.Train;
            var order = Enumerable.Range(0, all.Count).OrderBy(i => all.Labels![i]).ToArray();
            var kept = all.Count * 3 / 4;
            (recipe.Train, recipe.Holdout) = (all.Rows(order.AsSpan(0, kept)), all.Rows(order.AsSpan(kept)));
        }) with
        {
            Judge = Judge.Holdout,
            NeedsFullCase = true,
        });
}
