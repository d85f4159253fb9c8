namespace Optimizers.FaultBench.World;

/// <summary>Data in place of those that are not to be had.</summary>
internal static class PublicData
{
    /// <summary>Puts scaled data back into the units in which they were reported: raw = unit · scaled + zero.</summary>
    public static void InUnits(Recipe recipe, (double Unit, double Zero) inputs, (double Unit, double Zero)? targets = null)
    {
        foreach (var sample in AllSamples(recipe))
        {
            Convert(sample.Inputs, inputs);
            if (targets is not { } units)
                continue;
            Convert(sample.Targets, units);
            Convert(sample.Ideal, units);
        }
    }

    /// <summary>Classes as round clouds of points.</summary>
    public static (Sample Train, Sample Holdout, Sample? Test) Clouds(
        Random random, int count, int features, int classes, double distance, double spread)
    {
        var centers = Draws.Normals(random, classes * features, distance);
        return PublicKind.Samples(random, count, features, classes, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Next(classes);
            for (var f = 0; f < features; f++)
                sample.Input(i)[f] = centers[(label * features) + f] + (spread * random.Normal());
            Mixtures.Posterior(sample.Input(i), centers, spread, sample.IdealOf(i));
        });
    }

    /// <summary>Pictures of 8 × 8 grey values from 0 to 1: a template a class, with noise.</summary>
    public static (Sample Train, Sample Holdout, Sample? Test) Pictures(Random random, int count, int classes)
    {
        const int Pixels = 64;
        const double Spread = 0.25;
        var templates = new double[classes * Pixels];
        for (var p = 0; p < templates.Length; p++)
            templates[p] = random.Chance(0.3) ? 0.6 : 0.3;
        return PublicKind.Samples(random, count, Pixels, classes, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = random.Next(classes);
            for (var p = 0; p < Pixels; p++)
                sample.Input(i)[p] = templates[(label * Pixels) + p] + (Spread * random.Normal());
            Mixtures.Posterior(sample.Input(i), templates, Spread, sample.IdealOf(i));
            foreach (ref var pixel in sample.Input(i))
                pixel = Math.Clamp(pixel, 0, 1);
        });
    }

    /// <summary>Adds a round spot to a picture.</summary>
    public static void Spot(Span<double> picture, int side, double x, double y, double radius)
    {
        for (var p = 0; p < picture.Length; p++)
        {
            var (dx, dy) = ((p % side) - x, (p / side) - y);
            picture[p] += Math.Exp(-((dx * dx) + (dy * dy)) / (2 * radius * radius));
        }
    }

    private static IEnumerable<Sample> AllSamples(Recipe recipe) =>
        recipe.Test is { } test ? [recipe.Train, recipe.Holdout, test] : [recipe.Train, recipe.Holdout];

    private static void Convert(double[] values, (double Unit, double Zero) units)
    {
        foreach (ref var value in values.AsSpan())
            value = (units.Unit * value) + units.Zero;
    }
}
