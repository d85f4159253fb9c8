using System.Globalization;
using Optimizers.Benchmarks.Reporting;
using ScottPlot;
using WhyItFails;

namespace Optimizers.FaultBench;

/// <summary>The fault against the cause that was named first, as a picture and a table, in percent of a row.</summary>
internal sealed class ConfusionMatrix
{
    private readonly string[] _faults;
    private readonly string[] _named;
    private readonly int[,] _counts;
    private readonly bool[,] _isRight;

    /// <param name="runs">The runs; advice is left out.</param>
    public ConfusionMatrix(IEnumerable<ScoredRun> runs)
    {
        var all = runs.Where(each => !each.Run.IsAdvice).ToList();
        _faults = [.. FaultList.All.Select(each => each.Id).Append(ScoredRun.Healthy)
            .Distinct().Where(id => all.Exists(each => each.Run.Fault == id))];

        // In the order of the faults that they belong to, so that right answers lie along the diagonal.
        var order = FaultList.All.SelectMany(each => each.Accepted).Append(ScoredRun.Healthy).Append(ScoredRun.Undecided).Distinct().ToList();
        _named =
        [
            .. all.Select(each => each.First)
                .Distinct()
                .OrderBy(name => order.IndexOf(name) is >= 0 and var at ? at : order.Count)
                .ThenBy(name => name, StringComparer.Ordinal),
        ];
        _counts = new int[_faults.Length, _named.Length];
        _isRight = new bool[_faults.Length, _named.Length];
        foreach (var run in all)
        {
            var (row, column) = (Array.IndexOf(_faults, run.Run.Fault), Array.IndexOf(_named, run.First));
            _counts[row, column]++;
            _isRight[row, column] = run.Run.IsHealthy ? run.Found.Count == 0 : run.IsFirst;
        }
    }

    /// <summary>True if there is nothing to show.</summary>
    public bool IsEmpty => _faults.Length == 0;

    /// <summary>The picture: right answers blue, wrong ones vermilion, as dark as the share is large.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="title">What the runs are.</param>
    public void Save(string path, string title)
    {
        EmbeddedFont.Install();
        using var plot = new Plot();
        var (blue, vermilion, ink) = (Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#222222"));
        for (var row = 0; row < _faults.Length; row++)
        {
            var total = Total(row);
            for (var column = 0; column < _named.Length; column++)
            {
                if (_counts[row, column] == 0)
                    continue;
                var share = (double)_counts[row, column] / total;
                var y = _faults.Length - 1 - row;
                var cell = plot.Add.Rectangle(column - 0.5, column + 0.5, y - 0.5, y + 0.5);
                (cell.FillColor, cell.LineWidth) = ((_isRight[row, column] ? blue : vermilion).WithAlpha(0.12 + (0.88 * share)), 0);
                var label = plot.Add.Text(share < 0.005 ? "<1" : (100 * share).ToString("F0", CultureInfo.InvariantCulture), column, y);
                (label.LabelFontColor, label.LabelFontSize, label.LabelAlignment) = (share > 0.45 ? Colors.White : ink, 17, Alignment.MiddleCenter);
            }
        }

        plot.Title(title);
        plot.YLabel("what was wrong (number of runs)");
        plot.XLabel("what was named first; percent of the row, right answers blue");
        plot.Axes.Title.Label.FontSize = 28;
        plot.Axes.Color(ink);
        plot.Axes.Left.SetTicks(
            [.. Enumerable.Range(0, _faults.Length).Select(row => (double)(_faults.Length - 1 - row))],
            [.. _faults.Select((fault, row) => string.Create(CultureInfo.InvariantCulture, $"{fault} ({Total(row)})"))]);
        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, _named.Length).Select(column => (double)column)], _named);
        plot.Axes.Bottom.TickLabelStyle.Rotation = -50;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.MinimumSize = 260;
        plot.Axes.Left.MinimumSize = 330;
        plot.Axes.Right.MinimumSize = 30;
        foreach (var axis in plot.Axes.GetAxes())
            (axis.Label.FontSize, axis.Label.Bold, axis.TickLabelStyle.FontSize) = (22, false, 19);
        plot.Axes.SetLimits(-0.5, _named.Length - 0.5, -0.5, _faults.Length - 0.5);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        plot.SavePng(path, 420 + (44 * _named.Length), 420 + (36 * _faults.Length));
    }

    /// <summary>The same as a table of counts.</summary>
    public override string ToString()
    {
        var table = new MarkdownTable(["what was wrong", .. _named], 1);
        for (var row = 0; row < _faults.Length; row++)
        {
            table.Add([_faults[row], .. Enumerable.Range(0, _named.Length).Select(column => _counts[row, column] switch
            {
                0 => "",
                var count when _isRight[row, column] => $"**{count.ToString(CultureInfo.InvariantCulture)}**",
                var count => count.ToString(CultureInfo.InvariantCulture),
            })]);
        }

        return table.ToString();
    }

    private int Total(int row) => Enumerable.Range(0, _named.Length).Sum(column => _counts[row, column]);
}
