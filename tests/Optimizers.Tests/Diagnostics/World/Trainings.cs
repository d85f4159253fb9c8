using Optimizers.Diagnostics;
using Optimizers.FaultBench.World;
using WorldCases = Optimizers.FaultBench.World.Cases;

namespace Optimizers.Tests.Diagnostics.World;

/// <summary>Trainings by the bench's own networks, for tests of kinds that the bench does not have.</summary>
internal static class Trainings
{
    /// <summary>Examples with one target each.</summary>
    public static Sample Numbers(int seed, int count, int features, Func<double[], double> target, Func<Random, double>? input = null)
    {
        var (random, sample) = (new Random(seed), Sample.Empty(count, features, 1, hasLabels: false));
        for (var i = 0; i < count; i++)
        {
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = input?.Invoke(random) ?? random.Normal();
            sample.Target(i)[0] = sample.IdealOf(i)[0] = target(sample.Input(i).ToArray());
        }

        return sample;
    }

    /// <summary>Round clouds of points on a circle of radius 2 in the plane, a class each, as many as is said.</summary>
    public static Sample Clouds(int seed, double spread, params int[] counts)
    {
        var random = new Random(seed);
        int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        random.Shuffle(labels);
        var sample = Sample.Empty(labels.Length, 2, counts.Length, hasLabels: true);
        for (var i = 0; i < labels.Length; i++)
        {
            var angle = 2 * Math.PI * (sample.Labels![i] = labels[i]) / counts.Length;
            sample.Input(i)[0] = (2 * Math.Cos(angle)) + (spread * random.Normal());
            sample.Input(i)[1] = (2 * Math.Sin(angle)) + (spread * random.Normal());
            sample.IdealOf(i)[labels[i]] = 1;
        }

        return sample;
    }

    /// <summary>A recipe of plain descent over all examples.</summary>
    public static Recipe Recipe(
        Sample train, Sample holdout, Func<Pass, Node> model, double rate, int steps, LossKind loss = LossKind.Squared) => new()
        {
            Train = train,
            Holdout = holdout,
            Model = model,
            Loss = loss,
            Optimizer = new OptimizerChoice("sgd"),
            Rate = rate,
            BatchSize = train.Count,
            Steps = steps,
            Seed = 7,
        };

    /// <summary>What is said of a training of which everything is handed over.</summary>
    public static Diagnosis Diagnosed(Recipe recipe, Tier tier = Tier.Full, int budget = 2000) =>
        Diagnosis.Of(WorldCases.Of(Training.Run(recipe), tier, tellsBounds: false), new DiagnosisOptions { Budget = budget });

    /// <summary>The first cause, or nothing.</summary>
    public static string First(Diagnosis diagnosis) => diagnosis.Findings is [var first, ..] ? first.Cause.Id : "nothing";
}
