namespace Optimizers.FaultBench.World;

/// <summary>Curves of one number without noise.</summary>
internal static class PowerCases
{
    public static readonly PublicKind FourthPower = new(
        "fourth-power",
        (random, seed) => PublicKind.Program(
            Curve(random, 100, i => ((2 * i % 200) - 100 + (2 * random.NextDouble())) / 57.7, u => (Math.Pow(57.7 * u, 4) - 2e7) / 2.67e7),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, 50, Activation.Sigmoid), 50, Activation.Elu), 1),
            LossKind.Squared,
            "adam",
            rate: 0.001,
            batch: 100,
            steps: 2000),
        PublicKind.Reported(
            ["bad-scaling", "ravine", "targets-scale", "saturation"],
            recipe => PublicData.InUnits(recipe, (57.7, 0), (2.67e7, 2e7))) with
        {
            RateMayCure = true,
        });

    public static readonly PublicKind Cubes = new(
        "cubes",
        (random, seed) => PublicKind.Program(
            Curve(random, 200, _ => random.Uniform(-1.73, 1.73), u => (Math.Pow((1154.7 * u) + 2000, 3) - 1.6e10) / 1.8143e10),
            seed,
            pass => pass.Last(
                "2",
                pass.Layer("1", pass.X, 50, Activation.Relu, StartRules.Uniform, StartRules.Uniform),
                1,
                weights: StartRules.Uniform,
                biases: StartRules.Uniform),
            LossKind.Squared,
            "adam",
            rate: 0.001,
            batch: 200,
            steps: 1000),
        PublicKind.Reported(
            ["targets-scale", "bad-scaling", "ravine"], recipe => PublicData.InUnits(recipe, (1154.7, 2000), (1.8143e10, 1.6e10))) with
        {
            RateMayCure = true,
        });

    public static readonly PublicKind Squares = new(
        "squares",
        (random, seed) => PublicKind.Program(
            Curve(random, 100, i => ((i % 100) - 49.5) / 28.87, u => (Math.Pow((28.87 * u) + 49.5, 2) + 3 - 3286.5) / 2961),
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.X, 1, Activation.None), 1),
            LossKind.Squared,
            "sgd",
            rate: 0.01,
            batch: 32,
            steps: 900),
        PublicKind.Reported(["targets-scale"], recipe => PublicData.InUnits(recipe, (1, 0), (2961, 3286.5))) with { RateMayCure = true });

    /// <summary>The accepted cure is a linear output.</summary>
    public static readonly PublicKind ReluSine = new(
        "relu-sine",
        (random, seed) => PublicKind.Program(
            Curve(random, 300, _ => random.Uniform(0, 314.1), Math.Sin),
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, 1, Activation.Relu), 100, Activation.Relu), 1),
            LossKind.Squared,
            "sgd",
            rate: 0.01,
            batch: 32,
            steps: 1500),
        PublicKind.Reported(["output-range", "nothing-moves"], recipe => recipe.LastActivation = Activation.Relu));

    private static (Sample Train, Sample Holdout, Sample? Test) Curve(
        Random random, int count, Func<int, double> input, Func<double, double> curve) =>
        PublicKind.Samples(random, count, 1, 1, hasLabels: false, (sample, i) =>
            sample.IdealOf(i)[0] = sample.Target(i)[0] = curve(sample.Input(i)[0] = input(i)));
}
