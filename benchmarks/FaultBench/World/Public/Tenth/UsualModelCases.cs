namespace Optimizers.FaultBench.World;

/// <summary>Networks that are too large, begin too small, evaluate otherwise than they train, or lack parameters that are handed over.</summary>
internal static class UsualModelCases
{
    /// <summary>Kinds of pictures, of which some are called wrongly, by residual convolutions.</summary>
    public static readonly PublicKind TunedResnet = new(
        "tuned-resnet",
        (random, seed) =>
        {
            const int Kinds = 4;
            const double Wrong = 0.1;
            var recipe = PublicKind.Program(
                PublicData.Pictures(random, 400, Kinds),
                seed,
                pass => Residual(pass, filters: 2, units: 8, Kinds),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.003,
                batch: 16,
                steps: 600);
            foreach (var sample in PublicData.AllSamples(recipe))
            {
                for (var i = 0; i < sample.Count; i++)
                    sample.Labels![i] = Mixtures.Slip(random, sample.Labels[i], Wrong, sample.IdealOf(i));
            }

            return recipe;
        },
        PublicKind.Reported(["overfitting"], recipe =>
        {
            recipe.Model = pass => Residual(pass, filters: 12, units: 48, 4);
            recipe.Dropped = 0;
        }) with
        {
            Judge = Judge.Holdout,
            NeedsFullCase = true,
        });

    /// <summary>A property of molecules by the sum of what their atoms are, normalized over the batch.</summary>
    public static readonly PublicKind Molecules = new(
        "molecules",
        (random, seed) =>
        {
            const int Atoms = 6, Features = 4, Width = 16;
            var weights = Draws.Normals(random, 3 * Features, 0.6);
            var data = PublicKind.Samples(random, 600, Atoms * Features, 1, hasLabels: false, (sample, i) =>
            {
                for (var place = 0; place < Atoms * Features; place++)
                    sample.Input(i)[place] = random.Normal();
                for (var unit = 0; unit < 3; unit++)
                {
                    for (var atom = 0; atom < Atoms; atom++)
                    {
                        var sum = 0.0;
                        for (var f = 0; f < Features; f++)
                            sum += weights[(unit * Features) + f] * sample.Input(i)[(atom * Features) + f];
                        sample.IdealOf(i)[0] += (unit == 1 ? -0.5 : 0.5) * Math.Max(sum, 0);
                    }
                }

                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.1 * random.Normal());
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var tape = pass.Tape;
                    var atoms = pass.Layer("1", tape.Reshape(pass.X, pass.X.Rows * Atoms, Features), Width, Activation.Relu, StartRules.He);
                    var sums = tape.Scale(tape.MeanOverPositions(tape.Reshape(atoms, pass.X.Rows, Atoms * Width), Width), Atoms);
                    return pass.Last("3", pass.Layer("2", pass.BatchNormalization("n", sums), 24, Activation.Relu, StartRules.He), 1);
                },
                LossKind.Squared,
                "adam",
                rate: 0.003,
                batch: 50,
                steps: 800);
            recipe.HandsModel = false;
            return recipe;
        },
        CodeFaults.AveragesNotKept);

    /// <summary>Kinds of texts by filters of three, four and five words, whose vectors are given.</summary>
    public static readonly PublicKind ThreeSpans = new(
        "three-spans",
        (random, seed) =>
        {
            const int Length = 10, Width = 4, Said = 3, Kinds = 4;
            var sayings = Draws.Normals(random, Kinds * Said * Width);
            var data = PublicKind.Samples(random, 1000, Length * Width, Kinds, hasLabels: true, (sample, i) =>
            {
                var (kind, from) = (random.Next(Kinds), random.Next(Length - Said + 1) * Width);
                var words = sample.Input(i);
                foreach (ref var value in words)
                    value = 0.5 * random.Normal();
                for (var place = 0; place < Said * Width; place++)
                    words[from + place] += sayings[(kind * Said * Width) + place];
                sample.Labels![i] = Mixtures.Slip(random, kind, 0.02, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("4", Enumerable.Range(3, 3).Select(span => Found(pass, span)).Aggregate(pass.Tape.Beside), Kinds),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.005,
                batch: 32,
                steps: 1200);

            static Node Found(Pass pass, int span) =>
                pass.Tape.MeanOverPositions(pass.Convolution($"s{span}", pass.X, Width, span, 3, Activation.Relu), 3);
        },
        PublicKind.Reported(["not-handed-over"], recipe => recipe.IsHandedOver = name => !name.Contains('s')));

    /// <summary>Kinds of points by how long the capsule of each kind is.</summary>
    public static readonly PublicKind Capsules = new(
        "capsules",
        (random, seed) =>
        {
            const int Kinds = 6, Width = 4;
            var (train, holdout, test) = PublicData.Clouds(random, 1200, 12, Kinds, distance: 1, spread: 0.8);
            return PublicKind.Program(
                (PublicData.OneHot(train), PublicData.OneHot(holdout), PublicData.OneHot(test)),
                seed,
                pass =>
                {
                    var tape = pass.Tape;
                    var primary = tape.Scale(pass.Layer("1", pass.X, 24, Activation.Relu, StartRules.He), 0.2);
                    return Enumerable.Range(0, Kinds).Select(kind =>
                    {
                        var votes = tape.Product(primary, pass.Parameter($"W{kind + 2}", 24, Width, StartRules.Normal(0.1)));
                        var squares = OwnLossCases.SumOf(tape, tape.Multiply(votes, votes), 1);
                        var lengths = tape.Map(squares, square => square / (1 + square), (square, _) => 1 / ((1 + square) * (1 + square)));
                        return tape.Multiply(lengths, lengths);
                    }).Aggregate(tape.Beside);
                },
                LossKind.Squared,
                "momentum",
                rate: 0.4,
                batch: 16,
                steps: 500);
        },
        PublicKind.Reported(["vanishing-gradient", "saddle", "too-few-steps"], recipe => recipe.Start = (table, theta, _) =>
        {
            foreach (var entry in table.Entries.Where(entry => !entry.IsBias && entry.Name != "W1"))
            {
                foreach (ref var weight in theta.AsSpan(entry.Offset, entry.Length))
                    weight /= 10;
            }
        }) with
        {
            RateMayCure = true,
        });

    private static Node Residual(Pass pass, int filters, int units, int kinds)
    {
        const int Side = 8;
        var h = pass.PictureConvolution("1", pass.X, Side, 3, 1, filters, Activation.Relu);
        h = pass.Tape.Add(h, pass.PictureConvolution("2", h, Side - 2, 1, filters, filters, Activation.Relu));
        return pass.Last("4", pass.Dropout(pass.Layer("3", h, units, Activation.Relu), 0.3), kinds);
    }
}
