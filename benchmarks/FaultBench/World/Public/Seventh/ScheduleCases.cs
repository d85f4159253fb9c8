namespace Optimizers.FaultBench.World;

/// <summary>Rates that go another way than was planned.</summary>
internal static class ScheduleCases
{
    /// <summary>The next picture of a spot that moves. What was planned for every step is done at every epoch.</summary>
    public static readonly PublicKind CycleByEpoch = new(
        "cycle-by-epoch",
        (random, seed) =>
        {
            const int Side = 6, Pixels = Side * Side;
            var data = PublicKind.Samples(random, 800, 2 * Pixels, Pixels, hasLabels: false, (sample, i) =>
            {
                var (x, y) = (random.Uniform(1, Side - 2), random.Uniform(1, Side - 2));
                var (right, down) = (random.Uniform(-0.7, 0.7), random.Uniform(-0.7, 0.7));
                PublicData.Spot(sample.Input(i)[..Pixels], Side, x, y, 1);
                PublicData.Spot(sample.Input(i)[Pixels..], Side, x + right, y + down, 1);
                PublicData.Spot(sample.Target(i), Side, x + (2 * right), y + (2 * down), 1);
                sample.Target(i).CopyTo(sample.IdealOf(i));
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Perceptron(2, 32, Activation.Relu, StartRules.He, Pixels),
                LossKind.Squared,
                "adam",
                rate: 0.005,
                batch: 16,
                steps: 1000);
            recipe.Shape = (rate, steps) => Schedule.OneCycle(steps, rate);
            return recipe;
        },
        PublicKind.Reported(["step-too-small", "too-few-steps"], recipe =>
        {
            var epoch = recipe.Train.Count / recipe.BatchSize;
            recipe.Shape = (rate, steps) =>
            {
                var cycle = Schedule.OneCycle(steps, rate);
                return Schedule.From(step => cycle.At(step / epoch));
            };
        }) with
        {
            RateMayCure = true,
        });

    /// <summary>The next word. The rate is divided by 4 twice; without a decimal point 1 over 4 is 0.</summary>
    public static readonly PublicKind WholeNumberRate = new(
        "whole-number-rate",
        (random, seed) =>
        {
            const int Words = 12;
            var recipe = PublicKind.Program(
                PublicData.NextSymbols(random, 3000, Words, 4),
                seed,
                pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(Words, 12), 16, Activation.Tanh)[^1], Words),
                LossKind.CrossEntropy,
                "sgd",
                rate: 4,
                batch: 20,
                steps: 1500);
            recipe.Optimizer.Clip = 0.25;
            recipe.Shape = (rate, _) => Schedule.From(step => Quartered(rate, step));
            return recipe;
        },
        PublicKind.Reported(["decayed-too-early", "step-too-small", "nothing-moves"], recipe =>
            recipe.Shape = (rate, _) => Schedule.From(step => Math.Floor(Quartered(rate, step)))) with
        {
            RateMayCure = true,
        });

    private static double Quartered(double rate, long step) => rate / Math.Pow(4, Math.Min(step / 20, 2));
}
