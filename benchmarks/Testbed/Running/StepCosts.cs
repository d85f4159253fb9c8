using System.Globalization;
using Optimizers.Testbed.Problems;

namespace Optimizers.Testbed.Running;

/// <summary>
/// What a step of each optimizer costs on each problem, in a file of its own: measured on a quiet machine, when the runs were on a loaded one.
/// </summary>
internal sealed class StepCosts
{
    private const string Head = "problem;optimizer;microseconds;measured";

    private readonly string _path;
    private readonly SortedDictionary<(string Problem, string Optimizer), (double Microseconds, DateOnly Measured)> _costs = [];

    /// <param name="path">The file; nothing is known if there is none.</param>
    public StepCosts(string path)
    {
        _path = path;
        var culture = CultureInfo.InvariantCulture;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (line.Split(';') is [var problem, var optimizer, var cost, var day]
                && double.TryParse(cost, culture, out var microseconds) && DateOnly.TryParse(day, culture, out var measured))
            {
                _costs[(problem, optimizer)] = (microseconds, measured);
            }
        }
    }

    /// <summary>The days of the measurements, the first and the last; null if there are none.</summary>
    public (DateOnly First, DateOnly Last)? Days =>
        _costs.Count == 0 ? null : (_costs.Values.Min(each => each.Measured), _costs.Values.Max(each => each.Measured));

    /// <summary>Microseconds a step; null where it was not measured.</summary>
    public double? Of(Problem problem, Contender contender) =>
        _costs.TryGetValue((problem.Name, contender.Name), out var cost) ? cost.Microseconds : null;

    /// <summary>True if a step was measured on a problem.</summary>
    public bool Has(Problem problem) => _costs.Keys.Any(each => each.Problem == problem.Name);

    /// <summary>Measures what optimizers cost on a problem, one after the other, and writes the file anew.</summary>
    public void Measure(Problem problem, IEnumerable<Contender> contenders, CancellationToken cancellationToken)
    {
        foreach (var contender in contenders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _costs[(problem.Name, contender.Name)] = (StepCost.Microseconds(problem, contender), DateOnly.FromDateTime(DateTime.UtcNow));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        File.WriteAllLines(_path, _costs.Select(each => string.Create(
            CultureInfo.InvariantCulture,
            $"{each.Key.Problem};{each.Key.Optimizer};{each.Value.Microseconds:R};{each.Value.Measured:yyyy-MM-dd}")).Prepend(Head));
    }
}
