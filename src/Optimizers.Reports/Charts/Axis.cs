using System.Globalization;

namespace Optimizers.Reports.Charts;

/// <summary>One axis of a chart: its words with the unit, its range, and where its ticks are.</summary>
internal sealed class Axis
{
    // A run that exploded by more than this is drawn at the edge: else everything before it is one flat line.
    private const double LargestSpan = 1e15;

    // So that differences do not overflow.
    private const double LargestValue = 1e300;

    private Axis(string label, bool isLogarithmic, double min, double max) => (Label, IsLogarithmic, Min, Max) = (label, isLogarithmic, min, max);

    /// <summary>What is measured, and in which unit.</summary>
    public string Label { get; }

    /// <summary>True for equal distances of equal ratios.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>The lower end.</summary>
    public double Min { get; }

    /// <summary>The upper end, above the lower.</summary>
    public double Max { get; }

    /// <summary>A linear axis over a range.</summary>
    /// <param name="label">What is measured, and in which unit.</param>
    /// <param name="min">The lower end.</param>
    /// <param name="max">The upper end; where it is not above the lower by more than a billionth, the range is widened.</param>
    public static Axis Linear(string label, double min, double max) => max - min > 1e-9 * Math.Abs(max)
        ? new(label, false, min, max)
        : new(label, false, min - (0.5 * Math.Max(1, Math.Abs(min))), min + (0.5 * Math.Max(1, Math.Abs(min))));

    /// <summary>A linear axis around values, with a margin. Those that are not finite do not count.</summary>
    public static Axis Around(string label, IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).Select(value => Math.Clamp(value, -LargestValue, LargestValue)).DefaultIfEmpty(0).ToArray();
        var (min, max) = (finite.Min(), finite.Max());
        var margin = 0.06 * (max - min);
        return Linear(label, min - margin, max + margin);
    }

    /// <summary>A logarithmic axis around values, with a margin; linear, with a note, where one of them is negative or none is positive.</summary>
    /// <param name="label">What is measured; the unit, if there is one, in brackets, goes into <paramref name="unit"/>.</param>
    /// <param name="unit">The unit; "" for none.</param>
    /// <param name="values">The values. Those that are not finite do not count; 0 is drawn at the lower end.</param>
    public static Axis Logarithmic(string label, string unit, IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        var comma = unit.Length > 0 ? unit + ", " : "";
        if (Array.Exists(finite, value => value < 0) || !Array.Exists(finite, value => value > 0))
            return Around(unit.Length > 0 ? $"{label} ({unit})" : label, finite);
        var positive = finite.Where(value => value > 0).ToArray();
        var min = positive.Min();
        var max = Math.Min(positive.Max(), min * LargestSpan);
        var margin = Math.Max(Math.Pow(max / min, 0.06), 1.1);
        return new($"{label} ({comma}log scale)", true, min / margin, max * margin);
    }

    /// <summary>
    /// The share of the way from the lower to the upper end, 0 to 1; what is beyond an end is at it. NaN where the value is not a number.
    /// </summary>
    public double Position(double value)
    {
        if (double.IsNaN(value))
            return double.NaN;
        var share = IsLogarithmic
            ? value <= 0 ? 0 : Math.Log(value / Min) / Math.Log(Max / Min)
            : (value - Min) / (Max - Min);
        return Math.Clamp(share, 0, 1);
    }

    /// <summary>Ticks at round numbers.</summary>
    /// <param name="atMost">About how many have room, at least 2.</param>
    public IReadOnlyList<Tick> Ticks(int atMost)
    {
        if (!IsLogarithmic)
            return Round(atMost);
        var (low, high) = (Math.Log10(Min), Math.Log10(Max));
        int first = (int)Math.Ceiling(low - 1e-9), last = (int)Math.Floor(high + 1e-9);
        var decades = last - first + 1;
        if (decades >= 3)
        {
            var step = (decades + atMost - 1) / atMost;
            var areShort = first >= -4 && last < 5;
            return [.. Enumerable.Range(first, decades).Where(exponent => exponent % step == 0).Select(exponent => new Tick(
                Math.Pow(10, exponent), areShort || exponent is 0 or 1 ? NumberText.Short(Math.Pow(10, exponent)) : NumberText.Power(exponent)))];
        }

        if (high - low < 0.7)
            return Round(atMost);
        foreach (double[] digits in (double[][])[[1, 2, 3, 5, 7], [1, 2, 5], [1, 3]])
        {
            var ticks = new List<Tick>();
            for (var exponent = first - 1; exponent <= last; exponent++)
            {
                foreach (var digit in digits)
                {
                    var value = digit * Math.Pow(10, exponent);
                    if (value >= Min && value <= Max)
                        ticks.Add(new(value, NumberText.Short(value)));
                }
            }

            if (ticks.Count <= atMost)
                return ticks;
        }

        return Round(atMost);
    }

    /// <summary>As many ticks as have room beside each other.</summary>
    /// <param name="room">The length of the axis, in pixels.</param>
    /// <param name="letterWidth">About how wide a letter is, in pixels.</param>
    public IReadOnlyList<Tick> TicksWithin(double room, double letterWidth)
    {
        for (var count = 10; count > 2; count--)
        {
            var ticks = Ticks(count);
            if (ticks.Sum(tick => (tick.Text.Length * letterWidth) + 18) <= room)
                return ticks;
        }

        return Ticks(2);
    }

    private List<Tick> Round(int atMost)
    {
        var rough = (Max - Min) / Math.Max(1, atMost);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        var first = Math.Ceiling((Min / step) - 1e-9);
        var ticks = new List<Tick>();
        for (var i = 0; i <= atMost && (first + i) * step <= Max + (1e-9 * step); i++)
        {
            var value = (first + i) * step;
            var text = value == 0 ? "0"
                : decimals > 5 || Math.Abs(value) >= 1e7 ? NumberText.Short(value)
                : value.ToString($"N{decimals}", CultureInfo.InvariantCulture).Replace('-', '−');
            ticks.Add(new(value, text));
        }

        return ticks;
    }
}
