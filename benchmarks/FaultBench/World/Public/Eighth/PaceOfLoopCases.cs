namespace Optimizers.FaultBench.World;

/// <summary>Rates that are not what was meant, and gradients that are cleared too rarely.</summary>
internal static class PaceOfLoopCases
{
    /// <summary>Classes of ready features. A schedule multiplies the rate by what should have been the rate.</summary>
    public static readonly PublicKind SquaredRate = new(
        "squared-rate",
        (random, seed) =>
        {
            var recipe = PublicKind.Program(
                PublicData.Clouds(random, 1500, 16, 8, distance: 0.8, spread: 1),
                seed,
                pass => pass.Perceptron(1, 32, Activation.Relu, StartRules.He, 8),
                LossKind.CrossEntropy,
                "nesterov",
                rate: 0.01,
                batch: 32,
                steps: 1000);
            recipe.Shape = (rate, _) => Schedule.From(step => rate * Falling(step));
            return recipe;
        },
        PublicKind.Reported(["step-too-small", "too-few-steps"], recipe =>
        {
            var meant = recipe.Rate;
            recipe.Shape = (rate, _) => Schedule.From(step => rate * meant * Falling(step));
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>Classes of pictures. Within an epoch the gradients of all batches add up.</summary>
    public static readonly PublicKind ClearedByEpoch = new(
        "cleared-by-epoch",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 800, 8),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, 8, 3, 1, 6, Activation.Relu), 32, Activation.Relu), 8),
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.1,
            batch: 16,
            steps: 1000),
        PublicKind.Reported(["gradients-not-cleared"], recipe =>
        {
            var (epoch, step) = (recipe.Train.Count / recipe.BatchSize, 0);
            double[] sum = [];
            recipe.BeforeStep = gradient =>
            {
                if (step++ % epoch == 0)
                    sum = new double[gradient.Length];
                for (var j = 0; j < sum.Length; j++)
                    gradient[j] = sum[j] += gradient[j];
            };
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>Where a spot is, and how large. The rate is that for weights that have been trained before.</summary>
    public static readonly PublicKind RateFromScratch = new(
        "rate-from-scratch",
        (random, seed) =>
        {
            const int Side = 8;
            var data = PublicKind.Samples(random, 800, Side * Side, 3, hasLabels: false, (sample, i) =>
            {
                var (x, y, radius) = (random.Uniform(1, Side - 2), random.Uniform(1, Side - 2), random.Uniform(0.7, 2));
                PublicData.Spot(sample.Input(i), Side, x, y, radius);
                foreach (ref var pixel in sample.Input(i))
                    pixel += 0.05 * random.Normal();
                double[] box = [(x - 3.5) / 1.5, (y - 3.5) / 1.5, (radius - 1.35) / 0.4];
                box.CopyTo(sample.Target(i));
                box.CopyTo(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("3", pass.Layer("2", pass.PictureConvolution("1", pass.X, Side, 3, 1, 6, Activation.Relu), 48, Activation.Relu), 3),
                LossKind.Huber,
                "adam",
                rate: 0.001,
                batch: 16,
                steps: 1500);
        },
        PublicKind.Reported(["step-too-small", "too-few-steps"], recipe => recipe.Rate = 0.00001));

    /// <summary>Digits by layers of ReLUs and gradient descent by hand.</summary>
    public static readonly PublicKind NotebookRate = new(
        "notebook-rate",
        (random, seed) => PublicKind.Program(
            PublicData.Pictures(random, 1000, 10),
            seed,
            pass =>
            {
                var start = StartRules.Normal(0.1);
                var first = pass.Layer("1", pass.X, 64, Activation.Relu, start, start);
                return pass.Last("3", pass.Layer("2", first, 64, Activation.Relu, start, start), 10, weights: start, biases: start);
            },
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.05,
            batch: 50,
            steps: 1000),
        PublicKind.Reported(["step-too-large"], recipe => recipe.Rate = 2) with { ClippingMayCure = true });

    private static double Falling(long step) => Math.Pow(1 + (0.001 * step), -0.75);
}
