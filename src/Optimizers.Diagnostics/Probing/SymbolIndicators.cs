using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// Symbols as numbers that a generic model can learn from: whether each stands at each place, or, of long sequences, how often each stands anywhere.
/// </summary>
internal static class SymbolIndicators
{
    /// <summary>The most rows of the result.</summary>
    public const int Most = 256;

    /// <summary>Indicators × examples, or counts × examples; null where the symbols are too many, or are none.</summary>
    /// <param name="symbols">places × examples.</param>
    public static Matrix<double>? Of(Matrix<double> symbols)
    {
        if (!symbols.ForAll(double.IsInteger))
            return null;
        (int Place, double Symbol)[] placed =
        [
            .. Enumerable.Range(0, symbols.RowCount)
                .SelectMany(place => symbols.Row(place).Distinct().Order().Select(symbol => (place, symbol)))
                .Take(Most + 1),
        ];
        if (placed.Length <= Most)
        {
            return Matrix<double>.Build.Dense(placed.Length, symbols.ColumnCount, (k, example) =>
                symbols[placed[k].Place, example] == placed[k].Symbol ? 1 : 0);
        }

        double[] all = [.. symbols.Enumerate().Distinct().Order().Take(Most + 1)];
        if (all.Length > Most)
            return null;
        var counts = Matrix<double>.Build.Dense(all.Length, symbols.ColumnCount);
        for (var example = 0; example < symbols.ColumnCount; example++)
        {
            for (var place = 0; place < symbols.RowCount; place++)
                counts[Array.BinarySearch(all, symbols[place, example]), example]++;
        }

        return counts;
    }
}
