using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>Parameters drawn anew, to see what a model can do whatever it has learned.</summary>
internal static class ParameterDraw
{
    // Uniform numbers on (−1, 1) have the root mean square 1/√3.
    private static readonly double Unit = Math.Sqrt(3);

    /// <summary>
    /// A θ of independent numbers, each parameter with a root mean square of its own: that of <paramref name="theta"/> times a factor. A parameter of
    /// zeros gets the root of one over its columns.
    /// </summary>
    /// <param name="layout">The parameters.</param>
    /// <param name="theta">θ, whose scale is taken; NaN and infinities count as 0.</param>
    /// <param name="factor">Above 0.</param>
    /// <param name="seed">The draw.</param>
    public static double[] Of(ParameterLayout layout, double[] theta, double factor, int seed) =>
        Of([.. layout.Names.Select(name => (name, layout.RangeOf(name), layout.ShapeOf(name)))], theta, factor, seed);

    /// <inheritdoc cref="Of(ParameterLayout, double[], double, int)"/>
    public static double[] Of(
        IReadOnlyList<(string Name, Range Range, IReadOnlyList<int> Shape)> parts, double[] theta, double factor, int seed)
    {
        var drawn = RandomVector.Uniform(theta.Length, seed);
        foreach (var (_, range, shape) in parts)
        {
            var part = theta.AsSpan(range);
            var scale = RootMeanSquare(part);
            if (!(scale > 0))
                scale = shape is [_, var columns, ..] ? 1 / Math.Sqrt(Math.Max(1, columns)) : 0.1;
            foreach (ref var entry in drawn.AsSpan(range))
                entry *= Unit * factor * scale;
        }

        return drawn;
    }

    private static double RootMeanSquare(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += double.IsFinite(value) ? value * value : 0;
        return Math.Sqrt(sum / Math.Max(1, values.Length));
    }
}
