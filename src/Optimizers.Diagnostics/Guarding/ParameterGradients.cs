namespace Optimizers.Diagnostics;

/// <summary>What the guard asks of the gradient of a parameter.</summary>
internal static class ParameterGradients
{
    /// <summary>Σg².</summary>
    public static double Squares(in Parameter parameter) => parameter.ElementKind switch
    {
        ElementKind.Double => Spans.SumOfSquares(parameter.Gradients<double>()),
        ElementKind.Single => Spans.SumOfSquares(parameter.Gradients<float>()),
        _ => Spans.SumOfSquares(Widened(parameter)),
    };

    /// <summary>True if no element is NaN or infinite.</summary>
    public static bool AreFinite(in Parameter parameter) => parameter.ElementKind switch
    {
        ElementKind.Double => Spans.AreFinite(parameter.Gradients<double>()),
        ElementKind.Single => Spans.AreFinite(parameter.Gradients<float>()),
        _ => Spans.AreFinite<double>(Widened(parameter)),
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
            gradient[k] = BFloat16.Widen(bits[k]);
        return gradient;
    }
}
