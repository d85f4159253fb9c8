using System.Globalization;
using Optimizers.Reports.Charts;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Optimizers.Reports.Pictures;

/// <summary>The charts of a report as PNG pictures of the size of a slide.</summary>
internal static class Picture
{
    /// <summary>Pixels.</summary>
    public const int Width = 1600, Height = 900;

    private const int LongestName = 60;

    /// <summary>Writes them.</summary>
    /// <returns>The paths.</returns>
    public static IReadOnlyList<string> Save(TrainingReport report, string folder)
    {
        ReportFont.Install();
        var paths = new List<string>();
        foreach (var chart in RunCharts.Of(report))
        {
            using var plot = Plot(chart, report.Name);
            var path = Path.Combine(folder, $"{FileName(report.Name)}-{chart.Id}.png");
            plot.SavePng(path, Width, Height);
            paths.Add(path);
        }

        return paths;
    }

    /// <summary>A name in small letters, figures and hyphens; "run" if nothing is left.</summary>
    public static string FileName(string name)
    {
        var letters = string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        var joined = string.Join('-', letters.Split('-', StringSplitOptions.RemoveEmptyEntries));
        return joined.Length == 0 ? "run" : joined.Length > LongestName ? joined[..LongestName].TrimEnd('-') : joined;
    }

    /// <summary>The axis as a plot of its positions, 0 to 1, sees it.</summary>
    public static NumericManual Ticks(Axis axis, int atMost)
    {
        var ticks = new NumericManual();
        foreach (var tick in axis.Ticks(atMost))
            ticks.AddMajor(axis.Position(tick.Value), tick.Text);
        return ticks;
    }

    /// <summary>Makes title, axes and legend look alike. After everything has been added.</summary>
    public static void Style(Plot plot, string title, string? x, string? y)
    {
        plot.Title(title);
        if (x is not null)
            plot.XLabel(x);
        if (y is not null)
            plot.YLabel(y);
        plot.Axes.Color(Palette.Ink);
        plot.Axes.Title.Label.FontSize = 34;
        foreach (var axis in plot.Axes.GetAxes())
            (axis.Label.FontSize, axis.Label.Bold, axis.TickLabelStyle.FontSize) = (26, false, 22);
        plot.Grid.MajorLineColor = Palette.Line;
        plot.Axes.Top.FrameLineStyle.IsVisible = plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.MinimumSize = 50;
        foreach (var axis in plot.Axes.GetAxes().OfType<ScottPlot.AxisPanels.AxisBase>())
            axis.PaddingOutsideAxisLabels = new PixelPadding(14);
        plot.Legend.FontSize = 22;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Font.Set(ReportFont.Name);
        plot.Legend.FontName = ReportFont.Name;
    }

    private static Plot Plot(Chart chart, string name) => chart switch
    {
        LineChart lines => LinePicture.Plot(lines, Title(chart, name)),
        BarChart bars => BarPicture.Plot(bars, Title(chart, name)),
        GuideChart guide => GuidePicture.Plot(guide, Title(chart, name)),
        _ => throw new ArgumentException($"A {chart.GetType().Name} has no picture.", nameof(chart)),
    };

    // On a slide the picture stands alone: it says which run it is of.
    private static string Title(Chart chart, string name)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"{name}: {char.ToLowerInvariant(chart.Title[0])}{chart.Title[1..]}");
        return title.Length <= 90 ? title : string.Concat(title.AsSpan(0, 89), "…");
    }
}
