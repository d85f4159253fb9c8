namespace Optimizers.Reports.Charts;

/// <summary>Rows of bars over one horizontal axis.</summary>
internal sealed record BarChart : Chart
{
    /// <summary>The most rows that are drawn; the table has all.</summary>
    private const int RowsAtMost = 24;

    /// <summary>The axis.</summary>
    public required Axis Axis { get; init; }

    /// <summary>What the rows are, for the table.</summary>
    public required string RowLabel { get; init; }

    /// <summary>The names of the series, at most two.</summary>
    public required IReadOnlyList<string> SeriesNames { get; init; }

    /// <summary>The rows, top down.</summary>
    public required IReadOnlyList<Bar> Rows { get; init; }

    /// <summary>The rows to be drawn: all, or evenly picked ones with the first and the last.</summary>
    public IReadOnlyList<Bar> Drawn => Rows.Count <= RowsAtMost
        ? Rows
        : [.. Enumerable.Range(0, RowsAtMost).Select(i => Rows[(int)((long)i * (Rows.Count - 1) / (RowsAtMost - 1))])];

    /// <summary>The colour of a series, of the six, from 0.</summary>
    public int Color(int series) => SeriesNames.Count == 2 && series == 0 ? 4 : 0;

    /// <inheritdoc/>
    public override IEnumerable<ChartTable> Tables =>
        [new(Axis.Label, [RowLabel, .. SeriesNames],
            [.. Rows.Select(row => (IReadOnlyList<string>)
                [row.Name, .. row.Values.Select(value => double.IsNaN(value) ? "–" : NumberText.Short(value))])])];
}
