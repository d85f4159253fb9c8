using Optimizers.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>What the guard asks of the gradient of a parameter.</summary>
internal static class ParameterGradients
{
    /// <summary>Σg².</summary>
    public static double Squares(in Parameter parameter) => parameter.ElementKind switch
    {
        ElementKind.Double => Reduction.SumOfSquares(parameter.Gradients<double>()),
        ElementKind.Single => Reduction.SumOfSquares(parameter.Gradients<float>()),
        _ => Reduction.SumOfSquares<double>(Widened(parameter)),
    };

    /// <summary>True if no element is NaN or infinite.</summary>
    public static bool AreFinite(in Parameter parameter) => parameter.ElementKind switch
    {
        ElementKind.Double => Reduction.IsFinite(parameter.Gradients<double>()),
        ElementKind.Single => Reduction.IsFinite(parameter.Gradients<float>()),
        _ => Reduction.IsFinite<double>(Widened(parameter)),
    };

    private static double[] Widened(in Parameter parameter)
    {
        var gradient = new double[parameter.Length];
        if (parameter.ElementKind == ElementKind.Half)
        {
            var halves = parameter.Gradients<Half>();
            for (var k = 0; k < gradient.Length; k++)
                gradient[k] = (double)halves[k];
            return gradient;
        }

        var bits = parameter.Gradients<ushort>();
        for (var k = 0; k < gradient.Length; k++)
            gradient[k] = BitConverter.UInt32BitsToSingle((uint)bits[k] << 16);
        return gradient;
    }
}
