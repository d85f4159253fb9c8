using System.Diagnostics.CodeAnalysis;

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

    /// <summary>Puts standardized columns back into what they were: raw = mean + spread · standardized.</summary>
    public static void InUnits(Recipe recipe, (double Mean, double Spread)[] columns)
    {
        foreach (var sample in AllSamples(recipe))
        {
            for (var i = 0; i < sample.Inputs.Length; i++)
            {
                var (mean, spread) = columns[i % columns.Length];
                sample.Inputs[i] = mean + (spread * sample.Inputs[i]);
            }
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

    /// <summary>Symbols in a row, of which each makes some others likely, and the one that comes next.</summary>
    public static (Sample Train, Sample Holdout, Sample? Test) NextSymbols(Random random, int count, int symbols, int length)
    {
        var habits = Draws.Normals(random, symbols * symbols, 1.5);
        return PublicKind.Samples(random, count, length, symbols, hasLabels: true, (sample, i) =>
        {
            var symbol = random.Next(symbols);
            for (var t = 0; t < length; t++)
            {
                sample.Input(i)[t] = symbol;
                habits.AsSpan(symbol * symbols, symbols).CopyTo(sample.IdealOf(i));
                Mixtures.Normalize(sample.IdealOf(i));
                symbol = random.Category(sample.IdealOf(i));
            }

            sample.Labels![i] = symbol;
        });
    }

    /// <summary>Draws the inputs of an example from a standard normal, and returns their sum with weights, from a number on.</summary>
    public static double NormalInputs(Random random, Sample sample, int i, double[] weights, double from = 0)
    {
        for (var f = 0; f < weights.Length; f++)
            from += weights[f] * (sample.Input(i)[f] = random.Normal());
        return from;
    }

    /// <summary>Noisy pictures with a round spot somewhere, and where it is as a map of heat, a pixel narrower on each side.</summary>
    public static (Sample Train, Sample Holdout, Sample? Test) HeatMaps(Random random, int count, int side, double radius)
    {
        var across = side - 2;
        return PublicKind.Samples(random, count, side * side, across * across, hasLabels: false, (sample, i) =>
        {
            var (x, y) = (random.Uniform(1, side - 2), random.Uniform(1, side - 2));
            Spot(sample.Input(i), side, x, y, 0.8);
            foreach (ref var pixel in sample.Input(i))
                pixel += 0.1 * random.Normal();
            Spot(sample.IdealOf(i), across, x - 1, y - 1, radius);
            sample.IdealOf(i).CopyTo(sample.Target(i));
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

    /// <summary>Pictures of a spot, and as a mask, which lacks the border, where it is.</summary>
    public static (Sample Train, Sample Holdout, Sample? Test) Masks(Random random, int count, int side)
    {
        var across = side - 2;
        return PublicKind.Samples(random, count, side * side, across * across, hasLabels: false, (sample, i) =>
        {
            var (x, y) = (random.Uniform(1, side - 2), random.Uniform(1, side - 2));
            Spot(sample.Input(i), side, x, y, 1.2);
            foreach (ref var pixel in sample.Input(i))
                pixel += 0.1 * random.Normal();
            Spot(sample.IdealOf(i), across, x - 1, y - 1, 1.2);
            for (var p = 0; p < across * across; p++)
            {
                sample.Target(i)[p] = sample.IdealOf(i)[p] > 0.5 ? 1 : 0;
                sample.IdealOf(i)[p] = sample.Target(i)[p] == 1 ? 0.97 : 0.03;
            }
        });
    }

    /// <summary>Logits of a mask: a convolution of eight ReLUs, and a unit at each place.</summary>
    public static Node Mask(Pass pass, int side)
    {
        var h = pass.PictureConvolution("1", pass.X, side, 3, 1, 8, Activation.Relu);
        var raw = pass.Dense("2", pass.Tape.Reshape(h, h.Values.Length / 8, 8), 1);
        return pass.Tape.Reshape(raw, pass.X.Rows, raw.Values.Length / pass.X.Rows);
    }

    /// <summary>Yes or no by one output, each drawn by the logistic function of a number, which comes with the inputs.</summary>
    public static (Sample Train, Sample Holdout, Sample? Test) YesOrNo(Random random, int count, int features, Func<Sample, int, double> logit)
    {
        var (train, holdout, test) = PublicKind.Samples(random, count, features, 1, hasLabels: true, (sample, i) =>
        {
            sample.IdealOf(i)[0] = Activation.Logistic(logit(sample, i));
            sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
        });
        return (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test));
    }

    /// <summary>Classes as outputs that are 1 or 0.</summary>
    [return: NotNullIfNotNull(nameof(sample))]
    public static Sample? OneHot(Sample? sample)
    {
        if (sample is null)
            return null;
        var targets = new double[sample.Ideal.Length];
        for (var i = 0; i < sample.Count; i++)
            targets[(i * sample.Outputs) + sample.Labels![i]] = 1;
        return sample with { Labels = null, Targets = targets };
    }

    /// <summary>Training, holdout and testing examples.</summary>
    public static IEnumerable<Sample> AllSamples(Recipe recipe) =>
        recipe.Test is { } test ? [recipe.Train, recipe.Holdout, test] : [recipe.Train, recipe.Holdout];

    private static void Convert(double[] values, (double Unit, double Zero) units)
    {
        foreach (ref var value in values.AsSpan())
            value = (units.Unit * value) + units.Zero;
    }
}
