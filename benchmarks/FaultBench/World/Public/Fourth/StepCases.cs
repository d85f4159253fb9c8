namespace Optimizers.FaultBench.World;

/// <summary>What the loop and the optimizer do with gradients.</summary>
internal static class StepCases
{
    private const int Side = 8;

    /// <summary>Eight small batches a step, whose gradients are added up.</summary>
    public static readonly PublicKind EightBatches = new(
        "eight-batches",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 800, 8),
            seed,
            pass =>
            {
                var h = pass.PictureConvolution("1", pass.X, Side, 3, 1, 4, Activation.LeakyRelu);
                return pass.Last("3", pass.Layer("2", h, 24, Activation.LeakyRelu), 8);
            },
            LossKind.CrossEntropy,
            "momentum",
            rate: 0.08,
            batch: 64,
            steps: 400),
        PublicKind.Reported(["step-too-large", "wrong-gradient", "wrong-loss"], recipe => recipe.AddedParts = 8) with
        {
            RateMayCure = true,
            ClippingMayCure = true,
        });

    /// <summary>Good or bad by the words of a text.</summary>
    public static readonly PublicKind NoMomentum = new(
        "no-momentum",
        (random, seed) => PublicKind.Program(
            SequenceCases.Texts(random, 1000, 2),
            seed,
            pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(SequenceCases.Words, 8), 12, Activation.Tanh)[^1], 2),
            LossKind.CrossEntropy,
            "momentum",
            rate: 0.01,
            batch: 32,
            steps: 220),
        PublicKind.Reported(["step-too-small", "too-few-steps"], recipe => recipe.Optimizer.Momentum = 0) with { RateMayCure = true });

    /// <summary>What was to be optimized is set back at the start of every epoch, and the optimizer with it.</summary>
    public static readonly PublicKind ResetEveryEpoch = new(
        "reset-every-epoch",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 1280, 10),
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.X, 20, Activation.Sigmoid), 10),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.01,
            batch: 128,
            steps: 600),
        PublicKind.Reported(["restart-jump", "too-few-steps"], recipe => recipe.ResetsParameters = recipe.RenewsOptimizer = true));

    /// <summary>The velocity is a sum of all gradients, which nothing shrinks.</summary>
    public static readonly PublicKind VelocityWithoutDecay = new(
        "velocity-without-decay",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 400, 5, 1, hasLabels: false, (sample, i) =>
            {
                for (var f = 0; f < 5; f++)
                    sample.Input(i)[f] = random.Uniform(-1, 1);
                var x = sample.Input(i);
                sample.IdealOf(i)[0] = Math.Sin(2 * x[0] * x[1]) + (x[2] * x[2]) + (0.7 * x[3]) - (0.4 * x[4]);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.1 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(1, 20, Activation.Tanh, StartRules.Glorot, 1),
                LossKind.Squared,
                "accumulated",
                rate: 0.02,
                batch: 40,
                steps: 800);
        },
        PublicKind.Reported(["momentum-too-high", "step-too-large"], recipe => recipe.Optimizer.Momentum = 0.99999) with { RateMayCure = true });

    /// <summary>Where a joint is, as a map of heat: behind the warm-up the rate shrinks with every step.</summary>
    public static readonly PublicKind DecayEveryStep = new(
        "decay-every-step",
        (random, seed) =>
        {
            var data = PublicData.HeatMaps(random, 400, Side, radius: 1);
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => PublicData.Mask(pass, Side),
                LossKind.Squared,
                "adamw",
                rate: 0.005,
                batch: 16,
                steps: 600);
            recipe.Shape = (rate, steps) => Schedule.WarmUp(steps / 20, rate).Then(Schedule.CosineDecay(steps - (steps / 20), rate));
            return recipe;
        },
        PublicKind.Reported(["decayed-too-early"], recipe =>
            recipe.Shape = (rate, steps) => Schedule.WarmUp(steps / 20, rate).Then(Schedule.ExponentialDecay(rate, 0.75))) with
        {
            RateMayCure = true,
        });

    /// <summary>What a state is worth, behind an encoder that is trained: the optimizer has not the value's own layers.</summary>
    public static readonly PublicKind ValueHead = new(
        "value-head",
        (random, seed) =>
        {
            const int Features = 6;
            var weights = Draws.Normals(random, Features, 0.6);
            var data = PublicKind.Samples(random, 800, Features, 1, hasLabels: false, (sample, i) =>
            {
                var sum = PublicData.NormalInputs(random, sample, i, weights);
                sample.IdealOf(i)[0] = 4 + (2 * Math.Sin(1.5 * sum));
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.3 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, 4, Activation.Elu), 32, Activation.Elu), 1),
                LossKind.Squared,
                "adam",
                rate: 0.01,
                batch: 50,
                steps: 1500);
        },
        PublicKind.Reported(["not-handed-over", "nothing-moves"], recipe => recipe.IsHandedOver = name => name is "W1" or "b1"));

    /// <summary>The tag of a word behind others.</summary>
    public static readonly PublicKind Tagger = new(
        "tagger",
        (random, seed) => PublicKind.Program(
            SequenceCases.Texts(random, 1500, 5),
            seed,
            pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(SequenceCases.Words, 8), 16, Activation.Tanh)[^1], 5),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.001,
            batch: 20,
            steps: 1500),
        PublicKind.Reported(["step-too-large"], recipe => recipe.Rate = 0.1) with { ClippingMayCure = true });

    /// <summary>Temperatures by a small network; every epoch, of one step, has its own Adam.</summary>
    public static readonly PublicKind AdamAnew = new(
        "adam-anew",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 256, 3, 1, hasLabels: false, (sample, i) =>
            {
                var (x, y, season) = (random.Uniform(-1, 1), random.Uniform(-1, 1), random.Uniform(-1, 1));
                (sample.Input(i)[0], sample.Input(i)[1], sample.Input(i)[2]) = (x, y, season);
                sample.IdealOf(i)[0] = Math.Sin(Math.PI * season) + (0.5 * Math.Cos(3 * x)) - (0.6 * y * season);
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.1 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 24, Activation.Relu, StartRules.He, 1),
                LossKind.Squared,
                "adam",
                rate: 0.03,
                batch: 256,
                steps: 1000);
        },
        PublicKind.Reported(["restart-jump", "step-too-large"], recipe => recipe.RenewsOptimizer = true) with { RateMayCure = true });
}
