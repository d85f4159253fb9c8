namespace Optimizers.Tests.Papers;

/// <summary>Norms and inner products, summed in order.</summary>
internal static class Norm
{
    /// <summary>‖x‖₁.</summary>
    public static double One(double[] x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += Math.Abs(value);
        return sum;
    }

    /// <summary>‖x‖₂; of a matrix, the Frobenius norm.</summary>
    public static double Two(double[] x) => Math.Sqrt(Dot(x, x));

    /// <summary>‖x‖₂ over all parameters together.</summary>
    public static double Two(double[][] x)
    {
        var sum = 0.0;
        foreach (var part in x)
            sum += Dot(part, part);
        return Math.Sqrt(sum);
    }

    /// <summary>RMS(x) = ‖x‖₂/√n.</summary>
    public static double RootMeanSquare(double[] x) => Math.Sqrt(Dot(x, x) / x.Length);

    public static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += x[j] * y[j];
        return sum;
    }
}
