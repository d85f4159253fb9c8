namespace Optimizers.FaultBench.World;

/// <summary>Lines by one linear unit.</summary>
internal static class LineCases
{
    // 20 points as the question gives them; the answers follow a line with noise.
    private static readonly double[] TwentyInputs = [20, 43, 63, 26, 53, 31, 58, 46, 58, 70, 46, 53, 60, 20, 63, 43, 26, 19, 31, 23];

    public static readonly PublicKind LineRate = new(
        "line-rate",
        (random, seed) =>
        {
            var data = Line(random, 200, i => i, slope: 2, offset: 0, noise: 0);
            return Recipe(data, seed, rate: 1e-5, batch: 1, steps: 200);
        },
        PublicKind.Reported(["step-too-large"], recipe => recipe.Rate = 0.001) with { ClippingMayCure = true });

    public static readonly PublicKind Television = new(
        "television",
        (random, seed) =>
        {
            var recipe = Recipe(Line(random, 40, _ => random.Normal(), slope: -0.8, offset: 0, noise: 0.6), seed, rate: 0.01, batch: 1, steps: 1200);
            recipe.InOrder = true;
            return recipe;
        },
        PublicKind.Reported(["bad-scaling", "ravine"], recipe => PublicData.InUnits(recipe, (50, 120), (8, 66))) with { RateMayCure = true });

    public static readonly PublicKind LineTimesHundred = new(
        "line-times-hundred",
        (random, seed) => Recipe(
            Line(random, 500, _ => random.NextDouble(), slope: 5, offset: 3, noise: 0.1), seed, rate: 0.01, batch: 500, steps: 2000, StartRules.Zero),
        PublicKind.Reported(
            ["step-too-large", "bad-scaling", "ravine"],

            // The answers grow with the inputs, as 5 · 100x + 3 does.
            recipe => PublicData.InUnits(recipe, (100, 0), (100, -297))));

    public static readonly PublicKind TwentyPoints = new(
        "twenty-points",
        (random, seed) => Recipe(
            Line(random, 20, i => (TwentyInputs[i % 20] - 43) / 16, slope: 0.96, offset: 0, noise: 0.31),
            seed,
            rate: 0.05,
            batch: 20,
            steps: 1000,
            StartRules.Zero),
        PublicKind.Reported(["bad-scaling", "ravine"], recipe =>
        {
            PublicData.InUnits(recipe, (16, 43), (8, 131));
            recipe.Rate = 0.0005;
        }) with
        {
            RateMayCure = true,
        });

    private static (Sample Train, Sample Holdout, Sample? Test) Line(
        Random random, int count, Func<int, double> input, double slope, double offset, double noise) =>
        PublicKind.Samples(random, count, 1, 1, hasLabels: false, (sample, i) =>
        {
            var x = sample.Input(i)[0] = input(i);
            sample.IdealOf(i)[0] = (slope * x) + offset;
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (noise * random.Normal());
        });

    private static Recipe Recipe(
        (Sample Train, Sample Holdout, Sample? Test) data, int seed, double rate, int batch, int steps, StartRule? start = null) =>
        PublicKind.Program(data, seed, pass => pass.Last("1", pass.X, 1, weights: start), LossKind.Squared, "sgd", rate, batch, steps);
}
