namespace Optimizers.Reports.Charts;

/// <summary>A chart as data: the page and the pictures draw the same one.</summary>
internal abstract record Chart
{
    /// <summary>Its name in the names of pictures: "loss".</summary>
    public required string Id { get; init; }

    /// <summary>What it says, as a heading.</summary>
    public required string Title { get; init; }

    /// <summary>A description for those who cannot see the chart.</summary>
    public required string Description { get; init; }

    /// <summary>Sentences under the chart.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True if it takes the whole width of a desktop page.</summary>
    public bool IsWide { get; init; }

    /// <summary>The numbers of the chart, one table a series.</summary>
    public abstract IEnumerable<ChartTable> Tables { get; }
}
