using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimizers.FaultBench.World;

/// <summary>
/// Draws in a file, a kind and a seed a line, each written when it is answered: a long run can be broken off and goes on, or be made in portions.
/// The file belongs to one build: another one answers otherwise.
/// </summary>
internal sealed class DrawFile
{
    private const string Healthy = "healthy";

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _path;
    private readonly Lock _writing = new();
    private readonly List<Line> _lines;

    /// <param name="path">Where it is, or will be.</param>
    public DrawFile(string path)
    {
        _path = path;

        // A line that was cut off in the middle of its writing is made anew.
        _lines = !File.Exists(path) ? []
            : [.. File.ReadLines(path).Where(line => line.EndsWith('}')).Select(line => JsonSerializer.Deserialize<Line>(line, Json)!)];
    }

    /// <summary>The draws of a kind and a seed, if these faults of it were made before; else null.</summary>
    public Draw[]? Find(Kind kind, int seed, string faults) =>
        _lines.Find(line => (line.Kind, line.Seed, line.Faults) == (kind.Id, seed, faults)) is { } line
            ? [.. line.Draws.Select(draw => draw.Of(kind, seed))] : null;

    /// <summary>The draws of a kind and a seed, of whatever faults; null if there are none.</summary>
    public Draw[]? FindAny(Kind kind, int seed) =>
        _lines.Find(line => (line.Kind, line.Seed) == (kind.Id, seed)) is { } line ? [.. line.Draws.Select(draw => draw.Of(kind, seed))] : null;

    /// <summary>All draws.</summary>
    /// <param name="kinds">The kinds that there are. A reported case may have the name of another kind, but not its faults.</param>
    public IEnumerable<Draw> All(IReadOnlyList<Kind> kinds) => _lines.SelectMany(line =>
    {
        var kind = kinds.First(kind => kind.Id == line.Kind && line.Draws.All(draw => draw.IsOf(kind)));
        return line.Draws.Select(draw => draw.Of(kind, line.Seed));
    });

    public void Add(Kind kind, int seed, string faults, Draw[] draws)
    {
        var text = JsonSerializer.Serialize(new Line(kind.Id, seed, faults, [.. draws.Select(Written.Of)]), Json);
        lock (_writing)
            File.AppendAllText(_path, text + "\n");
    }

    private sealed record Line(string Kind, int Seed, string Faults, Written[] Draws);

    private sealed record Written(
        string Fault, DrawStatus Status, double Harm, double HoldoutHarm, double TwinHarm, string[] Answers, Answer[] Given, double Seconds)
    {
        public static Written Of(Draw draw) => new(
            draw.Fault?.Id ?? Healthy, draw.Status, draw.Harm, draw.HoldoutHarm, draw.TwinHarm, [.. draw.Answers], [.. draw.Given],
            draw.TrainingSeconds);

        public bool IsOf(Kind kind) => Fault == Healthy || kind.Faults.Any(fault => fault.Id == Fault);

        public Draw Of(Kind kind, int seed)
        {
            var draw = new Draw
            {
                Kind = kind,
                Seed = seed,
                Fault = Fault == Healthy ? null : kind.Faults.First(fault => fault.Id == Fault),
                Status = Status,
                Harm = Harm,
                HoldoutHarm = HoldoutHarm,
                TwinHarm = TwinHarm,
                Answers = Answers,
                TrainingSeconds = Seconds,
            };
            draw.Given.AddRange(Given);
            return draw;
        }
    }
}
