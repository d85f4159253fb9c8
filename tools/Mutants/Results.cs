using System.Globalization;

namespace Optimizers.Mutants;

/// <summary>What became of the mutants, one a line, so that a run can be broken off and go on: seconds, what caught it or "-", its key.</summary>
/// <param name="path">The file.</param>
internal sealed class Results(string path)
{
    /// <summary>What is noted of a mutant that the compiler does not take.</summary>
    public const string NoProgram = "does not compile";

    private readonly Dictionary<string, string> _all = File.Exists(path)
        ? File.ReadAllLines(path).Select(line => line.Split('\t')).Where(cells => cells.Length == 4)
            .GroupBy(cells => cells[3]).ToDictionary(group => group.Key, group => group.Last()[2])
        : [];

    /// <summary>What caught a mutant; "-" if nothing did; null if it has not been tried.</summary>
    public string? Of(Mutant mutant) => _all.GetValueOrDefault(mutant.Key);

    /// <summary>Notes what became of a mutant.</summary>
    public void Add(Mutant mutant, TestRun.Outcome outcome)
    {
        var caughtBy = outcome.CaughtBy ?? "-";
        _all[mutant.Key] = caughtBy;
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{mutant.Room}\t{outcome.Seconds:F0}\t{caughtBy}\t{mutant.Key}\n"));
    }
}
