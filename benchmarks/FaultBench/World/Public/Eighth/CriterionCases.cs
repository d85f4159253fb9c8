namespace Optimizers.FaultBench.World;

/// <summary>Losses that are handed the wrong thing, or are wrong for what is asked.</summary>
internal static class CriterionCases
{
    // What Keras keeps a probability away from 0 and 1.
    private const double Margin = 1e-7;

    /// <summary>
    /// Which of a few texts answers a question, as a teacher rates them. The divergence Σq(log q − p) wants the logarithm of a probability for p.
    /// </summary>
    public static readonly PublicKind DivergenceOfProbabilities = new(
        "divergence-of-probabilities",
        (random, seed) =>
        {
            const int Texts = 5, Width = 6;
            var fits = Draws.Normals(random, Width * Width, 0.5);
            var data = PublicKind.Samples(random, 1500, (Texts + 1) * Width, Texts, hasLabels: true, (sample, i) =>
            {
                foreach (ref var value in sample.Input(i))
                    value = random.Normal();
                var ratings = sample.IdealOf(i);
                for (var entry = 0; entry < Texts * Width * Width; entry++)
                {
                    var (text, row, column) = (entry / (Width * Width), entry / Width % Width, entry % Width);
                    ratings[text] += fits[entry % (Width * Width)] * sample.Input(i)[row] * sample.Input(i)[((text + 1) * Width) + column];
                }

                Mixtures.Normalize(ratings);
                sample.Labels![i] = random.Category(ratings);
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var tape = pass.Tape;
                    var question = pass.Dense("2", pass.Layer("1", tape.Columns(pass.X, 0, Width), 24, Activation.Relu, StartRules.He), Width);
                    return Enumerable.Range(1, Texts)
                        .Select(text => OwnLossCases.SumOf(tape, tape.Multiply(question, tape.Columns(pass.X, text * Width, Width)), 1))
                        .Aggregate(tape.Beside);
                },
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 1200);
            recipe.Smoothing = 0.1;
            return recipe;
        },
        PublicKind.Reported(["wrong-loss"], recipe =>
        {
            var smoothing = recipe.Smoothing;
            recipe.WrongLoss = (tape, outputs, sample) =>
            {
                var classes = outputs.Columns;
                double[] rated =
                [
                    .. Enumerable.Range(0, outputs.Values.Length).Select(i =>
                        Tape.SmoothTarget(sample.Labels![i / classes], i % classes, classes, smoothing)),
                ];
                var logarithms = Tape.Constant(outputs.Rows, classes, [.. rated.Select(share => Math.Log(share))]);
                var apart = tape.Add(logarithms, tape.Scale(tape.Softmax(outputs), -1));
                return OwnLossCases.SumOf(tape, tape.Multiply(apart, Tape.Constant(outputs.Rows, classes, rated)), 1);
            };
        }));

    /// <summary>What is to be seen in a picture, any number of things. Keras's cross-entropy gets the answers for the outputs.</summary>
    public static readonly PublicKind SwappedArguments = new(
        "swapped-arguments",
        (random, seed) =>
        {
            const int Things = 4, Pixels = 64;
            const double Slips = 0.1;
            double[] templates = [.. Enumerable.Range(0, Things * Pixels).Select(_ => random.Chance(0.2) ? 0.5 : 0)];
            var data = PublicKind.Samples(random, 800, Pixels, Things, hasLabels: false, (sample, i) =>
            {
                foreach (ref var pixel in sample.Input(i))
                    pixel = 0.1 * random.Normal();
                for (var thing = 0; thing < Things; thing++)
                {
                    var isThere = random.Chance(0.4);
                    for (var p = 0; isThere && p < Pixels; p++)
                        sample.Input(i)[p] += templates[(thing * Pixels) + p];
                    sample.IdealOf(i)[thing] = isThere ? 1 - Slips : Slips;
                    sample.Target(i)[thing] = random.Chance(sample.IdealOf(i)[thing]) ? 1 : 0;
                }
            });
            return PublicKind.Program(
                data,
                seed,
                pass => CodingCases.Kept(pass.Tape, pass.Last(
                    "2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), Things, Activation.Sigmoid)),
                LossKind.BinaryOfProbabilities,
                "adam",
                rate: 0.002,
                batch: 32,
                steps: 600);
        },
        PublicKind.Reported(["wrong-loss"], recipe => recipe.WrongLoss = (tape, outputs, sample) =>
        {
            // What is taken for an answer is p, and what is taken for an output is 0 or 1, but for the margin.
            double[] taken = [.. sample.Targets.Select(target => Math.Clamp(target, Margin, 1 - Margin))];
            var slopes = Tape.Constant(outputs.Rows, outputs.Columns, [.. taken.Select(answer => Math.Log(1 - answer) - Math.Log(answer))]);
            var constant = Tape.Constant(outputs.Rows, outputs.Columns, [.. taken.Select(answer => -Math.Log(1 - answer))]);
            return OwnLossCases.SumOf(tape, tape.Add(constant, tape.Multiply(slopes, outputs)), 1.0 / outputs.Columns);
        }));

    /// <summary>Four numbers of the same columns. The first has a loss in units of its own, a thousand times that of each other one.</summary>
    public static readonly PublicKind OneLargeLoss = new(
        "one-large-loss",
        (random, seed) =>
        {
            const int Features = 8, Numbers = 4;
            var slopes = Draws.Normals(random, Features * Numbers, 0.35);
            var data = PublicKind.Samples(random, 1000, Features, Numbers, hasLabels: false, (sample, i) =>
            {
                foreach (ref var value in sample.Input(i))
                    value = random.Normal();
                for (var c = 0; c < Numbers; c++)
                {
                    var sum = 0.0;
                    for (var f = 0; f < Features; f++)
                        sum += slopes[(f * Numbers) + c] * sample.Input(i)[f];
                    if (c == 0)
                        sum += 0.7 * ((sample.Input(i)[0] * sample.Input(i)[1]) + (sample.Input(i)[2] * sample.Input(i)[3]));
                    sample.IdealOf(i)[c] = sum;
                    sample.Target(i)[c] = sample.IdealOf(i)[c] + (0.3 * random.Normal());
                }
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(1, 8, Activation.Relu, StartRules.He, Numbers),
                LossKind.Squared,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["wrong-loss", "targets-scale"], recipe =>
            recipe.WrongLoss = (tape, outputs, sample) =>
            {
                var apart = tape.Add(outputs, Tape.Constant(outputs.Rows, outputs.Columns, [.. sample.Targets.Select(target => -target)]));
                double[] weights = [.. Enumerable.Range(0, outputs.Columns).Select(c => (c == 0 ? 1000.0 : 1) / outputs.Columns)];
                return tape.Product(tape.Multiply(apart, apart), Tape.Constant(outputs.Columns, 1, weights));
            }) with
        {
            RateMayCure = true,
        });

    /// <summary>How far a picture is turned, by sine and cosine, or as a number of degrees, of which 0 and 359 are far apart.</summary>
    public static readonly PublicKind TurnedPictures = new(
        "turned-pictures",
        (random, seed) =>
        {
            const int Side = 8;
            const double Middle = 3.5, Reach = 1.5;
            var data = PublicKind.Samples(random, 2000, Side * Side, 2, hasLabels: false, (sample, i) =>
            {
                var angle = random.Uniform(-Math.PI, Math.PI);
                PublicData.Spot(sample.Input(i), Side, Middle, Middle, 1.5);
                PublicData.Spot(sample.Input(i), Side, Middle + (Reach * Math.Cos(angle)), Middle + (Reach * Math.Sin(angle)), 1.5);
                foreach (ref var pixel in sample.Input(i))
                    pixel += 0.2 * random.Normal();
                (sample.IdealOf(i)[0], sample.IdealOf(i)[1]) = (Math.Cos(angle), Math.Sin(angle));
                sample.IdealOf(i).CopyTo(sample.Target(i));
            });
            return PublicKind.Program(
                data, seed, pass => pass.Last("3", Seen(pass), 2), LossKind.Squared, "adam", rate: 0.002, batch: 16, steps: 1000);
        },
        PublicKind.Reported(["wrong-loss", "bad-labels", "model-bias", "targets-scale"], recipe =>
        {
            (recipe.Train, recipe.Holdout) = (InDegrees(recipe.Train), InDegrees(recipe.Holdout));
            recipe.Test = recipe.Test is { } test ? InDegrees(test) : null;
            recipe.Model = pass => pass.Tape.Scale(pass.Last("3", Seen(pass), 1, Activation.Sigmoid), 360);
        }));

    /// <summary>How likely a position is won, from its squares, by the squared error.</summary>
    public static readonly PublicKind SoftmaxOfProbability = new(
        "softmax-of-probability",
        (random, seed) =>
        {
            const int Squares = 16;
            var worth = Draws.Normals(random, Squares, 0.5);
            var data = PublicKind.Samples(random, 1000, Squares, 1, hasLabels: false, (sample, i) =>
            {
                var sum = 0.0;
                for (var square = 0; square < Squares; square++)
                    sum += worth[square] * (sample.Input(i)[square] = random.Integer(-1, 1));
                sample.IdealOf(i)[0] = sample.Target(i)[0] = Activation.Logistic(sum + (0.5 * sample.Input(i)[0] * sample.Input(i)[1]));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.X, 32, Activation.Relu), 1, Activation.Sigmoid),
                LossKind.Squared,
                "adam",
                rate: 0.001,
                batch: 32,
                steps: 1000);
        },
        PublicKind.Reported(["output-range", "nothing-moves", "no-gradient"], recipe =>
            recipe.Model = pass => pass.Tape.Softmax(pass.Last("2", pass.Layer("1", pass.X, 32, Activation.Relu), 1))));

    private static Node Seen(Pass pass) =>
        pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), 32, Activation.Relu, StartRules.He);

    private static Sample InDegrees(Sample sample)
    {
        double[] degrees =
        [
            .. Enumerable.Range(0, sample.Count).Select(i => 180 + (180 / Math.PI * Math.Atan2(sample.Target(i)[1], sample.Target(i)[0]))),
        ];
        return sample with { Outputs = 1, Targets = degrees, Ideal = [.. degrees] };
    }
}
