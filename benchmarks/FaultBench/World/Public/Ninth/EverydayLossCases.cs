namespace Optimizers.FaultBench.World;

/// <summary>Losses that do not go with the last layer, and a last layer that does not go with the task.</summary>
internal static class EverydayLossCases
{
    /// <summary>What an action is worth. An error beyond 1 counts as 1, and has no slope.</summary>
    public static readonly PublicKind ClippedDifference = new(
        "clipped-difference",
        (random, seed) =>
        {
            const int States = 6, Actions = 3;
            var values = Draws.Normals(random, States * Actions, 1.5);
            var data = PublicKind.Samples(random, 1500, States + Actions, 1, hasLabels: false, (sample, i) =>
            {
                var (action, worth) = (random.Next(Actions), 8.0);
                for (var f = 0; f < States; f++)
                    worth += values[(action * States) + f] * (sample.Input(i)[f] = random.Normal());
                sample.Input(i)[States + action] = 1;
                sample.IdealOf(i)[0] = worth;
                sample.Target(i)[0] = worth + (0.2 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 24, Activation.Relu, StartRules.He, 1),
                LossKind.Huber,
                "rmsprop",
                rate: 0.002,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["wrong-loss", "no-gradient", "targets-scale"], recipe => recipe.WrongLoss = (tape, outputs, sample) =>
        {
            var errors = tape.Add(outputs, Tape.Constant(outputs.Rows, 1, [.. sample.Targets.Select(target => -target)]));
            var clipped = tape.Map(errors, error => Math.Clamp(error, -1, 1), (error, _) => error is > -1 and < 1 ? 1 : 0);
            return tape.Multiply(clipped, clipped);
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>True points or false ones by a sigmoid. The cross-entropy of classes asks nothing of those that are false.</summary>
    public static readonly PublicKind CrossEntropyOfOne = new(
        "cross-entropy-of-one",
        (random, seed) =>
        {
            var data = PublicData.YesOrNo(random, 1000, 2, (sample, i) =>
            {
                var (x, y) = (sample.Input(i)[0] = random.Normal(), sample.Input(i)[1] = random.Normal());
                return 4 * (y + 0.5 - (x * x));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => CodingCases.Kept(pass.Tape, pass.Last(
                    "2", pass.Layer("1", pass.X, 10, Activation.Relu, StartRules.Glorot), 1, Activation.Sigmoid)),
                LossKind.BinaryOfProbabilities,
                "sgd",
                rate: 0.2,
                batch: 100,
                steps: 2000);
        },
        PublicKind.Reported(["wrong-loss"], recipe => recipe.WrongLoss = (tape, outputs, sample) =>
            tape.Multiply(
                tape.Map(outputs, Math.Log, (p, _) => 1 / p),
                Tape.Constant(outputs.Rows, 1, [.. sample.Targets.Select(target => -target)]))));

    /// <summary>Cats or dogs by convolutions. What the loss takes for a logit is a probability.</summary>
    public static readonly PublicKind SigmoidFromLogits = new(
        "sigmoid-from-logits",
        (random, seed) =>
        {
            const int Side = 8;
            var fur = Draws.Normals(random, Side * Side);
            var data = PublicData.YesOrNo(random, 1000, Side * Side, (sample, i) =>
            {
                var picture = sample.Input(i);
                var isDog = random.Chance(0.5);
                var logit = 0.0;
                for (var p = 0; p < picture.Length; p++)
                {
                    var grey = (isDog ? 0.08 : -0.08) * fur[p];
                    picture[p] = 0.5 + grey + (0.25 * random.Normal());
                    logit += 0.16 * fur[p] * (picture[p] - 0.5) / (0.25 * 0.25);
                }

                return logit;
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, Side, 3, 1, 4, Activation.Relu), 24, Activation.Relu), 1),
                LossKind.Binary,
                "rmsprop",
                rate: 0.001,
                batch: 20,
                steps: 800);
        },
        PublicKind.Reported(["softmax-twice", "output-range"], recipe => recipe.LastActivation = Activation.Sigmoid));

    /// <summary>What a ray through a mostly empty scene ends in, by the density at points of the ray, which starts below zero.</summary>
    public static readonly PublicKind EmptyScene = new(
        "empty-scene",
        (random, seed) =>
        {
            const int Points = 8;
            const double Step = 2.0 / Points;
            var (left, top) = (random.Uniform(-0.4, 0.4), random.Uniform(-0.4, 0.4));
            var data = PublicKind.Samples(random, 2000, 2 * Points, 1, hasLabels: false, (sample, i) =>
            {
                var (angle, beside, dense) = (random.Uniform(0, Math.PI), random.Uniform(-1, 1), 0.0);
                for (var point = 0; point < Points; point++)
                {
                    var along = ((point + random.NextDouble()) * Step) - 1;
                    var x = (along * Math.Cos(angle)) - (beside * Math.Sin(angle));
                    var y = (along * Math.Sin(angle)) + (beside * Math.Cos(angle));
                    (sample.Input(i)[2 * point], sample.Input(i)[(2 * point) + 1]) = (x, y);
                    var apart = Math.Sqrt(((x - left) * (x - left)) + ((y - top) * (y - top)));
                    dense += Step * 6 * Activation.Logistic((0.35 - apart) / 0.05);
                }

                sample.IdealOf(i)[0] = sample.Target(i)[0] = 1 - Math.Exp(-dense);
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var tape = pass.Tape;
                    var points = tape.Reshape(pass.X, pass.X.Rows * Points, 2);
                    var h = pass.Layer("2", pass.Layer("1", points, 32, Activation.Relu, StartRules.He), 32, Activation.Relu, StartRules.He);
                    var densities = tape.Reshape(pass.Last("3", h, 1, Activation.Softplus), pass.X.Rows, Points);
                    return tape.Map(OwnLossCases.SumOf(tape, densities, Step), dense => 1 - Math.Exp(-dense), (_, seen) => 1 - seen);
                },
                LossKind.Squared,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 1500);
            recipe.Start = (table, theta, _) => theta[table.Entries.Single(entry => entry.Name == "b3").Offset] = -3;
            return recipe;
        },
        PublicKind.Reported(["output-range", "dead-units", "nothing-moves", "no-gradient"], recipe => recipe.LastActivation = Activation.Relu));
}
