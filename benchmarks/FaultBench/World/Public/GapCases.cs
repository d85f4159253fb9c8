namespace Optimizers.FaultBench.World;

/// <summary>Values that are missing.</summary>
internal static class GapCases
{
    public static readonly PublicKind SensorGaps = new(
        "sensor-gaps",
        (random, seed) =>
        {
            var slopes = Draws.Normals(random, 8, 0.5);
            return Recipe(random, seed, 8, x =>
            {
                var sum = 0.0;
                for (var f = 0; f < 8; f++)
                    sum += slopes[f] * (x[f] = random.Normal());
                return sum + Math.Tanh(x[0] * x[1]);
            });
        },
        PublicKind.Reported(["non-finite"], recipe =>
        {
            var random = new Random(recipe.Seed);
            for (var i = 0; i < recipe.Train.Count; i++)
            {
                if (random.Chance(0.05))
                    recipe.Train.Input(i)[random.Next(recipe.Train.Features)] = double.NaN;
            }
        }) with
        {
            Judge = Judge.Holdout,
        });

    public static readonly PublicKind SeriesGaps = new(
        "series-gaps",
        (random, seed) =>
        {
            var (period, phase) = (random.Uniform(8, 14), 0.0);
            return Recipe(random, seed, 12, x =>
            {
                phase += 0.7;
                for (var lag = 0; lag < 12; lag++)
                    x[lag] = Math.Sin(2 * Math.PI * (phase - lag) / period) + (0.1 * random.Normal());
                return Math.Sin(2 * Math.PI * (phase + 1) / period);
            });
        },
        PublicKind.Reported(["non-finite"], recipe => recipe.Train.Target(new Random(recipe.Seed).Next(recipe.Train.Count))[0] = double.NaN) with
        {
            Judge = Judge.Holdout,
        });

    private static Recipe Recipe(Random random, int seed, int features, Func<double[], double> mean)
    {
        var x = new double[features];
        var data = PublicKind.Samples(random, 300, features, 1, hasLabels: false, (sample, i) =>
        {
            sample.IdealOf(i)[0] = mean(x);
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.2 * random.Normal());
            x.CopyTo(sample.Input(i));
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("2", pass.Layer("1", pass.X, 24, Activation.Relu), 1),
            LossKind.Squared,
            "adam",
            rate: 0.003,
            batch: 32,
            steps: 500);
    }
}
