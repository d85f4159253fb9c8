namespace Optimizers.FaultBench.World;

/// <summary>One bit or the other.</summary>
internal static class XorCases
{
    public static readonly PublicKind TwoUnits = new(
        "xor-two-units",
        (random, seed) => Recipe(random, seed, 2, LossKind.BinaryOfProbabilities, "nesterov", rate: 0.1),
        PublicKind.Reported(["too-few-steps", "step-too-small"], recipe =>
            (recipe.Optimizer, recipe.Rate, recipe.Steps) = (new OptimizerChoice("sgd"), 0.01, 500)));

    public static readonly PublicKind AbsoluteError = new(
        "xor-absolute-error",
        (random, seed) => Recipe(random, seed, 4, LossKind.Squared, "adam", rate: 0.001),
        PublicKind.Reported(["too-few-steps", "step-too-small"], recipe =>
        {
            recipe.Loss = LossKind.Absolute;
            (recipe.Optimizer, recipe.Rate, recipe.Steps) = (new OptimizerChoice("nesterov") { Momentum = 0.11 }, 0.05, 1000);
        }));

    private static Recipe Recipe(Random random, int seed, int units, LossKind loss, string rule, double rate)
    {
        var data = PublicKind.Samples(random, 4, 2, 1, hasLabels: false, (sample, i) =>
        {
            var (x, y) = (i / 2 % 2, i % 2);
            (sample.Input(i)[0], sample.Input(i)[1]) = (x, y);
            sample.IdealOf(i)[0] = sample.Target(i)[0] = x ^ y;
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.X, units, Activation.Sigmoid), 1, Activation.Sigmoid),
            loss,
            rule,
            rate,
            batch: 4,
            steps: 10000);
    }
}
