namespace Optimizers.FaultBench.World;

/// <summary>Pictures and answers that do not belong together, and starts that do not fit.</summary>
internal static class AnswerCases
{
    private const int Side = 8;

    /// <summary>Pictures and masks are shifted by chance, each in its own way.</summary>
    public static readonly PublicKind DistortedMasks = new(
        "distorted-masks",
        (random, seed) => PublicKind.Program(
            PublicData.Masks(random, 400, Side),
            seed,
            pass => PublicData.Mask(pass, Side),
            LossKind.Binary,
            "adam",
            rate: 0.005,
            batch: 16,
            steps: 800),
        new("reported", ["wrong-labels", "bad-labels"], (recipe, random) =>
        {
            const int Across = Side - 2;
            var train = recipe.Train;
            for (var i = 0; i < train.Count; i++)
            {
                var (dx, dy) = (random.Integer(-2, 2), random.Integer(-2, 2));
                double[] old = [.. train.Target(i)];
                for (var p = 0; p < old.Length; p++)
                {
                    var (x, y) = ((p % Across) - dx, (p / Across) - dy);
                    train.Target(i)[p] = x is >= 0 and < Across && y is >= 0 and < Across ? old[(y * Across) + x] : 0;
                }
            }
        })
        {
            Judge = Judge.Holdout,
        });

    /// <summary>The colours of the masks are not quite those that are looked for: every pixel is foreground.</summary>
    public static readonly PublicKind OneColour = new(
        "one-colour",
        (random, seed) => PublicKind.Program(
            PublicData.Masks(random, 300, Side),
            seed,
            pass => PublicData.Mask(pass, Side),
            LossKind.Binary,
            "adam",
            rate: 0.01,
            batch: 8,
            steps: 600),
        PublicKind.Reported(["wrong-labels", "bad-labels", "class-imbalance"], recipe =>
        {
            Array.Fill(recipe.Train.Targets, 1);
            Array.Fill(recipe.Train.Ideal, 1);
        }) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Cats or not by logistic regression. Pictures in rows are reshaped to columns without a transposition.</summary>
    public static readonly PublicKind FlattenedCats = new(
        "flattened-cats",
        (random, seed) =>
        {
            const int Pixels = 5 * 5 * 3;
            var templates = Draws.Normals(random, 2 * Pixels, 0.12);
            var (train, holdout, test) = PublicKind.Samples(random, 400, Pixels, 1, hasLabels: true, (sample, i) =>
            {
                var label = sample.Labels![i] = random.Chance(0.35) ? 1 : 0;
                for (var p = 0; p < Pixels; p++)
                    sample.Input(i)[p] = Math.Clamp(0.5 + templates[(label * Pixels) + p] + (0.2 * random.Normal()), 0, 1);
                sample.IdealOf(i)[0] = label == 1 ? 0.99 : 0.01;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass => pass.Last("1", pass.X, 1, weights: StartRules.Zero),
                LossKind.Binary,
                "sgd",
                rate: 0.1,
                batch: 400,
                steps: 1000);
        },
        PublicKind.Reported(["examples-mixed", "wrong-labels", "chance-level"], recipe =>
        {
            foreach (var sample in PublicData.AllSamples(recipe))
            {
                double[] old = [.. sample.Inputs];
                for (var i = 0; i < old.Length; i++)
                    sample.Inputs[i] = old[(i % sample.Features * sample.Count) + (i / sample.Features)];
            }
        }) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Ten sigmoids behind fifteen, from weights and biases that are all above 0.</summary>
    public static readonly PublicKind PositiveStart = new(
        "positive-start",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.Pictures(random, 600, 10);
            return PublicKind.Program(
                (PublicData.OneHot(train), PublicData.OneHot(holdout), PublicData.OneHot(test)),
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.X, 15, Activation.Sigmoid, Within(-0.5), Within(-0.5)), 10, Activation.Sigmoid,
                    Within(-0.5), Within(-0.5)),
                LossKind.Squared,
                "sgd",
                rate: 2.5, // 0.5 on half of the sum over ten outputs
                batch: 1,
                steps: 9000);
        },
        PublicKind.Reported(["saturation", "exploding-gradient", "vanishing-gradient"], recipe =>
            recipe.Start = (_, theta, random) => Within(0)(random, 0, 0, theta)) with
        {
            RateMayCure = true,
        });

    /// <summary>Clicks by numbers and symbols; the biases of what takes the numbers begin far below 0.</summary>
    public static readonly PublicKind NegativeBiases = new(
        "negative-biases",
        (random, seed) =>
        {
            const int Numbers = 6, Users = 10, Pages = 12;
            var (slopes, users, pages) = (Draws.Normals(random, Numbers), Draws.Normals(random, Users, 0.5), Draws.Normals(random, Pages, 0.5));
            var (train, holdout, test) = PublicKind.Samples(random, 1200, Numbers + 2, 1, hasLabels: true, (sample, i) =>
            {
                var sum = 0.0;
                for (var f = 0; f < Numbers; f++)
                    sum += slopes[f] * (sample.Input(i)[f] = random.Normal());
                sum += users[(int)(sample.Input(i)[Numbers] = random.Next(Users))];
                sum += pages[(int)(sample.Input(i)[Numbers + 1] = random.Next(Pages))];
                sample.IdealOf(i)[0] = Activation.Logistic(2 * sum);
                sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass =>
                {
                    var numbers = pass.Layer("1", pass.Tape.Columns(pass.X, 0, Numbers), 16, Activation.Relu);
                    var symbols = pass.Tape.Beside(
                        pass.Embedding("P", Numbers, Users, 4, StartRules.Normal(0.3)),
                        pass.Embedding("Q", Numbers + 1, Pages, 4, StartRules.Normal(0.3)));
                    return pass.Last("3", pass.Tape.Beside(pass.Layer("2", numbers, 8, Activation.Relu), symbols), 1);
                },
                LossKind.Binary,
                "sgd",
                rate: 0.1,
                batch: 32,
                steps: 2000);
        },
        PublicKind.Reported(["dead-units", "nothing-moves"], recipe => recipe.Start = (table, theta, _) =>
        {
            foreach (var entry in table.Entries.Where(entry => entry.Name is "b1" or "b2"))
                theta.AsSpan(entry.Offset, entry.Length).Fill(-12);
        }));

    /// <summary>A line of seven points by layers of ReLUs. The last one is below 0 for all of them.</summary>
    public static readonly PublicKind LineOfRelus = new(
        "line-of-relus",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 7, 1, 1, hasLabels: false, (sample, i) =>
            {
                var x = sample.Input(i)[0] = (i % 7) - 1;
                sample.IdealOf(i)[0] = sample.Target(i)[0] = (2 * x) - 1;
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, 16, Activation.Relu), 8, Activation.Relu), 1),
                LossKind.Squared,
                "adam",
                rate: 0.01,
                batch: 7,
                steps: 2000);
            recipe.Start = (table, theta, _) =>
            {
                var last = table.Entries.Last(entry => !entry.IsBias);
                foreach (ref var weight in theta.AsSpan(last.Offset, last.Length))
                    weight = -Math.Abs(weight);
            };
            return recipe;
        },
        PublicKind.Reported(["output-range", "dead-units", "nothing-moves"], recipe => recipe.LastActivation = Activation.Relu));

    private static StartRule Within(double least) => (random, _, _, values) =>
    {
        foreach (ref var value in values)
            value = random.Uniform(least, least + 1);
    };
}
