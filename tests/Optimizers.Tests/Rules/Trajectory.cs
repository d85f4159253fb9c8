namespace Optimizers.Tests.Rules;

/// <summary>Seeded starting points and gradients, with the awkward values among them.</summary>
internal static class Trajectory
{
    public static double[] Start(int n, int seed = 1)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, n).Select(_ => (double)(float)((4 * random.NextDouble()) - 2)).ToArray();
    }

    /// <summary>A gradient that leans to one side and is noisy; every element fits into a float.</summary>
    public static double[] Gradient(int n, int step, int seed = 2)
    {
        var random = new Random(HashCode(seed, step));
        return Enumerable.Range(0, n).Select(i => (double)(float)((((i % 5) - 2) * 0.2) + ((2 * random.NextDouble()) - 1))).ToArray();
    }

    public static float[] ToFloat(double[] values) => Array.ConvertAll(values, x => (float)x);

    // System.HashCode is seeded anew in every process.
    private static int HashCode(int seed, int step) => unchecked((seed * 1_000_003) + (step * 7_919));
}
