namespace Optimizers.FaultBench.World;

/// <summary>Examples, one a row.</summary>
/// <param name="Count">The examples.</param>
/// <param name="Features">The numbers of an example; symbols are their numbers.</param>
/// <param name="Outputs">The outputs of a model: the classes, or the numbers that are predicted.</param>
/// <param name="Inputs">Count × Features.</param>
/// <param name="Labels">The classes; null for a regression or several yes-or-no answers.</param>
/// <param name="Targets">Count × Outputs; empty for classes.</param>
/// <param name="Ideal">The outputs of a model that knows how the data were made: probabilities, or means (medians). Count × Outputs.</param>
internal sealed record Sample(int Count, int Features, int Outputs, double[] Inputs, int[]? Labels, double[] Targets, double[] Ideal)
{
    /// <summary>A sample of which only the inputs are there yet.</summary>
    public static Sample Empty(int count, int features, int outputs, bool hasLabels) => new(
        count,
        features,
        outputs,
        new double[count * features],
        hasLabels ? new int[count] : null,
        hasLabels ? [] : new double[count * outputs],
        new double[count * outputs]);

    /// <summary>Labels of 0 and 1 as targets too, for one output.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(sample))]
    public static Sample? WithTargets(Sample? sample) =>
        sample is null ? null : sample with { Targets = [.. sample.Labels!.Select(label => (double)label)] };

    public Span<double> Input(int example) => Inputs.AsSpan(example * Features, Features);

    public Span<double> Target(int example) => Targets.AsSpan(example * Outputs, Outputs);

    public Span<double> IdealOf(int example) => Ideal.AsSpan(example * Outputs, Outputs);

    public Sample First(int count) => count >= Count ? this : Rows([.. Enumerable.Range(0, count)]);

    /// <summary>So many of them, evenly spread.</summary>
    public Sample Spread(int count) => count >= Count ? this : Rows([.. Enumerable.Range(0, count).Select(i => i * Count / count)]);

    public Sample Rows(ReadOnlySpan<int> rows) => new(
        rows.Length,
        Features,
        Outputs,
        Gather(Inputs, Features, rows),
        Labels is null ? null : GatherLabels(Labels, rows),
        Targets is [] ? [] : Gather(Targets, Outputs, rows),
        Gather(Ideal, Outputs, rows));

    private static int[] GatherLabels(int[] labels, ReadOnlySpan<int> rows)
    {
        var result = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            result[i] = labels[rows[i]];
        return result;
    }

    private static double[] Gather(double[] from, int width, ReadOnlySpan<int> rows)
    {
        var result = new double[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
            from.AsSpan(rows[i] * width, width).CopyTo(result.AsSpan(i * width));
        return result;
    }
}
