namespace Optimizers.FaultBench.World;

/// <summary>What is known of points that were drawn around centres.</summary>
internal static class Mixtures
{
    /// <summary>The probabilities of classes with round normal clouds.</summary>
    /// <param name="point">Where.</param>
    /// <param name="centers">Classes × features.</param>
    /// <param name="spread">The standard deviation of each feature.</param>
    /// <param name="probabilities">The result.</param>
    /// <param name="frequencies">Of the classes; empty: all the same.</param>
    public static void Posterior(
        ReadOnlySpan<double> point,
        ReadOnlySpan<double> centers,
        double spread,
        Span<double> probabilities,
        ReadOnlySpan<double> frequencies = default)
    {
        for (var c = 0; c < probabilities.Length; c++)
        {
            var squares = 0.0;
            for (var f = 0; f < point.Length; f++)
                squares += (point[f] - centers[(c * point.Length) + f]) * (point[f] - centers[(c * point.Length) + f]);
            probabilities[c] = (-squares / (2 * spread * spread)) + (frequencies.IsEmpty ? 0 : Math.Log(frequencies[c]));
        }

        Normalize(probabilities);
    }

    /// <summary>Makes probabilities of their logarithms, which may lack a common term.</summary>
    public static void Normalize(Span<double> logarithms)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        foreach (var logarithm in logarithms)
            largest = Math.Max(largest, logarithm);
        foreach (ref var value in logarithms)
            sum += value = Math.Exp(value - largest);
        foreach (ref var value in logarithms)
            value /= sum;
    }

    /// <summary>A label that is the right one but for a share of slips to any other class; the ideal probabilities are told.</summary>
    public static int Slip(Random random, int label, double share, Span<double> ideal)
    {
        ideal.Fill(share / (ideal.Length - 1));
        ideal[label] = 1 - share;
        return random.Category(ideal);
    }
}
