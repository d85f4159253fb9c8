namespace Optimizers.FaultBench.World;

/// <summary>Pictures whose grey values are not what the model can take.</summary>
internal static class PictureCases
{
    private const double White = 255;

    /// <summary>Every class is a yes or no of its own, of the probabilities of one softmax, as the report has its loss.</summary>
    public static readonly PublicKind RawDigits = new(
        "raw-digits",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.Pictures(random, 600, 10);
            return new Recipe
            {
                Train = OneHot(train),
                Holdout = OneHot(holdout),
                Test = test is null ? null : OneHot(test),
                Model = pass => pass.Tape.Softmax(pass.Dense("1", pass.X, 10, StartRules.LeCun)),
                Loss = LossKind.BinaryOfProbabilities,
                Optimizer = new OptimizerChoice("sgd"),
                Rate = 0.5,
                BatchSize = 32,
                Steps = 800,
                Seed = seed,
            };
        },
        PublicKind.Reported(["non-finite", "bad-scaling", "ravine"], recipe => PublicData.InUnits(recipe, (White, 0))) with { RateMayCure = true });

    public static readonly PublicKind RawImages = new(
        "raw-images",
        (random, seed) => Relus(PublicData.Pictures(random, 500, 5), seed, rate: 0.05),
        PublicKind.Reported(["bad-scaling", "ravine"], recipe => PublicData.InUnits(recipe, (White, 0))) with { RateMayCure = true });

    public static readonly PublicKind RawPrediction = new(
        "raw-prediction",
        (random, seed) => Relus(PublicData.Pictures(random, 500, 6), seed, rate: 0.05),
        PublicKind.Reported(["distribution-mismatch"], recipe =>
        {
            var test = recipe.Test ?? recipe.Holdout;
            recipe.Test = test with { Inputs = [.. test.Inputs.Select(value => White * value)] };
        }) with
        {
            Judge = Judge.Test,
            NeedsFullCase = true,
        });

    private static Recipe Relus((Sample Train, Sample Holdout, Sample? Test) data, int seed, double rate) => new()
    {
        Train = data.Train,
        Holdout = data.Holdout,
        Test = data.Test,
        Model = pass => pass.Last("2", pass.Layer("1", pass.X, 32, Activation.Relu), data.Train.Outputs),
        Loss = LossKind.CrossEntropy,
        Optimizer = new OptimizerChoice("sgd"),
        Rate = rate,
        BatchSize = 32,
        Steps = 1000,
        Seed = seed,
    };

    private static Sample OneHot(Sample sample)
    {
        var targets = new double[sample.Count * sample.Outputs];
        for (var i = 0; i < sample.Count; i++)
            targets[(i * sample.Outputs) + sample.Labels![i]] = 1;
        return sample with { Labels = null, Targets = targets };
    }
}
