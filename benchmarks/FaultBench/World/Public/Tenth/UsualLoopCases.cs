namespace Optimizers.FaultBench.World;

/// <summary>The order, the rate, its schedule, the length, the penalty and the gradients of a loop.</summary>
internal static class UsualLoopCases
{
    /// <summary>Many kinds of pictures by two convolutions, folder after folder.</summary>
    public static readonly PublicKind ClassAfterClass = new(
        "class-after-class",
        (random, seed) =>
        {
            const int Side = 8, Filters = 6;
            return PublicKind.Program(
                PublicData.Pictures(random, 1152, 8),
                seed,
                pass =>
                {
                    var h = pass.PictureConvolution("1", pass.X, Side, 3, 1, Filters, Activation.Relu);
                    return pass.Last("3", pass.PictureConvolution("2", h, Side - 2, 3, Filters, Filters, Activation.Relu), 8);
                },
                LossKind.CrossEntropy,
                "nesterov",
                rate: 0.02,
                batch: 24,
                steps: 480);
        },
        PublicKind.Reported(["correlated-batches"], recipe =>
        {
            var order = Enumerable.Range(0, recipe.Train.Count).OrderBy(i => recipe.Train.Labels![i]).ToArray();
            (recipe.Train, recipe.InOrder) = (recipe.Train.Rows(order), true);
        }));

    /// <summary>A noisy number by tanh units. The rate falls along a cosine, behind whose end it begins anew.</summary>
    public static readonly PublicKind CosineAgain = new(
        "cosine-again",
        (random, seed) =>
        {
            var slopes = Draws.Normals(random, 6, 0.5);
            var data = PublicKind.Samples(random, 1000, slopes.Length, 1, hasLabels: false, (sample, i) =>
            {
                var sum = PublicData.NormalInputs(random, sample, i, slopes);
                sample.IdealOf(i)[0] = sum + Math.Sin(2 * sum);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + random.Normal();
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(1, 20, Activation.Tanh, StartRules.Glorot, 1),
                LossKind.Squared,
                "sgd",
                rate: 0.08,
                batch: 2,
                steps: 3000);
            recipe.Shape = (rate, steps) => Schedule.From(step => Cosine(rate, step, Falls(steps)));
            return recipe;
        },
        PublicKind.Reported(["restart-jump", "step-too-large"], recipe =>
            recipe.Shape = (rate, steps) => Schedule.From(step => Cosine(rate, step % (Falls(steps) + 1), Falls(steps)))) with
        {
            RateMayCure = true,
        });

    /// <summary>Ratings by the products of what is known of users and of things, one rating a step.</summary>
    public static readonly PublicKind RatingsAlpha = new(
        "ratings-alpha",
        (random, seed) =>
        {
            const int Users = 20, Things = 25, Factors = 4;
            const double Usual = 3;
            var (tastes, traits) = (Draws.Normals(random, 2 * Users, 0.8), Draws.Normals(random, 2 * Things, 0.8));
            var data = PublicKind.Samples(random, 1500, 2, 1, hasLabels: false, (sample, i) =>
            {
                var (user, thing) = (random.Next(Users), random.Next(Things));
                (sample.Input(i)[0], sample.Input(i)[1]) = (user, thing);
                sample.IdealOf(i)[0] = Usual + (tastes[2 * user] * traits[2 * thing]) + (tastes[(2 * user) + 1] * traits[(2 * thing) + 1]);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.2 * random.Normal());
            });
            StartRule start = StartRules.Normal(1.0 / Factors);
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var tape = pass.Tape;
                    var products = tape.Multiply(pass.Embedding("P", 0, Users, Factors, start), pass.Embedding("Q", 1, Things, Factors, start));
                    var usual = pass.Parameter("b", 1, 1, (_, _, _, values) => values.Fill(Usual), isBias: true);
                    return tape.AddRow(OwnLossCases.SumOf(tape, products, 1), usual);
                },
                LossKind.Squared,
                "sgd",
                rate: 0.03,
                batch: 1,
                steps: 12_000);
        },
        PublicKind.Reported(["step-too-large"], recipe => recipe.Rate = 0.6) with { RateMayCure = true, ClippingMayCure = true });

    /// <summary>One bit or the other, by two layers of sigmoids where one would do.</summary>
    public static readonly PublicKind TwoTimesTen = new(
        "two-times-ten",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 4, 2, 1, hasLabels: false, (sample, i) =>
            {
                (sample.Input(i)[0], sample.Input(i)[1]) = (i / 2 % 2, i % 2);
                sample.IdealOf(i)[0] = sample.Target(i)[0] = (i / 2 % 2) ^ (i % 2);
            });
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var h = pass.Layer("2", pass.Layer("1", pass.X, 10, Activation.Sigmoid), 10, Activation.Sigmoid);
                    return pass.Last("3", h, 1, Activation.Sigmoid);
                },
                LossKind.Squared,
                "sgd",
                rate: 2,
                batch: 4,
                steps: 5000);
        },
        PublicKind.Reported(["too-few-steps", "step-too-small", "vanishing-gradient", "saddle"], recipe => recipe.Steps /= 10) with
        {
            RateMayCure = true,
        });

    /// <summary>The energy and two forces of atoms by tanh units. Every weight is pulled to zero.</summary>
    public static readonly PublicKind StrongPenalty = new(
        "strong-penalty",
        (random, seed) =>
        {
            const int Descriptors = 6, Outputs = 3;
            var (inner, outer) = (Draws.Normals(random, Descriptors * 4, 0.5), Draws.Normals(random, 4 * Outputs, 0.8));
            var data = PublicKind.Samples(random, 900, Descriptors, Outputs, hasLabels: false, (sample, i) =>
            {
                for (var f = 0; f < Descriptors; f++)
                    sample.Input(i)[f] = random.Normal();
                for (var unit = 0; unit < 4; unit++)
                {
                    var sum = 0.0;
                    for (var f = 0; f < Descriptors; f++)
                        sum += inner[(unit * Descriptors) + f] * sample.Input(i)[f];
                    for (var c = 0; c < Outputs; c++)
                        sample.IdealOf(i)[c] += outer[(unit * Outputs) + c] * Math.Tanh(sum);
                }

                for (var c = 0; c < Outputs; c++)
                    sample.Target(i)[c] = sample.IdealOf(i)[c] + (0.1 * random.Normal());
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(1, 30, Activation.Tanh, StartRules.Glorot, Outputs),
                LossKind.Squared,
                "momentum",
                rate: 0.05,
                batch: 50,
                steps: 1500);
            recipe.Optimizer.L2Penalty = 3e-4;
            return recipe;
        },
        PublicKind.Reported(["weight-decay"], recipe => recipe.Optimizer.L2Penalty *= 1000));

    /// <summary>Whether somebody speaks, by a recurrence over what is heard.</summary>
    public static readonly PublicKind VoiceTuning = new(
        "voice-tuning",
        (random, seed) =>
        {
            const int Times = 8, Bands = 4;
            var voice = Draws.Normals(random, Bands, 0.8);
            var data = PublicData.YesOrNo(random, 1200, Times * Bands, (sample, i) =>
            {
                var (speaks, logit) = (random.Chance(0.5), 0.0);
                for (var place = 0; place < Times * Bands; place++)
                {
                    // What is later is heard better.
                    var shown = voice[place % Bands] * (place / Bands) / Times;
                    var heard = sample.Input(i)[place] = (speaks ? shown : -shown) + random.Normal();
                    logit += 2 * shown * heard;
                }

                return logit;
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Times(Bands), 12, Activation.Tanh)[^1], 1),
                LossKind.Binary,
                "adam",
                rate: 0.004,
                batch: 32,
                steps: 600);
        },
        CodeFaults.GradientsNotCleared);

    private static long Falls(int steps) => steps * 9 / 10;

    private static double Cosine(double rate, long step, long falls) => rate * (1 + Math.Cos(Math.PI * step / falls)) / 2;
}
