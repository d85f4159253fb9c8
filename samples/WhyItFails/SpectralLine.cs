namespace WhyItFails;

/// <summary>Eigenvalues that agree but for rounding, as one with its multiplicity.</summary>
internal readonly record struct SpectralLine(double Value, int Multiplicity)
{
    /// <summary>The lines of a spectrum, ascending.</summary>
    /// <param name="eigenvalues">The eigenvalues, ascending.</param>
    /// <param name="tolerance">A gap that is not larger separates no lines.</param>
    public static IReadOnlyList<SpectralLine> Of(IReadOnlyList<double> eigenvalues, double tolerance)
    {
        var lines = new List<SpectralLine>();
        var first = 0;
        for (var next = 1; next <= eigenvalues.Count; next++)
        {
            if (next < eigenvalues.Count && eigenvalues[next] - eigenvalues[next - 1] <= tolerance)
                continue;
            var values = eigenvalues.Skip(first).Take(next - first);
            lines.Add(new SpectralLine(values.Average(), next - first));
            first = next;
        }
        return lines;
    }
}
