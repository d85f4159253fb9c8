namespace Optimizers.Tests.Papers;

/// <summary>Histories that begin at zero.</summary>
internal static class Zeros
{
    public static double[][] Like(double[][] parameters) => [.. parameters.Select(p => new double[p.Length])];
}
