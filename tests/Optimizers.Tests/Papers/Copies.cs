namespace Optimizers.Tests.Papers;

/// <summary>Copies of all parameters of a model.</summary>
internal static class Copies
{
    public static double[][] Of(double[][] parameters) => [.. parameters.Select(p => (double[])p.Clone())];
}
