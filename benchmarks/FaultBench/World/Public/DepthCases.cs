namespace Optimizers.FaultBench.World;

/// <summary>More layers of sigmoids than a gradient passes through.</summary>
internal static class DepthCases
{
    public static readonly PublicKind FourSigmoidLayers = new(
        "four-sigmoid-layers",
        (random, seed) =>
        {
            const int Bits = 12;
            var slopes = Draws.Normals(random, Bits, 0.5);
            var (train, holdout, test) = PublicKind.Samples(random, 500, Bits, 1, hasLabels: false, (sample, i) =>
            {
                var x = sample.Input(i);
                var sum = 0.0;
                for (var f = 0; f < Bits; f++)
                    sum += 2 * slopes[f] * ((x[f] = random.Next(2)) - 0.5);
                sample.IdealOf(i)[0] = sample.Target(i)[0] = sum + (x[0] == x[1] ? 0.4 : -0.4);
            });
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass =>
                {
                    var h = pass.X;
                    foreach (var name in (string[])["1", "2", "3", "4"])
                        h = pass.Layer(name, h, 24, Activation.Relu);
                    return pass.Last("5", h, 1);
                },
                Loss = LossKind.Squared,
                Optimizer = new OptimizerChoice("sgd"),
                Rate = 0.02,
                BatchSize = 32,
                Steps = 1000,
                Seed = seed,
            };
        },
        PublicKind.Reported(["vanishing-gradient"], recipe => recipe.HiddenActivation = Activation.Sigmoid) with { RateMayCure = true });

    public static readonly PublicKind ThirdSigmoidLayer = new(
        "third-sigmoid-layer",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicKind.Samples(random, 400, 2, 1, hasLabels: false, (sample, i) =>
            {
                var x = sample.Input(i);
                (x[0], x[1]) = (random.Uniform(-1, 1), random.Uniform(-1, 1));
                sample.IdealOf(i)[0] = sample.Target(i)[0] = (x[0] * x[0]) + (x[1] * x[1]) < 0.6 ? 1 : 0;
            });
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = Layers("1", "2"),
                Loss = LossKind.Squared,
                Optimizer = new OptimizerChoice("sgd"),
                Rate = 0.5,
                BatchSize = 1,
                Steps = 40000,
                Seed = seed,
                SampleSize = 400,
            };
        },
        PublicKind.Reported(["vanishing-gradient"], recipe => recipe.Model = Layers("1", "2", "3")) with { RateMayCure = true });

    private static Func<Pass, Node> Layers(params string[] names) => pass =>
    {
        var h = pass.X;
        foreach (var name in names)
            h = pass.Layer(name, h, 6, Activation.Sigmoid);
        return pass.Last($"{names.Length + 1}", h, 1, Activation.Sigmoid);
    };
}
