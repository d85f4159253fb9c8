namespace Optimizers;

/// <summary>Mean squares of a matrix known by the sums of its rows and columns, V = RCᵀ/ΣR (Shazeer and Stern 2018, algorithm 1).</summary>
internal static class FactoredSquares
{
    /// <summary>a ← βa + (1 − β)s.</summary>
    public static void Average(ReadOnlySpan<double> sums, Span<double> averages, double decay)
    {
        for (var i = 0; i < averages.Length; i++)
            averages[i] = (decay * averages[i]) + ((1 - decay) * sums[i]);
    }

    /// <summary>1/√V = 1/√(R/ΣR) · 1/√C: each factor stays in the range of singles where their product would not.</summary>
    public static void InverseRoots(ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, Span<double> ofRows, Span<double> ofColumns)
    {
        var total = 0.0;
        foreach (var row in rows)
            total += row;
        for (var i = 0; i < rows.Length; i++)
            ofRows[i] = 1 / Math.Sqrt(rows[i] / total);
        for (var j = 0; j < columns.Length; j++)
            ofColumns[j] = 1 / Math.Sqrt(columns[j]);
    }
}
