namespace Optimizers.FaultBench.World;

/// <summary>Rules, rates and their schedules, and a start that does not know its layers.</summary>
internal static class RuleCases
{
    /// <summary>Digits by convolutions. Adadelta finds its own rate, which is multiplied by a thousandth.</summary>
    public static readonly PublicKind AdadeltaThousandth = new(
        "adadelta-thousandth",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 1000, 10),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 6, Activation.Relu), 32, Activation.Relu), 10),
            LossKind.CrossEntropy,
            "adadelta",
            rate: 1,
            batch: 32,
            steps: 1000),
        PublicKind.Reported(["step-too-small", "too-few-steps"], recipe => recipe.Rate = 0.001));

    /// <summary>What a position is worth, by layers that add to what comes in. Starts are three times too large for their widths.</summary>
    public static readonly PublicKind ChessValues = new(
        "chess-values",
        (random, seed) =>
        {
            const int Squares = 32;
            var (pieces, pairs) = (Draws.Normals(random, Squares, 0.5), Draws.Normals(random, Squares, 0.3));
            var data = PublicKind.Samples(random, 1500, Squares, 1, hasLabels: false, (sample, i) =>
            {
                var sum = 0.0;
                for (var f = 0; f < Squares; f++)
                    sample.Input(i)[f] = random.Integer(-1, 1);
                for (var f = 0; f < Squares; f++)
                    sum += (pieces[f] * sample.Input(i)[f]) + (pairs[f] * sample.Input(i)[f] * sample.Input(i)[(f + 1) % Squares]);
                sample.IdealOf(i)[0] = Math.Tanh(0.6 * sum);
                sample.Target(i)[0] = Math.Clamp(sample.IdealOf(i)[0] + (0.1 * random.Normal()), -1, 1);
            });
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var h = pass.Layer("1", pass.X, 24, Activation.Relu, StartRules.LeCun);
                    foreach (var name in (string[])["2", "3", "4"])
                        h = pass.Tape.Add(h, pass.Layer(name, h, 24, Activation.Relu, StartRules.Normal(0.1)));
                    return pass.Last("5", h, 1, Activation.Tanh, StartRules.LeCun);
                },
                LossKind.Squared,
                "momentum",
                rate: 0.01,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["exploding-gradient", "saturation"], recipe => recipe.Start = (_, theta, _) =>
        {
            foreach (ref var value in theta.AsSpan())
                value *= 3;
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>Adagrad is made anew where each of a few long epochs begins; the last has hardly begun.</summary>
    public static readonly PublicKind AdagradResumed = new(
        "adagrad-resumed",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 1600, 12, 8, distance: 1, spread: 0.9),
            seed,
            pass => pass.Perceptron(1, 32, Activation.Relu, StartRules.He, 8),
            LossKind.CrossEntropy,
            "adagrad",
            rate: 0.2,
            batch: 16,
            steps: 302),
        PublicKind.Reported(["restart-jump", "step-too-large"], recipe => recipe.RenewsOptimizer = true) with { RateMayCure = true });

    /// <summary>Classes of texts. The rate falls to 0 over a number of steps that was divided by the size of a batch once more.</summary>
    public static readonly PublicKind WrongTotal = new(
        "wrong-total",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                SequenceCases.Texts(random, 1200, 4),
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.Tape.MeanOf(pass.Embeddings(SequenceCases.Words, 8)), 16, Activation.Gelu), 4),
                LossKind.CrossEntropy,
                "adamw",
                rate: 0.01,
                batch: 32,
                steps: 640);
            recipe.Shape = WarmedUp;
            return recipe;
        },
        PublicKind.Reported(["decayed-too-early", "step-too-small", "nothing-moves"], recipe =>
            recipe.Shape = (rate, steps) => WarmedUp(rate, steps / 32)) with
        {
            RateMayCure = true,
        });

    /// <summary>A number in the tens by numbers of some size, plain descent.</summary>
    public static readonly PublicKind SkyrocketingWeights = new(
        "skyrocketing-weights",
        (random, seed) =>
        {
            const int Features = 6;
            var slopes = Draws.Normals(random, Features);
            var data = PublicKind.Samples(random, 1000, Features, 1, hasLabels: false, (sample, i) =>
            {
                sample.IdealOf(i)[0] = 40;
                for (var f = 0; f < Features; f++)
                    sample.IdealOf(i)[0] += slopes[f] * (sample.Input(i)[f] = 16 * random.Normal());
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (2 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 32, Activation.Relu, StartRules.He, 1),
                LossKind.Squared,
                "sgd",
                rate: 0.0001,
                batch: 20,
                steps: 3000);
        },
        PublicKind.Reported(["step-too-large"], recipe => recipe.Rate = 0.001) with { ClippingMayCure = true });

    private static Schedule WarmedUp(double rate, int steps)
    {
        var warmUp = Math.Max(1, steps / 10);
        return Schedule.WarmUp(warmUp, rate).Then(Schedule.LinearDecay(Math.Max(1, steps - warmUp), rate, 0));
    }
}
