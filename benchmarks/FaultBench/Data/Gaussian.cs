namespace Optimizers.FaultBench;

/// <summary>Normal numbers of mean 0 and deviation 1 (Box and Muller 1958).</summary>
internal static class Gaussian
{
    public static double Next(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
