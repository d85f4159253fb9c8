using System.Globalization;
using Optimizers.Testbed.Problems;

namespace Optimizers.Testbed.Running;

/// <summary>
/// The finished runs: a line each, appended when a run ends, so that a broken-off session goes on where it was. A line of another target, limit or
/// rate than today's is not this run, and is left unread; so is the half of a line that a killed process leaves.
/// </summary>
internal sealed class RunFile : IDisposable
{
    private const string Head = "problem;optimizer;place;rate;seed;target;limit;every;end;steps;lowest";

    private readonly StreamWriter _writer;
    private readonly Dictionary<RunKey, Trial> _runs = [];

    /// <param name="path">The file; it is made if there is none.</param>
    public RunFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        foreach (var line in text.Split('\n')[..^1])
            Read(line.Split(';'));
        _writer = new StreamWriter(path, append: true) { AutoFlush = true };
        if (text.Length == 0)
            _writer.Write(Head + "\n");
        else if (!text.EndsWith('\n'))
            _writer.Write("; broken off\n");
    }

    /// <summary>The result of a run that is finished; null of another one.</summary>
    public Trial? this[RunKey key]
    {
        get
        {
            lock (_runs)
                return _runs.GetValueOrDefault(key);
        }
    }

    /// <summary>Adds a finished run.</summary>
    public void Add(Problem problem, Contender contender, RunKey key, Trial trial)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(';', Settings(problem, contender, key))};{trial.End};{trial.Steps};{trial.Lowest:R}\n");
        lock (_runs)
        {
            _writer.Write(line);
            _runs[key] = trial;
        }
    }

    public void Dispose() => _writer.Dispose();

    private static string[] Settings(Problem problem, Contender contender, RunKey key) =>
    [
        key.Problem, key.Optimizer, .. new[]
        {
            key.Place, contender.RateAt(key.Place), key.Seed, problem.Target, problem.Limit, problem.Every,
        }.Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
    ];

    private void Read(string[] cells)
    {
        var culture = CultureInfo.InvariantCulture;
        if (cells.Length != 11
            || Problem.All.FirstOrDefault(each => each.Name == cells[0]) is not { } problem
            || Contenders.All.FirstOrDefault(each => each.Name == cells[1]) is not { } contender
            || !int.TryParse(cells[2], culture, out var place) || !int.TryParse(cells[4], culture, out var seed)
            || !Enum.TryParse<TrialEnd>(cells[8], out var end) || !int.TryParse(cells[9], culture, out var steps)
            || !double.TryParse(cells[10], culture, out var lowest))
        {
            return;
        }

        var key = new RunKey(problem.Name, contender.Name, place, seed);
        if (Settings(problem, contender, key).SequenceEqual(cells.Take(8)))
            _runs[key] = new(end, steps, lowest);
    }
}
