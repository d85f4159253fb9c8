using System.Globalization;
using Optimizers.Testbed.Problems;
using Optimizers.Testbed.Running;
using ScottPlot;
using ScottPlot.TickGenerators;
using WhyItFails;

namespace Optimizers.Testbed.Report;

/// <summary>The named optimizers on the small problems, in colours that the colour-blind can tell apart (Okabe and Ito 2008).</summary>
internal sealed class TestbedPictures
{
    private const int Width = 1800, Height = 1300;

    private static readonly Color Ink = Color.FromHex("#222222");

    // The first six are plain lines, the other six dashed.
    private static readonly Color[] Palette =
        [.. new[] { "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9" }.Select(Color.FromHex)];

    private readonly Results _results;

    public TestbedPictures(Results results)
    {
        EmbeddedFont.Install();
        _results = results;
    }

    /// <summary>The steps to the target over the rates.</summary>
    public void SaveRates(string path) => Save(path, "rate, as a multiple of the default", "steps to the target", (plot, problem) =>
    {
        foreach (var (i, contender) in Contenders.Named.Index())
        {
            // A rate that does not reach the target is a gap.
            var points = Enumerable.Range(0, Contender.Rates)
                .Select(place => new Coordinates(
                    place, _results.At(problem, contender, place) is { AreAll: true } steps ? Math.Log10(steps.Mean) : double.NaN));
            Line(plot, contender, i, points, markers: true);
        }

        plot.Axes.Bottom.SetTicks(
            [.. Enumerable.Range(0, Contender.Rates).Select(place => (double)place)], ["1/31.6", "1/10", "1/3.16", "1", "3.16", "10", "31.6"]);
        plot.Axes.SetLimitsX(-0.2, Contender.Rates - 0.8);
        var least = Contenders.Named.Min(contender => _results.At(problem, contender, _results.Best(problem, contender))!.Mean);
        LogAxis(plot.Axes.Left, Math.Log10(least / 1.5), Math.Log10(problem.Limit));
    });

    /// <summary>The measure over the steps, each optimizer at its best rate; the median of the seeds.</summary>
    public void SaveCurves(string path, CancellationToken cancellationToken) => Save(path, "step", "", (plot, problem) =>
    {
        var highest = 0.0;
        var lowest = problem.Target;
        foreach (var (i, contender) in Contenders.Named.Index())
        {
            var curves = _results.Seeds.Select(seed => Curve(problem, contender, seed, cancellationToken)).ToList();
            var points = curves[0].Keys.Where(step => curves.TrueForAll(curve => curve.ContainsKey(step)))
                .Select(step => (Step: step, Median: curves.Select(curve => curve[step]).Order().ElementAt(curves.Count / 2)))
                .ToList();
            highest = Math.Max(highest, points[0].Median);
            lowest = Math.Min(lowest, points.Min(point => point.Median));
            Line(plot, contender, i, points.Select(point => new Coordinates(point.Step, Math.Log10(Math.Max(point.Median, 1e-12)))), markers: false);
        }

        var target = plot.Add.HorizontalLine(Math.Log10(problem.Target));
        (target.LineColor, target.LineWidth, target.LinePattern) = (Ink, 2, LinePattern.Dotted);
        plot.YLabel(problem.Metric);
        plot.Axes.SetLimitsX(0, problem.Limit / 2);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic
        {
            MinimumTickSpacing = 120,
            LabelFormatter = value => value.ToString("N0", CultureInfo.InvariantCulture),
        };
        LogAxis(plot.Axes.Left, Math.Max(Math.Log10(lowest / 1.2), Math.Log10(problem.Target) - 1), Math.Log10(1.5 * highest));
    });

    private SortedDictionary<int, double> Curve(Problem problem, Contender contender, int seed, CancellationToken cancellationToken)
    {
        var curve = new SortedDictionary<int, double>();
        var optimizer = contender.Make(contender.RateAt(_results.Best(problem, contender)));
        Trial.Run(problem with { Limit = problem.Limit / 2 }, optimizer, seed, cancellationToken, (step, measure) => curve[step] = measure);
        return curve;
    }

    private void Save(string path, string x, string y, Action<Plot, Problem> draw)
    {
        var figure = new Multiplot();
        figure.AddPlots(_results.Problems.Count + 1);
        figure.Layout = new BesideLegend(_results.Problems.Count);
        foreach (var (i, problem) in _results.Problems.Index())
        {
            var plot = figure.GetPlot(i);
            plot.YLabel(y);
            draw(plot, problem);
            plot.Title(problem.Name);
            plot.XLabel(x);
            Style(plot);
            plot.HideLegend();
        }

        Legend(figure.GetPlot(_results.Problems.Count));
        figure.SavePng(path, Width, Height);
    }

    private static void Legend(Plot plot)
    {
        plot.HideAxesAndGrid();
        foreach (var (i, contender) in Contenders.Named.Index())
        {
            plot.Legend.ManualItems.Add(new LegendItem
            {
                LabelText = contender.Name,
                LineColor = Palette[i % Palette.Length],
                LineWidth = 4,
                LinePattern = PatternOf(i),
            });
        }

        Style(plot);
        plot.Legend.SymbolWidth = 46;
        plot.ShowLegend(Alignment.MiddleLeft);
    }

    private static LinePattern PatternOf(int i) => i < Palette.Length ? LinePattern.Solid : LinePattern.DenselyDashed;

    private static void Line(Plot plot, Contender contender, int i, IEnumerable<Coordinates> points, bool markers)
    {
        var line = plot.Add.Scatter(points.ToArray(), Palette[i % Palette.Length]);
        (line.LineWidth, line.MarkerSize, line.LegendText) = (markers ? 4 : 3, markers ? 9 : 0, contender.Name);
        line.LinePattern = PatternOf(i);
    }

    private static void Style(Plot plot)
    {
        plot.Axes.Color(Ink);
        plot.Axes.Title.Label.FontSize = 28;
        foreach (var axis in plot.Axes.GetAxes())
            (axis.Label.FontSize, axis.Label.Bold, axis.TickLabelStyle.FontSize) = (22, false, 19);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.12);
        plot.Grid.MinorLineColor = Colors.Black.WithAlpha(0.04);
        plot.Legend.FontSize = 18;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Axes.Top.FrameLineStyle.IsVisible = plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.MinimumSize = 44;
    }

    // The plot is of logarithms to base 10; the ticks say the numbers.
    private static void LogAxis(IYAxis axis, double lowest, double highest)
    {
        var ticks = new NumericManual();
        for (var decade = (int)Math.Floor(lowest); decade <= highest; decade++)
        {
            ticks.AddMajor(decade, Math.Pow(10, decade).ToString(decade < 0 ? $"F{-decade}" : "N0", CultureInfo.InvariantCulture));
            for (var i = 2; i < 10; i++)
            {
                var (at, value) = (decade + Math.Log10(i), i * Math.Pow(10, decade));
                if (i is 2 or 5 && highest - lowest < 2)
                    ticks.AddMajor(at, value.ToString("#,0.###", CultureInfo.InvariantCulture));
                else
                    ticks.AddMinor(at);
            }
        }

        axis.TickGenerator = ticks;
        (axis.Min, axis.Max) = (lowest, highest);
    }
}
