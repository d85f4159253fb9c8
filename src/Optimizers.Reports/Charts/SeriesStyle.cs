namespace Optimizers.Reports.Charts;

/// <summary>How a series is drawn.</summary>
internal enum SeriesStyle
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A broken line.</summary>
    Dashed,

    /// <summary>A thin and pale line: what is behind another one.</summary>
    Faint,

    /// <summary>A line with a dot at each point.</summary>
    Dotted,
}
