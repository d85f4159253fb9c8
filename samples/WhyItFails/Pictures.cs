using System.Globalization;
using Optimizers;
using Optimizers.Curvature;
using ScottPlot;
using ScottPlot.TickGenerators;
using WhyItFails.Failures;
using static System.FormattableString;

namespace WhyItFails;

/// <summary>The pictures of the story, of a size for a slide, in colours that the colour-blind can tell apart (Okabe and Ito 2008).</summary>
internal sealed class Pictures
{
    private const int Width = 1600, Height = 900;

    private static readonly Color Blue = Color.FromHex("#0072B2"), Orange = Color.FromHex("#E69F00"), Green = Color.FromHex("#009E73"),
        Purple = Color.FromHex("#CC79A7"), Vermilion = Color.FromHex("#D55E00"), Sky = Color.FromHex("#56B4E9"),
        Ink = Color.FromHex("#222222"), Grey = Color.FromHex("#8A8A8A");

    private static readonly Color[] Palette = [Blue, Orange, Green, Purple, Vermilion, Sky];

    private readonly DirectoryInfo _folder;

    /// <param name="folder">The folder of the pictures; it must exist.</param>
    public Pictures(DirectoryInfo folder)
    {
        EmbeddedFont.Install();
        _folder = folder;
    }

    /// <summary>The loss over the iterations: of the optimizers, side by side with that of the starts.</summary>
    public FileInfo LossCurves(IReadOnlyList<TrainingRun> optimizers, IReadOnlyList<TrainingRun> starts)
    {
        var figure = new Multiplot();
        figure.AddPlots(2);
        figure.Layout = new ScottPlot.MultiplotLayouts.Columns();
        Curves(figure.GetPlot(0), "Five optimizers, and Adam", optimizers, Palette);
        Curves(figure.GetPlot(1), "A zero start: stuck, and escaped", starts, [Blue, Ink, Vermilion]);
        var lowest = optimizers.Concat(starts).Min(run => run.Curve.Min(point => point.Loss));
        foreach (var plot in figure.GetPlots())
            LogAxis(plot.Axes.Left, Math.Floor(Math.Log10(lowest)), Math.Log10(5));
        return Save("loss-curves.png", path => figure.SavePng(path, Width, Height));
    }

    /// <summary>The schedule of the runs, among others of the library.</summary>
    public FileInfo Schedules()
    {
        const int length = Training.Iterations;
        using var plot = new Plot();
        (string Name, Schedule Schedule)[] others =
        [
            ("constant", 1),
            ("steps", Schedule.StepDecay(from: 1, factor: 0.5, every: length / 5)),
            ("exponential", Schedule.ExponentialDecay(from: 1, factor: Math.Pow(0.02, 1.0 / length))),
            ("warm-up, inverse square root",
                Schedule.WarmUp(length / 15, to: 1).Then(Schedule.InverseSquareRootDecay(from: 1, timescale: length / 15))),
            ("cosine with restarts", Schedule.CosineRestarts(length / 3, from: 1)),
        ];
        foreach (var ((name, schedule), color) in others.Zip([Grey, Orange, Green, Purple, Sky]))
            Line(plot, name, schedule.Sample(length, length).Select(point => new Coordinates(point.Iteration, point.Value)), color, 3);
        var used = Training.WarmUpAndCosineDecay(1).Sample(length, length).Select(point => new Coordinates(point.Iteration, point.Value));
        Line(plot, "warm-up, cosine decay: used here", used, Blue, 7);

        Style(plot, "Learning rate schedules", "iteration", "learning rate, as a share of its peak");
        plot.Axes.SetLimits(0, length, 0, 1.05);
        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, 5).Select(i => i / 4.0)], [.. Enumerable.Range(0, 5).Select(i => $"{25 * i} %")]);
        plot.ShowLegend(Edge.Right);
        return Save("schedules.png", path => plot.SavePng(path, Width, Height));
    }

    /// <summary>The spectrum of the Hessian at the saddle: how many eigenvalues there are of each value.</summary>
    public FileInfo Eigenvalues(CriticalPoint point, IReadOnlyList<SpectralLine> spectrum)
    {
        using var plot = new Plot();
        Stems(plot, "the loss falls", spectrum.Where(line => line.Value < -point.Tolerance), Vermilion);
        Stems(plot, "flat", spectrum.Where(line => Math.Abs(line.Value) <= point.Tolerance), Grey);
        Stems(plot, "the loss rises", spectrum.Where(line => line.Value > point.Tolerance), Blue);

        Style(
            plot,
            $"All weights zero: a saddle with {point.NegativeCount} ways down",
            "eigenvalue of the Hessian: curvature of the loss (nats per unit²)",
            "directions with this curvature");
        var lowest = spectrum[0];
        var reach = 1.2 * Math.Max(-lowest.Value, spectrum[^1].Value);
        plot.Axes.SetLimitsX(-reach, reach);
        LogAxis(plot.Axes.Left, Math.Log10(0.5), 4);
        var way = plot.Add.Text(
            $"λmin = {Signed(lowest.Value)}, {lowest.Multiplicity} times: the way out", lowest.Value, Math.Log10(lowest.Multiplicity) + 0.12);
        (way.LabelFontColor, way.LabelFontSize, way.LabelBold, way.LabelAlignment, way.OffsetX) = (Vermilion, 26, true, Alignment.LowerLeft, -12);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = Signed };
        plot.ShowLegend(Alignment.UpperRight);
        return Save("eigenvalues.png", path => plot.SavePng(path, Width, Height));
    }

    /// <summary>The spectrum of the Hessian where training has ended: every eigenvalue, the ends by Lanczos, and the density by quadrature.</summary>
    public FileInfo Spectrum(Landscape landscape)
    {
        const double floor = -1;
        var eigenvalues = landscape.Whole.Eigenvalues;
        var n = eigenvalues.Count;
        var width = landscape.Density.Broadening;
        using var plot = new Plot();

        // How many eigenvalues are within one broadening: what the density counts too.
        var low = eigenvalues[0] - 4 * width;
        var bins = (int)Math.Ceiling((eigenvalues[n - 1] + 4 * width - low) / width);
        var counts = new int[bins];
        foreach (var value in eigenvalues)
            counts[(int)((value - low) / width)]++;
        for (var bin = 0; bin < bins; bin++)
        {
            if (counts[bin] == 0)
                continue;
            var bar = plot.Add.Rectangle(low + bin * width, low + (bin + 1) * width, floor, Math.Log10(counts[bin]));
            (bar.FillColor, bar.LineWidth) = (Sky.WithAlpha(0.6), 0);
            if (counts.AsSpan(0, bin).IndexOfAnyExcept(0) < 0)
                bar.LegendText = $"all {n.ToString("N0", CultureInfo.InvariantCulture)} eigenvalues, by decomposition";
        }

        Line(
            plot,
            $"density, by {landscape.Density.Products} products (stochastic Lanczos quadrature)",
            landscape.Density.Points.Zip(landscape.Density.Density, (x, density) =>
                new Coordinates(x, Math.Log10(Math.Max(1e-12, n * width * density)))),
            Blue,
            4);
        var ends = landscape.Ends;
        foreach (var (interval, name) in new[] { (ends.SmallestInterval, "λmin"), (ends.LargestInterval, "λmax") })
        {
            var span = plot.Add.HorizontalSpan(interval.Lower, interval.Upper);
            (span.FillColor, span.LineStyle.Width) = (Vermilion.WithAlpha(0.35), 0);
            if (name == "λmin")
                span.LegendText = $"both ends, by {ends.Evaluations.Products} products (Lanczos), but for a probability of 10⁻⁶";
            var label = plot.Add.Text(name, interval.Lower, 2.6);
            (label.LabelFontColor, label.LabelFontSize, label.LabelBold, label.LabelAlignment) = (Vermilion, 26, true, Alignment.LowerRight);
            label.OffsetX = -8;
        }

        Style(
            plot,
            "The trained network: nearly flat in most directions, steep in a few",
            "eigenvalue of the Hessian: curvature of the loss (nats per unit²)",
            Invariant($"eigenvalues within {width:G2}"));
        var reach = eigenvalues[n - 1] - eigenvalues[0];
        plot.Axes.SetLimitsX(eigenvalues[0] - 0.12 * reach, eigenvalues[n - 1] + 0.06 * reach);
        LogAxis(plot.Axes.Left, floor, Math.Log10(2 * n));
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = Signed };
        plot.ShowLegend(Alignment.UpperRight);
        return Save("spectrum.png", path => plot.SavePng(path, Width, Height));
    }

    /// <summary>The loss of every training that failed, and after its cure, under the cause that the diagnosis named.</summary>
    public FileInfo Failures(IReadOnlyList<FailureStory> stories)
    {
        const int columns = 4;
        var losses = stories.SelectMany(story => story.Before.Concat(story.After)).Select(point => point.Loss).Where(double.IsFinite).ToArray();
        var (lowest, highest) = (Math.Clamp(Math.Floor(Math.Log10(losses.Min())), -4, 0), Math.Clamp(Math.Ceiling(Math.Log10(losses.Max())), 1, 6));
        var figure = new Multiplot();
        figure.AddPlots(stories.Count);
        figure.Layout = new ScottPlot.MultiplotLayouts.Grid((stories.Count + columns - 1) / columns, columns);
        foreach (var (i, story) in stories.Index())
        {
            var plot = figure.GetPlot(i);
            foreach (var (name, curve, color) in new[] { ("with the failure", story.Before, Vermilion), ("after the cure", story.After, Blue) })
            {
                // A loss that is not finite has no place on the axis.
                var points = curve.Where(point => double.IsFinite(point.Loss))
                    .Select(point => new Coordinates(point.Iteration, Math.Clamp(Math.Log10(point.Loss), lowest, highest)));
                Line(plot, name, points, color, 5);
            }

            var found = story.Found is { } first ? first.Cause.Id : "nothing found";
            Style(plot, found, i >= stories.Count - columns ? "iteration" : "", i % columns == 0 ? "loss" : "");
            plot.Axes.Title.Label.FontSize = 26;
            foreach (var axis in plot.Axes.GetAxes())
                (axis.Label.FontSize, axis.TickLabelStyle.FontSize) = (22, 18);
            plot.Axes.Right.MinimumSize = 12;
            plot.Axes.SetLimitsX(0, story.After[^1].Iteration);
            plot.Axes.Bottom.TickGenerator = new NumericAutomatic { MinimumTickSpacing = 90 };
            LogAxis(plot.Axes.Left, lowest, highest);
            plot.Legend.FontSize = 20;
            plot.Legend.IsVisible = i == 1;
            plot.Legend.Alignment = Alignment.UpperRight;
        }

        return Save("failures.png", path => figure.SavePng(path, Width, Height));
    }

    private static void Curves(Plot plot, string title, IReadOnlyList<TrainingRun> runs, Color[] colors)
    {
        foreach (var (run, color) in runs.Zip(colors))
            Line(plot, run.Name, run.Curve.Select(point => new Coordinates(point.Iteration, Math.Log10(point.Loss))), color, 4);
        Style(plot, title, "iteration (mini-batch)", "loss on the training data (nats)");
        plot.Axes.SetLimitsX(0, Training.Iterations);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { MinimumTickSpacing = 120 };
        plot.ShowLegend(Alignment.LowerLeft);
    }

    private static string Signed(double value) => value.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '−');

    private static void Line(Plot plot, string name, IEnumerable<Coordinates> points, Color color, float width)
    {
        var line = plot.Add.ScatterLine(points.ToArray(), color);
        line.LineWidth = width;
        line.LegendText = name;
    }

    private static void Stems(Plot plot, string meaning, IEnumerable<SpectralLine> lines, Color color)
    {
        const double floor = -1;
        var tops = lines.Select(line => new Coordinates(line.Value, Math.Log10(line.Multiplicity))).ToArray();
        foreach (var top in tops)
        {
            var stem = plot.Add.Line(top.X, floor, top.X, top.Y);
            (stem.LineColor, stem.LineWidth) = (color, 4);
        }
        var heads = plot.Add.Markers(tops, MarkerShape.FilledCircle, 16, color);
        heads.LegendText = $"{lines.Sum(line => line.Multiplicity).ToString("N0", CultureInfo.InvariantCulture)} directions: {meaning}";
    }

    private static void Style(Plot plot, string title, string x, string y)
    {
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        plot.Axes.Color(Ink);
        plot.Axes.Title.Label.FontSize = 34;
        foreach (var axis in plot.Axes.GetAxes())
            (axis.Label.FontSize, axis.Label.Bold, axis.TickLabelStyle.FontSize) = (26, false, 22);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.12);
        plot.Grid.MinorLineColor = Colors.Black.WithAlpha(0.04);
        plot.Legend.FontSize = 24;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Axes.Top.FrameLineStyle.IsVisible = plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.MinimumSize = 40;
        foreach (var axis in plot.Axes.GetAxes().OfType<ScottPlot.AxisPanels.AxisBase>())
            axis.PaddingOutsideAxisLabels = new PixelPadding(14);
    }

    // The plot is of logarithms to base 10; the ticks say the numbers.
    private static void LogAxis(IYAxis axis, double lowest, double highest)
    {
        var ticks = new NumericManual();
        for (var decade = (int)Math.Ceiling(lowest - 1); decade <= highest; decade++)
        {
            ticks.AddMajor(decade, Math.Pow(10, decade).ToString(decade < 0 ? $"F{-decade}" : "N0", CultureInfo.InvariantCulture));
            for (var i = 2; i < 10; i++)
                ticks.AddMinor(decade + Math.Log10(i));
        }
        axis.TickGenerator = ticks;
        (axis.Min, axis.Max) = (lowest, highest);
    }

    private FileInfo Save(string name, Action<string> save)
    {
        var path = Path.Combine(_folder.FullName, name);
        save(path);
        return new FileInfo(path);
    }
}
