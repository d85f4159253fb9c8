namespace Optimizers.FaultBench.World;

/// <summary>Small convolutional networks.</summary>
internal static class ConvolutionCases
{
    private const int Side = 8;

    /// <summary>A blurred signal is made sharp again. What was meant for every epoch of 25 batches is done at every batch.</summary>
    public static readonly PublicKind SharperSignals = new(
        "sharper-signals",
        (random, seed) =>
        {
            const int Length = 16, Margin = 2;
            var data = PublicKind.Samples(random, 400, Length + (2 * Margin), Length, hasLabels: false, (sample, i) =>
            {
                var (pitch, phase, second) = (random.Uniform(0.3, 1.2), random.Uniform(0, 6.28), random.Uniform(0, 6.28));
                double Signal(int t) => Math.Sin((pitch * t) + phase) + (0.5 * Math.Sin((1.7 * pitch * t) + second));
                for (var t = 0; t < sample.Features; t++)
                {
                    var blurred = (0.25 * Signal(t - 1)) + (0.5 * Signal(t)) + (0.25 * Signal(t + 1));
                    sample.Input(i)[t] = blurred + (0.02 * random.Normal());
                }

                for (var t = 0; t < Length; t++)
                    sample.Target(i)[t] = sample.IdealOf(i)[t] = Signal(t + Margin);
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var h = pass.Convolution("1", pass.X, 1, 5, 12, Activation.Relu);
                    return pass.Tape.Convolution(h, pass.Parameter("W2", 12, 1, StartRules.Glorot), 12);
                },
                LossKind.Squared,
                "adam",
                rate: 0.001,
                batch: 16,
                steps: 2500);
            recipe.Shape = (rate, steps) => Schedule.StepDecay(rate, 0.1, steps / 2);
            return recipe;
        },
        PublicKind.Reported(["decayed-too-early"], recipe => recipe.Shape = (rate, _) => Schedule.StepDecay(rate, 0.1, 50)) with
        {
            RateMayCure = true,
        });

    public static readonly PublicKind DepthDecay = new(
        "depth-decay",
        Depth,
        PublicKind.Reported(["weight-decay"], recipe => recipe.Optimizer.L2Penalty = 0.05));

    /// <summary>The loop calls the scheduler where it should call the optimizer.</summary>
    public static readonly PublicKind SchedulerAlone = new(
        "scheduler-alone",
        Depth,
        PublicKind.Reported(["nothing-moves", "not-handed-over"], recipe => recipe.TakesNoSteps = true));

    public static readonly PublicKind LostAverages = new(
        "lost-averages",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                PublicData.Pictures(random, 600, 4),
                seed,
                pass =>
                {
                    var h = pass.PictureConvolution("1", pass.X, Side, 3, 1, 4, Activation.None);
                    var places = h.Columns / 4;
                    h = pass.BatchNormalization("2", pass.Tape.Reshape(h, h.Rows * places, 4));
                    h = pass.Tape.Reshape(pass.Activate("2", h, Activation.Relu), pass.X.Rows, places * 4);
                    return pass.Last("3", h, 4);
                },
                LossKind.CrossEntropy,
                "adam",
                rate: 0.001,
                batch: 16,
                steps: 600);
            recipe.HandsModel = false;
            return recipe;
        },
        CodeFaults.AveragesNotKept);

    /// <summary>Classes of sounds by a few filters, their mean over time, and a layer behind them.</summary>
    public static readonly PublicKind Filterbank = new(
        "filterbank",
        (random, seed) =>
        {
            const int Length = 32, Filters = 2;
            var data = PublicKind.Samples(random, 600, Length, 5, hasLabels: true, (sample, i) =>
            {
                var label = random.Next(5);
                var (pitch, phase) = (0.35 + (0.5 * label), random.Uniform(0, 6.28));
                for (var t = 0; t < Length; t++)
                    sample.Input(i)[t] = Math.Sin((pitch * t) + phase) + (0.3 * random.Normal());
                sample.Labels![i] = Mixtures.Slip(random, label, 0.02, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass =>
                {
                    var h = pass.Convolution("1", pass.X, 1, 6, Filters, Activation.Relu);
                    return pass.Last("3", pass.Layer("2", pass.Tape.MeanOverPositions(h, Filters), 16, Activation.Relu), 5);
                },
                LossKind.CrossEntropy,
                "amsgrad",
                rate: 0.005,
                batch: 32,
                steps: 1500);
        },
        CodeFaults.Detached("1"));

    /// <summary>A map of heat around a point of the court.</summary>
    public static readonly PublicKind CourtPoints = new(
        "court-points",
        (random, seed) =>
        {
            var data = PublicData.HeatMaps(random, 400, Side, radius: 1.2);
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
                rate: 0.001,
                batch: 2,
                steps: 1500);
        },
        CodeFaults.GradientsNotCleared);

    /// <summary>Pixels are divided by 255 as whole numbers.</summary>
    public static readonly PublicKind WholeNumberPixels = new(
        "whole-number-pixels",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 600, 2),
            seed,
            Filters(6, hidden: 16, outputs: 2),
            LossKind.CrossEntropy,
            "nesterov",
            rate: 0.01,
            batch: 32,
            steps: 400),
        PublicKind.Reported(["constant-inputs", "chance-level"], recipe =>
        {
            foreach (var sample in new[] { recipe.Train, recipe.Holdout, recipe.Test })
                Array.Clear(sample?.Inputs ?? []);
        }));

    /// <summary>The names of the pictures come in another order than the answers.</summary>
    public static readonly PublicKind ListedFaces = new(
        "listed-faces",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 500, 2),
            seed,
            Filters(4, outputs: 2),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.002,
            batch: 32,
            steps: 400),
        DataFaults.ShuffledLabels);

    /// <summary>The cure is to count the classes alike.</summary>
    public static readonly PublicKind RoadSigns = new(
        "road-signs",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 900, 4),
            seed,
            Filters(4, outputs: 4),
            LossKind.CrossEntropy,
            "rmsprop",
            rate: 0.001,
            batch: 16,
            steps: 500),
        PublicKind.Reported(["class-imbalance"], recipe =>
        {
            // Streets, buildings, cars, and signs.
            double[] frequencies = [0.5, 0.35, 0.135, 0.015];
            var random = new Random(recipe.Seed);
            var train = recipe.Train;
            recipe.Train = train.Rows(
                [.. Enumerable.Range(0, train.Count).Where(i => random.Chance(frequencies[train.Labels![i]] / frequencies.Max()))]);
        }) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Filters of 3 × 3 over a picture, a hidden layer if it has a width, and the outputs.</summary>
    private static Func<Pass, Node> Filters(int filters, int outputs, int? hidden = null) => pass =>
    {
        var h = pass.PictureConvolution("1", pass.X, Side, 3, 1, filters, Activation.Relu);
        return hidden is { } width ? pass.Last("3", pass.Layer("2", h, width, Activation.Relu), outputs) : pass.Last("2", h, outputs);
    };

    /// <summary>How near a thing is, told by its size in the picture.</summary>
    private static Recipe Depth(Random random, int seed)
    {
        var data = PublicKind.Samples(random, 1500, Side * Side, 1, hasLabels: false, (sample, i) =>
        {
            var radius = random.Uniform(0.8, 2.5);
            PublicData.Spot(sample.Input(i), Side, random.Uniform(2, Side - 3), random.Uniform(2, Side - 3), radius);
            foreach (ref var pixel in sample.Input(i))
                pixel += 0.05 * random.Normal();
            sample.IdealOf(i)[0] = radius / 25;
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.003 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            Filters(4, hidden: 16, outputs: 1),
            LossKind.Squared,
            "adam",
            rate: 0.001,
            batch: 16,
            steps: 1500);
    }
}
