using System.Globalization;

namespace Optimizers.Mutants;

/// <summary>
/// What became of the mutants, one a line, so that a run can be broken off and go on: its room, seconds, what caught it or "-" and how many tests did
/// not, its key.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class Results(string path)
{
    /// <summary>What is noted of a mutant that the compiler does not take.</summary>
    public const string NoProgram = "does not compile";

    private readonly Dictionary<string, string> _all = File.Exists(path)
        ? File.ReadAllLines(path).Select(line => line.Split('\t')).Where(cells => cells.Length == 4)
            .GroupBy(cells => cells[3]).ToDictionary(group => group.Key, group => group.Last()[2])
        : [];

    /// <summary>What caught a mutant; "-" and how many tests were asked if nothing did; null if it has not been tried.</summary>
    public string? Of(Mutant mutant) => _all.GetValueOrDefault(mutant.Key);

    /// <summary>Whether nothing caught a mutant that was tried.</summary>
    public bool IsSurvivor(Mutant mutant) => Of(mutant) is ['-', ..];

    /// <summary>Notes what became of a mutant.</summary>
    public void Add(Mutant mutant, TestRun.Outcome outcome, int asked)
    {
        var caughtBy = outcome.CaughtBy ?? (asked == 0 ? "- no test reaches it" : FormattableString.Invariant($"- {asked} tests"));
        _all[mutant.Key] = caughtBy;
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{mutant.Room}\t{outcome.Seconds:F1}\t{caughtBy}\t{mutant.Key}\n"));
    }
}
