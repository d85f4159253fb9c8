namespace Optimizers.Reports.Charts;

/// <summary>Points that belong together.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Color">Which of the six colours, from 0.</param>
/// <param name="Style">How they are drawn.</param>
/// <param name="Points">By rising x. A y that is not finite leaves a gap, and a sign at the upper edge.</param>
internal sealed record Series(string Name, int Color, SeriesStyle Style, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>
    /// The same curve in fewer points: the first, lowest, highest and last one of each of some equal stretches of x, so that no peak is lost.
    /// </summary>
    /// <param name="stretches">How many stretches.</param>
    public IReadOnlyList<(double X, double Y)> Thinned(int stretches)
    {
        if (Points.Count <= 4 * stretches)
            return Points;
        var thinned = new List<(double X, double Y)>();
        double from = Points[0].X, width = (Points[^1].X - from) / stretches;
        foreach (var stretch in Points.Select((point, i) => (Point: point, Index: i))
            .GroupBy(each => Math.Min(stretches - 1, (int)((each.Point.X - from) / width))))
        {
            var all = stretch.ToArray();
            int[] kept = [all[0].Index, all.MinBy(each => each.Point.Y).Index, all.MaxBy(each => each.Point.Y).Index, all[^1].Index];
            thinned.AddRange(kept.Order().Distinct().Select(i => Points[i]));
        }

        return thinned;
    }
}
