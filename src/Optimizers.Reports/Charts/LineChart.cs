namespace Optimizers.Reports.Charts;

/// <summary>Curves over an x axis.</summary>
internal sealed record LineChart : Chart
{
    private const int RowsAtMost = 16;

    /// <summary>The axis to the right.</summary>
    public required Axis X { get; init; }

    /// <summary>The axis upwards; null where only places on the x axis are shown.</summary>
    public required Axis? Y { get; init; }

    /// <summary>The curves, the one furthest back first.</summary>
    public IReadOnlyList<Series> Series { get; init; } = [];

    /// <summary>Places on the x axis, numbered from 1 in this order.</summary>
    public IReadOnlyList<Marker> Markers { get; init; } = [];

    /// <summary>Intervals of the x axis.</summary>
    public IReadOnlyList<Band> Bands { get; init; } = [];

    /// <summary>Heights to compare with.</summary>
    public IReadOnlyList<Level> Levels { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<ChartTable> Tables
    {
        get
        {
            foreach (var series in Series)
            {
                var count = series.Points.Count;
                var shown = count <= RowsAtMost
                    ? series.Points
                    : [.. Enumerable.Range(0, RowsAtMost).Select(i => series.Points[(int)((long)i * (count - 1) / (RowsAtMost - 1))])];
                yield return new(
                    count <= RowsAtMost ? series.Name : $"{series.Name}: {RowsAtMost} of {NumberText.Whole(count)} points, evenly picked",
                    [X.Label, Y?.Label ?? ""],
                    [.. shown.Select(point => (IReadOnlyList<string>)[NumberText.Short(point.X), NumberText.Short(point.Y)])]);
            }

            if (Bands.Count > 0)
                yield return new("Intervals", ["what", "from", "to"],
                    [.. Bands.Select(band => (IReadOnlyList<string>)[band.Name, NumberText.Short(band.From), NumberText.Short(band.To)])]);
            if (Levels.Count > 0)
                yield return new("Heights to compare with", ["what", Y?.Label ?? ""],
                    [.. Levels.Select(level => (IReadOnlyList<string>)[level.Name, NumberText.Short(level.Y)])]);
        }
    }
}
