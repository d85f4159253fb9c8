using Optimizers.Diagnostics;

namespace Optimizers.Reports.Charts;

/// <summary>Which charts a report has, and what they show: the one place where the numbers of a run become charts.</summary>
internal static class RunCharts
{
    private const string IterationLabel = "iteration (steps of the optimizer)";

    // A scan whose t doubles beyond this would have its first points on one another.
    private const double FarScan = 4;

    /// <summary>The charts of a report for which there are numbers, in the order of the page.</summary>
    public static IReadOnlyList<Chart> Of(TrainingReport report)
    {
        var model = report.Model;
        return [.. new Chart?[]
        {
            Loss(report),
            Comparison(report),
            Guide(model),
            Depth(report),
            Spectrum(report),
            Scan(report, model.AlongUpdate, "along-update", "The loss along the last update"),
            Scan(report, model.AlongVelocity, "along-velocity", "The loss along the last update once more"),
            Scan(report, model.AlongGradient, "along-gradient", "The loss along the negative gradient"),
            RateRange(report),
        }.OfType<Chart>()];
    }

    private static LineChart? Loss(TrainingReport report)
    {
        var model = report.Model;
        var series = new List<Series>();
        var steps = model.History.Where(step => !double.IsNaN(step.Loss)).Select(step => ((double)step.Iteration, step.Loss)).ToArray();
        if (steps.Length >= 100)
        {
            series.Add(new("loss of each step", 0, SeriesStyle.Faint, steps));
            series.Add(new("its running median", 0, SeriesStyle.Line, RunningMedian(steps)));
        }
        else if (steps.Length > 0)
        {
            series.Add(new("loss of each step", 0, SeriesStyle.Line, steps));
        }

        Evaluated("training data", 2, each => each.TrainingLoss);
        Evaluated("holdout", 1, each => each.ValidationLoss);
        Evaluated("testing data", 3, each => each.TestLoss);
        if (series.Count == 0)
            return null;

        var levels = new List<Level>();
        if (double.IsFinite(model.Chance))
            levels.Add(new($"chance: {NumberText.Short(model.Chance)}", model.Chance));
        if (double.IsFinite(model.Satisfactory))
            levels.Add(new($"small enough: {NumberText.Short(model.Satisfactory)}", model.Satisfactory));
        var last = Math.Max(series.Max(each => each.Points[^1].X), model.StepCount - 1);
        var markers = Markers(model, last);
        return new()
        {
            Id = "loss",
            Title = "Loss, and where it happened",
            Description = $"The loss over {NumberText.Count(model.StepCount, "step")}. "
                + string.Join(" ", markers.Select((marker, i) => $"{i + 1}: {marker.Text}.")),
            IsWide = true,
            X = Axis.Linear(IterationLabel, 0, Math.Max(1, last)),
            Y = LossAxis(report.LossUnit, series, levels),
            Series = series,
            Levels = levels,
            Markers = markers,
            Notes = model.RefusedSteps > 0 ? [$"{NumberText.Count(model.RefusedSteps, "step")} refused, because a gradient was not finite."] : [],
        };

        void Evaluated(string name, int color, Func<EvaluationRecord, double> loss)
        {
            var points = model.Evaluations.Where(each => !double.IsNaN(loss(each))).Select(each => ((double)each.Iteration, loss(each))).ToArray();
            if (points.Length > 0)
                series.Add(new($"loss over the {name}", color, SeriesStyle.Dotted, points));
        }
    }

    private static List<Marker> Markers(ReportModel model, double last)
    {
        var markers = new List<Marker>();
        if (model.Best is { } best)
            markers.Add(new(best.Iteration,
                $"Iteration {NumberText.Whole(best.Iteration)}: the lowest loss of a step, {NumberText.Short(best.Loss)}"));
        var held = model.Evaluations.Where(each => double.IsFinite(each.ValidationLoss)).ToArray();
        if (held.Length > 1)
        {
            var lowest = held.MinBy(each => each.ValidationLoss);
            markers.Add(new(lowest.Iteration,
                $"Iteration {NumberText.Whole(lowest.Iteration)}: the lowest loss over the holdout, {NumberText.Short(lowest.ValidationLoss)}"));
        }

        if (model.FirstNonFinite is { } broken)
        {
            var where = broken.Parameter is { } name ? $"the {broken.What} of {name}, index {NumberText.Whole(broken.Index)}," : $"the {broken.What}";
            markers.Add(new(broken.Iteration,
                $"Iteration {NumberText.Whole(broken.Iteration)}: {where} is {NumberText.Short(broken.Value)}", IsFault: true));
        }

        var found = model.Findings.Where(finding => !finding.IsSymptom)
            .Select(finding => $"{finding.Cause.Title} ({NumberText.Percent(finding.Confidence)})").ToArray();
        markers.Add(new(
            last,
            $"Iteration {NumberText.Whole((long)last)}: diagnosed here: "
                + (found.Length > 0 ? string.Join("; ", found) : model.Verdict == Verdict.Healthy ? "healthy" : "no cause found yet"),
            IsFault: found.Length > 0));
        return [.. markers.OrderBy(marker => marker.X)];
    }

    private static LineChart? Comparison(TrainingReport report)
    {
        if (report.Curves.Count == 0)
            return null;
        int[] colors = report.Curves.Count == 2 ? [1, 0] : [.. Enumerable.Range(0, report.Curves.Count)];
        var series = report.Curves
            .Select((curve, i) => new Series(
                curve.Name, colors[i], i == 0 && report.Curves.Count > 1 ? SeriesStyle.Dashed : SeriesStyle.Line,
                [.. curve.Points.Select(point => ((double)point.Iteration, point.Loss))]))
            .ToArray();
        var ends = report.Curves.Select(curve => $"{curve.Name}: {NumberText.Short(curve.Last)} at the end");
        return new()
        {
            Id = "comparison",
            Title = report.Curves.Count > 1 ? $"Compared: {string.Join(", ", report.Curves.Select(curve => curve.Name))}"
                : NumberText.Capital(report.Curves[0].Name),
            Description = $"The loss over the iterations. {string.Join("; ", ends)}.",
            IsWide = true,
            X = Axis.Linear(IterationLabel, Math.Min(0, series.Min(each => each.Points[0].X)), Math.Max(1, series.Max(each => each.Points[^1].X))),
            Y = LossAxis(report.LossUnit, series, []),
            Series = series,
            Notes = [$"{NumberText.Capital(string.Join("; ", ends))}."],
        };
    }

    private static BarChart? Depth(TrainingReport report)
    {
        var (now, start) = (report.Model.Depth, report.Model.DepthAtStart);
        if ((now ?? start) is not { Layers.Count: > 0 } any)
            return null;
        var both = now is not null && start is not null;
        var notes = new List<string>();
        if (start is { BackwardGrowth: var before } && double.IsFinite(before))
            notes.Add(
                $"At the start ‖g‖ of the weight matrices changed by a factor of {NumberText.Short(before)} a layer from the "
                + $"output towards the input.");
        if (now is { BackwardGrowth: var growth } && double.IsFinite(growth))
            notes.Add($"Now it changes by a factor of {NumberText.Short(growth)} a layer: below 1 it vanishes, above 1 it explodes.");
        if (any.WithoutGradient.Select(layer => layer.Parameter).ToArray() is { Length: > 0 } without)
            notes.Add($"No gradient at all: {string.Join(", ", without)}.");
        return new()
        {
            Id = "depth",
            Title = "Gradient flow through depth",
            Description =
                $"The root mean square of the gradient of each of {NumberText.Count(any.Layers.Count, "parameter")}, input first. "
                + $"{string.Join(" ", notes)}",
            Axis = Axis.Logarithmic(
                "root mean square of the gradient",
                $"{report.LossUnit ?? "loss"} per unit of the parameter",
                (now?.Layers ?? []).Concat(start?.Layers ?? []).Select(layer => layer.GradientRms)),
            RowLabel = "parameter, input first",
            SeriesNames = both ? ["at the start", "now"] : [now is null ? "at the start" : "now"],
            Rows = [.. any.Layers.Select((layer, i) =>
                new Bar(layer.Parameter, both ? [start!.Layers[i].GradientRms, layer.GradientRms] : [layer.GradientRms]))],
            Notes = notes,
        };
    }

    private static LineChart? Spectrum(TrainingReport report)
    {
        var (ends, density, rate) = (report.Model.Curvature, report.Density, report.Model.LearningRate);
        if (ends is null && density is not { Points.Count: > 0 })
            return null;
        var values = new List<double>();
        var (bands, markers, notes) = (new List<Band>(), new List<Marker>(), new List<string>());
        if (ends is not null)
        {
            values.AddRange([ends.SmallestAtLeast, ends.Smallest, ends.Largest, ends.LargestAtMost, 0]);
            bands.Add(new("λmin is here", 1, ends.SmallestAtLeast, ends.Smallest));
            bands.Add(new("λmax is here", 0, ends.Largest, ends.LargestAtMost));
            markers.Add(new(ends.Smallest, $"λmin = {NumberText.Short(ends.Smallest)}, and at least {NumberText.Short(ends.SmallestAtLeast)}"));
            markers.Add(new(ends.Largest, $"λmax = {NumberText.Short(ends.Largest)}, and at most {NumberText.Short(ends.LargestAtMost)}"));
            if (double.IsFinite(ends.StableRate))
                notes.Add($"Plain gradient descent settles with rates below 2/λmax = {NumberText.Short(ends.StableRate)}.");
            notes.Add(ends.Certificate);
        }

        if (density is { Points.Count: > 0 })
            values.AddRange([density.Points[0], density.Points[^1]]);
        if (rate > 0 && double.IsFinite(rate))
        {
            var limit = 2 / rate;
            var (reach, text) = (values.Max(Math.Abs),
                $"2/α = {NumberText.Short(limit)} for α = {NumberText.Short(rate)}: steps along steeper directions overshoot");
            if (limit <= 4 * reach)
            {
                values.Add(limit);
                markers.Add(new(limit, text, IsFault: ends is { Largest: var largest } && largest > limit));
            }
            else
            {
                notes.Add($"{text}; it is far above the spectrum.");
            }
        }

        var unit = $"{report.LossUnit ?? "loss"} per squared unit of the parameters";
        var curve = Array.Empty<(double, double)>();
        if (density is not null)
        {
            var floor = density.Density.DefaultIfEmpty(0).Max() * 1e-8;
            curve = [.. density.Points.Zip(density.Density, (x, y) => (x, Math.Max(floor, y)))];
        }

        return new()
        {
            Id = "spectrum",
            Title = "The spectrum of the Hessian",
            Description = string.Join(". ", markers.Select(marker => marker.Text)) + ". " + string.Join(" ", notes),
            X = Axis.Around($"curvature ({unit})", values),
            Y = curve.Length > 0 ? Axis.Logarithmic("density of eigenvalues", "per unit of curvature", curve.Select(point => point.Item2)) : null,
            Series = curve.Length > 0 ? [new("density of the eigenvalues", 2, SeriesStyle.Line, curve)] : [],
            Bands = bands,
            Markers = [.. markers.OrderBy(marker => marker.X)],
            Notes = notes,
        };
    }

    private static LineChart? Scan(TrainingReport report, LineScan? scan, string id, string title)
    {
        if (scan is not { Points.Count: > 0 })
            return null;
        var best = scan.Best;
        var series = new Series("loss over the training data", 0, SeriesStyle.Dotted, [.. scan.Points]);
        return new()
        {
            Id = id,
            Title = title,
            Description =
                $"The loss along {scan.Direction}: {NumberText.Short(scan.LossAtZero)} at t = 0, {NumberText.Short(scan.LossAtOne)} at t = 1, "
                + $"lowest at t = {NumberText.Short(best.T)} with {NumberText.Short(best.Loss)}.",
            X = scan.Points[^1].T > FarScan
                ? Axis.Logarithmic("t", "1 is the length of the last update, 0 at the left edge", scan.Points.Select(point => point.T))
                : Axis.Linear("t (1 is the length of the last update)", scan.Points[0].T, scan.Points[^1].T),
            Y = LossAxis(report.LossUnit, [series], []),
            Series = [series],
            Markers =
            [
                .. new Marker[]
                {
                    new(0, $"t = 0: {NumberText.Short(scan.LossAtZero)}"),
                    new(1, $"t = 1, ‖d‖ = {NumberText.Short(scan.Length)} away: {NumberText.Short(scan.LossAtOne)}",
                        IsFault: !(scan.LossAtOne <= scan.LossAtZero)),
                    new(best.T, $"t = {NumberText.Short(best.T)}: the lowest, {NumberText.Short(best.Loss)}"),
                }.DistinctBy(marker => marker.X).OrderBy(marker => marker.X),
            ],
        };
    }

    private static LineChart? RateRange(TrainingReport report) => report.Model.RateRange is { Rates.Count: > 1 } range
        ? RateRange(range, report.Model.LearningRate, report.LossUnit) : null;

    /// <summary>A range test of learning rates.</summary>
    /// <param name="range">The test, of at least two rates.</param>
    /// <param name="rate">The rate of the run; NaN if there is none.</param>
    /// <param name="unit">The unit of the loss; null if it has none.</param>
    public static LineChart RateRange(RateRange range, double rate, string? unit)
    {
        var series = new Series("loss after each step", 0, SeriesStyle.Line, [.. range.Rates.Zip(range.Losses)]);
        var markers = new List<Marker>();
        if (double.IsFinite(range.Best))
            markers.Add(new(range.Best, $"Learning rate {NumberText.Short(range.Best)}: the loss falls most steeply"));
        if (double.IsFinite(range.Diverging))
            markers.Add(new(range.Diverging, $"Learning rate {NumberText.Short(range.Diverging)}: from here on it diverges", IsFault: true));
        if (double.IsFinite(range.Suggested) && range.Suggested < range.Best)
            markers.Add(new(range.Suggested, $"Learning rate {NumberText.Short(range.Suggested)}: a tenth of the one from which it diverges"));
        if (double.IsFinite(rate) && rate >= range.Rates[0] && rate <= range.Rates[^1])
            markers.Add(new(rate, $"Learning rate {NumberText.Short(rate)}: that of the run"));
        return new()
        {
            Id = "rate-range",
            Title = "Learning-rate range test",
            Description = $"The loss while the learning rate rises from {NumberText.Short(range.Rates[0])} to {NumberText.Short(range.Rates[^1])}. "
                + string.Join(" ", markers.Select(marker => marker.Text + ".")),
            X = Axis.Logarithmic("learning rate", "", range.Rates),
            Y = LossAxis(unit, [series], [new("start", range.StartLoss)]),
            Series = [series],
            Levels = [new($"before the first step: {NumberText.Short(range.StartLoss)}", range.StartLoss)],
            Markers = [.. markers.OrderBy(marker => marker.X)],
        };
    }

    private static GuideChart? Guide(ReportModel model)
    {
        if (model.Path.Count == 0)
            return null;
        return new()
        {
            Id = "guide",
            Title = "The guide, and the path taken",
            Description = string.Join(" ", model.Path.Select(step =>
                $"{step.Question} {NumberText.Capital(GuideChart.Answer(step.Answer))}: {step.Because}")),
            IsWide = true,
            Path = model.Path,
            Boxes = GuideChart.Layout(model.Path),
        };
    }

    private static Axis LossAxis(string? unit, IReadOnlyList<Series> series, IReadOnlyList<Level> levels) => Axis.Logarithmic(
        "loss",
        unit ?? "in its own unit",
        series.SelectMany(each => each.Points).Select(point => point.Y).Concat(levels.Select(level => level.Y)));

    // Over a fortieth of the points: long enough to see through the noise of batches, short enough to follow the curve.
    private static (double X, double Y)[] RunningMedian((double X, double Y)[] points)
    {
        var half = Math.Max(2, points.Length / 80);
        var medians = new (double X, double Y)[points.Length];
        var window = new List<double>();
        for (var i = 0; i < points.Length; i++)
        {
            int from = Math.Max(0, i - half), to = Math.Min(points.Length - 1, i + half);
            window.Clear();
            for (var j = from; j <= to; j++)
                window.Add(double.IsNaN(points[j].Y) ? double.PositiveInfinity : points[j].Y);
            window.Sort();
            medians[i] = (points[i].X, window[window.Count / 2]);
        }

        return medians;
    }
}
