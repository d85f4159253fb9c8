using System.Globalization;
using Optimizers.Files;
using Optimizers.Reports.Charts;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Optimizers.Reports.Pictures;

/// <summary>The charts of a report as PNG pictures of the size of a slide.</summary>
internal static class Picture
{
    /// <summary>Pixels.</summary>
    public const int Width = 1600, Height = 900;

    /// <summary>Writes them.</summary>
    /// <returns>The paths.</returns>
    public static IReadOnlyList<string> Save(TrainingReport report, string folder)
    {
        ReportFont.Install();
        var name = ReportFile.NameOf(report.Name);
        var paths = new List<string>();
        foreach (var chart in RunCharts.Of(report))
        {
            using var plot = Plot(chart, report.Name);
            var path = Path.Combine(folder, $"{name}-{chart.Id}.png");
            using var png = Draw(plot, chart is LineChart lines ? lines.Markers : []);
            ReportFile.Write(path, png.AsSpan(), DiskFileLayer.Instance);
            paths.Add(path);
        }

        return paths;
    }

    /// <summary>Writes one chart.</summary>
    public static void Save(LineChart chart, string name, string path)
    {
        ReportFont.Install();
        using var plot = Plot(chart, name);
        using var png = Draw(plot, chart.Markers);
        ReportFile.Write(path, png.AsSpan(), DiskFileLayer.Instance);
    }

    /// <summary>The axis for a plot of its positions, 0 to 1.</summary>
    public static NumericManual Ticks(Axis axis, int atMost)
    {
        var ticks = new NumericManual();
        foreach (var tick in axis.Ticks(atMost))
            ticks.AddMajor(axis.Position(tick.Value), tick.Text);
        return ticks;
    }

    /// <summary>Makes title, axes and legend look alike. Call it after everything has been added.</summary>
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
        {
            (axis.Label.FontSize, axis.Label.Bold, axis.TickLabelStyle.FontSize) = (26, false, 22);
            axis.Label.FontName = axis.TickLabelStyle.FontName = ReportFont.Name;
        }

        // A long label along the height has to fit it.
        plot.Axes.Left.Label.FontSize = Math.Min(26, 1000f / Math.Max(1, y?.Length ?? 0));
        plot.Grid.MajorLineColor = Palette.Line;
        plot.Axes.Top.FrameLineStyle.IsVisible = plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.MinimumSize = 50;
        foreach (var axis in plot.Axes.GetAxes().OfType<ScottPlot.AxisPanels.AxisBase>())
            axis.PaddingOutsideAxisLabels = new PixelPadding(14);
        plot.Legend.FontSize = 22;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        // By name, plot by plot: the styler's way would change the default font of the caller's plots too.
        plot.Axes.Title.Label.FontName = ReportFont.Name;
        plot.Axes.Title.Label.Bold = true;
        plot.Legend.FontName = ReportFont.Name;
    }

    // The plot, and below it what its numbered places mean.
    private static SKData Draw(Plot plot, IReadOnlyList<Marker> markers)
    {
        const float lineHeight = 32, margin = 40, badge = 26;
        using var regular = ReportFont.Sized(22, isBold: false);
        using var bold = ReportFont.Sized(18, isBold: true);
        using var paint = new SKPaint { IsAntialias = true };
        var notes = markers.Select(marker => Wrap(marker.Text, regular, Width - (2 * margin) - badge - 12)).ToArray();
        var below = notes.Sum(lines => lines.Count) * lineHeight;
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        surface.Canvas.Clear(SKColors.White);
        plot.Render(surface.Canvas, new PixelRect(new PixelSize(Width, Height - below - (below > 0 ? 12 : 0))));
        var y = Height - below - 8;
        for (var i = 0; i < notes.Length; i++)
        {
            paint.Color = (markers[i].IsFault ? Palette.Fault : Palette.Ink).ToSKColor();
            surface.Canvas.DrawRoundRect(margin, y + 3, badge, badge, 6, 6, paint);
            paint.Color = SKColors.White;
            surface.Canvas.DrawText(NumberText.Whole(i + 1), margin + (badge / 2), y + 22.5f, SKTextAlign.Center, bold, paint);
            paint.Color = Palette.Ink.ToSKColor();
            foreach (var line in notes[i])
            {
                surface.Canvas.DrawText(line, margin + badge + 12, y + 24, SKTextAlign.Left, regular, paint);
                y += lineHeight;
            }
        }

        using var image = surface.Snapshot();
        return image.Encode(SKEncodedImageFormat.Png, 100);
    }

    private static List<string> Wrap(string text, SKFont font, float room)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (lines[^1].Length > 0 && font.MeasureText(longer) > room)
                lines.Add(word);
            else
                lines[^1] = longer;
        }

        return lines;
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
