
namespace Optimizers.Diagnostics;

/// <summary>The hidden units of one layer at one θ, over some examples.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Units">How many units.</param>
/// <param name="Dead">The units whose activation is the same number for every example.</param>
/// <param name="Identical">Groups of units, two or more, that agree on every example (up to sign, and up to rounding), without dead ones.</param>
/// <param name="SaturatedShare">The share of activations within 1 % of the range from one of its ends; NaN if the range of the activation
/// function lacks an end.</param>
/// <param name="Mean">The mean activation.</param>
/// <param name="StandardDeviation">The mean over units of the standard deviation over examples.</param>
public sealed record UnitReport(
    string Layer,
    int Units,
    IReadOnlyList<int> Dead,
    IReadOnlyList<IReadOnlyList<int>> Identical,
    double SaturatedShare,
    double Mean,
    double StandardDeviation)
{
    /// <summary>The share of units that are dead.</summary>
    public double DeadShare => (double)Dead.Count / Units;

    /// <summary>The share of units that only repeat another one: 0 where all differ, 1 − 1/units where all are the same.</summary>
    public double RepeatedShare => (double)Identical.Sum(group => group.Count - 1) / Units;

    private const double Rounding = 1e-9;

    /// <summary>The units of a layer. With fewer than two examples none is called dead or identical.</summary>
    internal static UnitReport Of(LayerActivations layer)
    {
        var values = layer.Values.ToRowArrays();
        var told = layer.Values.ColumnCount >= 2;
        int[] dead = [.. Enumerable.Range(0, values.Length).Where(unit => told && IsDead(values[unit]))];
        int[] live = [.. Enumerable.Range(0, values.Length).Except(dead).Where(unit => told && Array.TrueForAll(values[unit], double.IsFinite))];
        return new(
            layer.Name,
            values.Length,
            dead,
            GroupsAmong(values, live),
            SaturatedShareOf(values, layer.Lower, layer.Upper),
            values.SelectMany(unit => unit).DefaultIfEmpty(double.NaN).Average(),
            values.Select(Deviation).DefaultIfEmpty(double.NaN).Average());
    }

    private static bool IsDead(double[] unit)
    {
        double lowest = unit.Min(), highest = unit.Max();
        return highest - lowest <= Rounding * Math.Max(Math.Abs(lowest), Math.Abs(highest));
    }

    /// <summary>
    /// Groups of units that agree up to sign. Units that agree have nearly the same |projection| on a random vector, so that each is compared only
    /// with the first ones of the groups near it.
    /// </summary>
    private static int[][] GroupsAmong(double[][] values, int[] units)
    {
        if (units.Length == 0)
            return [];
        var direction = RandomVector.Uniform(values[0].Length, seed: 0);
        var length = direction.Sum(Math.Abs);
        var groups = new List<List<int>>();
        var keys = new List<double>();
        var ordered = units.Select(unit => (Unit: unit, Key: Math.Abs(Spans.Dot(direction, values[unit])))).OrderBy(each => each.Key);
        foreach (var (unit, key) in ordered)
        {
            var near = 2 * Rounding * length * Largest(values[unit]);
            var k = groups.Count - 1;
            while (k >= 0 && key - keys[k] <= near && !Agree(values[groups[k][0]], values[unit]))
                k--;
            if (k >= 0 && key - keys[k] <= near)
            {
                groups[k].Add(unit);
            }
            else
            {
                groups.Add([unit]);
                keys.Add(key);
            }
        }

        return [.. groups.Where(group => group.Count > 1).Select(group => group.Order().ToArray()).OrderBy(group => group[0])];
    }

    private static bool Agree(double[] first, double[] second)
    {
        var allowed = Rounding * Math.Max(Largest(first), Largest(second));
        return Within(1) || Within(-1);

        bool Within(double sign)
        {
            for (var i = 0; i < first.Length; i++)
            {
                if (Math.Abs(first[i] - (sign * second[i])) > allowed)
                    return false;
            }

            return true;
        }
    }

    private static double SaturatedShareOf(double[][] values, double lower, double upper)
    {
        var margin = 0.01 * (upper - lower);
        var count = values.Sum(unit => unit.Length);
        return double.IsFinite(margin) && count > 0
            ? (double)values.Sum(unit => unit.Count(value => value <= lower + margin || value >= upper - margin)) / count
            : double.NaN;
    }

    private static double Deviation(double[] unit)
    {
        if (unit.Length == 0)
            return double.NaN;
        var mean = unit.Average();
        return Math.Sqrt(unit.Average(value => (value - mean) * (value - mean)));
    }

    private static double Largest(double[] unit) => unit.Max(Math.Abs);
}
