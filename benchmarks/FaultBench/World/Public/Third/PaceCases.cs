namespace Optimizers.FaultBench.World;

/// <summary>How large the steps are, when, and of which batches.</summary>
internal static class PaceCases
{
    /// <summary>The rate falls when the largest loss has not grown: it was meant for an accuracy.</summary>
    public static readonly PublicKind PlateauOfMaximum = new(
        "plateau-of-maximum",
        (random, seed) =>
        {
            var recipe = Sequences(random, seed);
            recipe.FallsOnPlateau = true;
            return recipe;
        },
        PublicKind.Reported(["decayed-too-early"], recipe => recipe.PlateauIsOfMaximum = true) with { RateMayCure = true });

    /// <summary>A new iterator for every step: each takes the first batch.</summary>
    public static readonly PublicKind FirstBatch = new(
        "first-batch",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 500, 8),
            seed,
            pass => pass.Last("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 4, Activation.Relu), 8),
            LossKind.CrossEntropy,
            "momentum",
            rate: 0.01,
            batch: 32,
            steps: 500),
        PublicKind.Reported(["correlated-batches", "overfitting"], recipe => recipe.InOrder = recipe.TakesFirstBatchOnly = true));

    /// <summary>The default of a library was copied with a slip.</summary>
    public static readonly PublicKind EpsilonOfATenth = new(
        "epsilon-of-a-tenth",
        (random, seed) =>
        {
            const int Symbols = 12, Length = 6;
            var sizes = Draws.Normals(random, Symbols * 6, 1.2);
            var data = PublicKind.Samples(random, 3000, Length, 6, hasLabels: true, (sample, i) =>
            {
                for (var t = 0; t < Length; t++)
                {
                    var symbol = (int)(sample.Input(i)[t] = random.Next(Symbols));
                    for (var c = 0; c < 6; c++)
                        sample.IdealOf(i)[c] += sizes[(symbol * 6) + c];
                }

                Mixtures.Normalize(sample.IdealOf(i));
                sample.Labels![i] = random.Category(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(Symbols, 8), 16, Activation.Tanh)[^1], 6),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.005,
                batch: 64,
                steps: 900);
        },
        PublicKind.Reported(["step-too-small"], recipe => recipe.Optimizer.Epsilon = 0.1) with { RateMayCure = true });

    /// <summary>A warm-up that is longer than the training.</summary>
    public static readonly PublicKind LongWarmUp = new(
        "long-warm-up",
        (random, seed) =>
        {
            const int Symbols = 16;
            var table = Draws.Normals(random, Symbols * Symbols, 2);
            var data = PublicKind.Samples(random, 1500, 1, Symbols, hasLabels: true, (sample, i) =>
            {
                var last = (int)(sample.Input(i)[0] = random.Next(Symbols));
                table.AsSpan(last * Symbols, Symbols).CopyTo(sample.IdealOf(i));
                Mixtures.Normalize(sample.IdealOf(i));
                sample.Labels![i] = random.Category(sample.IdealOf(i));
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.Embeddings(Symbols, 16)[0], 32, Activation.Gelu), Symbols),
                LossKind.CrossEntropy,
                "adamw",
                rate: 0.005,
                batch: 32,
                steps: 200);
            recipe.Shape = (rate, steps) => Schedule.WarmUp(steps / 10, rate);
            return recipe;
        },
        PublicKind.Reported(["step-too-small", "too-few-steps"], recipe => recipe.Shape = (rate, _) => Schedule.WarmUp(2000, rate)) with
        {
            RateMayCure = true,
        });

    /// <summary>The schedule begins anew where the training goes on.</summary>
    public static readonly PublicKind ResumedRate = new(
        "resumed-rate",
        (random, seed) =>
        {
            var recipe = Sequences(random, seed);
            recipe.Rate = 0.03;
            recipe.BatchSize = 8;
            recipe.Shape = Milestones;
            return recipe;
        },
        PublicKind.Reported(["restart-jump", "step-too-large"], recipe =>
            recipe.Shape = (rate, steps) => Milestones(rate, steps).Then(Milestones(rate, steps), after: steps * 9 / 10)) with
        {
            RateMayCure = true,
        });

    /// <summary>A density of people, two pictures a step; four do.</summary>
    public static readonly PublicKind BatchOfTwo = new(
        "batch-of-two",
        (random, seed) =>
        {
            const int Side = 8, Across = Side - 2;
            var data = PublicKind.Samples(random, 400, Side * Side, Across * Across, hasLabels: false, (sample, i) =>
            {
                for (var person = random.Integer(1, 4); person > 0; person--)
                {
                    var (x, y) = (random.Uniform(1, Side - 2), random.Uniform(1, Side - 2));
                    PublicData.Spot(sample.Input(i), Side, x, y, 0.7);
                    PublicData.Spot(sample.IdealOf(i), Across, x - 1, y - 1, 1);
                }

                foreach (ref var pixel in sample.Input(i))
                    pixel += 0.1 * random.Normal();
                for (var p = 0; p < Across * Across; p++)
                    sample.Target(i)[p] = sample.IdealOf(i)[p] + (1.5 * random.Normal());
            });
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var h = pass.PictureConvolution("1", pass.X, Side, 3, 1, 6, Activation.Relu);
                    return pass.Tape.Convolution(h, pass.Parameter("W2", 6, 1, StartRules.Glorot), 6);
                },
                LossKind.Squared,
                "adam",
                rate: 0.05,
                batch: 32,
                steps: 800);
        },
        PublicKind.Reported(["noise-dominated", "step-too-large"], recipe => recipe.BatchSize = 2) with { RateMayCure = true });

    /// <summary>Topics of texts by ReLUs that die at a high rate.</summary>
    public static readonly PublicKind TopicRelus = new(
        "topic-relus",
        (random, seed) =>
        {
            const int Words = 30, Topics = 6;
            var habits = Draws.Normals(random, Words * Topics, 1);
            var data = PublicKind.Samples(random, 3000, Words, Topics, hasLabels: true, (sample, i) =>
            {
                for (var word = 0; word < Words; word++)
                {
                    sample.Input(i)[word] = Math.Max(0, random.Integer(-2, 2));
                    for (var c = 0; c < Topics; c++)
                        sample.IdealOf(i)[c] += sample.Input(i)[word] * habits[(word * Topics) + c];
                }

                Mixtures.Normalize(sample.IdealOf(i));
                sample.Labels![i] = random.Category(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 20, Activation.Relu, StartRules.He, Topics),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.001,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["step-too-large", "dead-units"], recipe => recipe.Rate = 0.1) with { RateMayCure = true });

    private static Schedule Milestones(double rate, int steps) => Schedule.MultiStepDecay(rate, 0.1, steps / 4, steps / 2);

    /// <summary>What comes next in a series, by a recurrence.</summary>
    private static Recipe Sequences(Random random, int seed)
    {
        const int Times = 10;
        var data = PublicKind.Samples(random, 320, Times, 1, hasLabels: false, (sample, i) =>
        {
            var (pitch, phase) = (random.Uniform(0.3, 1.2), random.Uniform(0, 6.28));
            for (var t = 0; t < Times; t++)
                sample.Input(i)[t] = Math.Sin((pitch * t) + phase) + (0.05 * random.Normal());
            sample.IdealOf(i)[0] = Math.Sin((pitch * Times) + phase);
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.1 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("2", pass.Recurrence("1", pass.Times(1), 16, Activation.Tanh)[^1], 1),
            LossKind.Squared,
            "adam",
            rate: 0.001,
            batch: 32,
            steps: 1500);
    }
}
