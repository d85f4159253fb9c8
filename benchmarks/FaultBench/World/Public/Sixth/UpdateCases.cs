namespace Optimizers.FaultBench.World;

/// <summary>Slips between the loss and the step, and steps that do not fit.</summary>
internal static class UpdateCases
{
    // What the loss is multiplied by in half precision, in the beginning.
    private const double LossScale = 65_536;

    /// <summary>Masks of pictures. Gradients are set to zero once they are known.</summary>
    public static readonly PublicKind ClearedLate = new(
        "cleared-late",
        (random, seed) => PublicKind.Program(
            PublicData.Masks(random, 300, 8),
            seed,
            pass => PublicData.Mask(pass, 8),
            LossKind.Binary,
            "adam",
            rate: 0.005,
            batch: 10,
            steps: 800),
        PublicKind.Reported(["nothing-moves", "no-gradient", "wrong-gradient"], recipe => recipe.BeforeStep = Array.Clear));

    /// <summary>Classes of pictures. The norm of gradients that are still multiplied by the scale of the loss is brought down to 1.</summary>
    public static readonly PublicKind ClippedWhileScaled = new(
        "clipped-while-scaled",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 1000, 10),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 6, Activation.Relu), 32, Activation.Relu), 10),
            LossKind.CrossEntropy,
            "momentum",
            rate: 0.02,
            batch: 32,
            steps: 800),
        PublicKind.Reported(["clipping-too-tight", "step-too-small", "wrong-gradient"], recipe => recipe.BeforeStep = gradient =>
        {
            var norm = LossScale * Math.Sqrt(gradient.Sum(slope => slope * slope));
            foreach (ref var slope in gradient.AsSpan())
                slope /= Math.Max(1, norm);
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>XOR with every example many times, full descent.</summary>
    public static readonly PublicKind ManyCopies = new(
        "many-copies",
        (random, seed) =>
        {
            const int Copies = 60;
            var data = PublicKind.Samples(random, 4 * Copies, 2, 1, hasLabels: false, (sample, i) =>
            {
                var (x, y) = (i / 2 % 2, i % 2);
                (sample.Input(i)[0], sample.Input(i)[1]) = (x, y);
                sample.IdealOf(i)[0] = sample.Target(i)[0] = x ^ y;
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.X, 8, Activation.Sigmoid, StartRules.Normal(1)), 1, Activation.Sigmoid),
                LossKind.BinaryOfProbabilities,
                "sgd",
                rate: 1,
                batch: 4 * Copies,
                steps: 4000);
        },
        PublicKind.Reported(["step-too-large", "wrong-gradient", "wrong-loss"], recipe =>
        {
            var examples = recipe.Train.Count;
            recipe.GradientSlip = (_, gradient) =>
            {
                foreach (ref var slope in gradient.AsSpan())
                    slope *= examples;
            };
        }) with
        {
            RateMayCure = true,
            ClippingMayCure = true,
        });

    /// <summary>Softmax regression of classes behind each other.</summary>
    public static readonly PublicKind OneSumOfBiases = new(
        "one-sum-of-biases",
        (random, seed) =>
        {
            const int Classes = 3;
            const double Spread = 0.35;
            double[] centers = [0.5, 0.4, 1.5, 1.2, 2.5, 2];
            var data = PublicKind.Samples(random, 300, 2, Classes, hasLabels: true, (sample, i) =>
            {
                var label = sample.Labels![i] = random.Next(Classes);
                for (var f = 0; f < 2; f++)
                    sample.Input(i)[f] = centers[(2 * label) + f] + (Spread * random.Normal());
                Mixtures.Posterior(sample.Input(i), centers, Spread, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("1", pass.X, Classes, weights: StartRules.Zero),
                LossKind.CrossEntropy,
                "sgd",
                rate: 1,
                batch: 300,
                steps: 3000);
        },
        PublicKind.Reported(["wrong-gradient"], recipe => recipe.GradientSlip = (table, gradient) =>
        {
            var entry = table.Entries.Single(entry => entry.IsBias);
            var slopes = gradient.AsSpan(entry.Offset, entry.Length);
            var sum = 0.0;
            foreach (var slope in slopes)
                sum += slope;
            slopes.Fill(sum);
        }));

    /// <summary>As many epochs with two batches each.</summary>
    public static readonly PublicKind HalfOfTheData = new(
        "half-of-the-data",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 2000, 10),
            seed,
            pass => pass.Perceptron(1, 48, Activation.Relu, StartRules.He, 10),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.001,
            batch: 32,
            steps: 620),
        PublicKind.Reported(["batch-too-large", "too-few-steps", "step-too-small"], recipe =>
        {
            var epochs = recipe.Steps * recipe.BatchSize / recipe.Train.Count;
            recipe.BatchSize = recipe.Train.Count / 2;
            recipe.Steps = 2 * epochs;
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>Pictures by two convolutions and two layers more.</summary>
    public static readonly PublicKind AlwaysOneClass = new(
        "always-one-class",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 800, 10),
            seed,
            pass =>
            {
                var h = pass.PictureConvolution("1", pass.X, 8, 3, 1, 6, Activation.Relu);
                h = pass.PictureConvolution("2", h, 6, 3, 6, 8, Activation.Relu);
                return pass.Last("4", pass.Layer("3", h, 32, Activation.Relu), 10);
            },
            LossKind.CrossEntropy,
            "adam",
            rate: 0.001,
            batch: 16,
            steps: 700),
        PublicKind.Reported(["step-too-large", "dead-units"], recipe => recipe.Rate = 0.1) with { ClippingMayCure = true });
}
