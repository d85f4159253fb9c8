using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>An unbiased estimate of a trace.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">
/// Its estimated standard deviation over the random vectors; 0 where the trace is exact. An estimate from few samples is itself uncertain, by about
/// 1/√(2·(samples − 1)) of it. The operator's own errors are not in it.
/// </param>
/// <param name="Products">Products Av that it took.</param>
public readonly record struct TraceEstimate(double Value, double StandardError, long Products)
{
    /// <summary>Value ± StandardError.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Value:G8} ± {StandardError:G3} ({Products} products)");

    /// <summary>The mean of samples, and the standard error of it.</summary>
    internal static TraceEstimate OfSamples(ReadOnlySpan<double> samples, long products)
    {
        var (mean, error) = Statistics(samples);
        return new(mean, error, products);
    }

    internal static (double Mean, double StandardError) Statistics(ReadOnlySpan<double> samples)
    {
        var mean = 0.0;
        foreach (var sample in samples)
            mean += sample / samples.Length;
        var squares = 0.0;
        foreach (var sample in samples)
            squares += (sample - mean) * (sample - mean);
        return (mean, Math.Sqrt(squares / samples.Length / (samples.Length - 1)));
    }
}
