using System.Text.Json;

namespace Optimizers.Files;

/// <summary>The param_groups of a file from PyTorch, and the names of its parameters.</summary>
internal sealed class TorchGroups
{
    private readonly List<(int Index, JsonElement Group, int Place)> _parameters = [];

    /// <exception cref="InvalidDataException">It is no file of a PyTorch optimizer.</exception>
    public TorchGroups(IReadOnlyDictionary<string, string> metadata)
    {
        Class = Text(metadata, "optimizer");
        var groups = Described.Parse("param_groups", Text(metadata, "param_groups")).Items("param_groups");
        foreach (var (group, place) in groups.Select((each, i) => (each, i)))
        {
            foreach (var index in group.Field("params").Items("params"))
                _parameters.Add((index.Whole("params", 0), group, place));
            var isDecoupled = group.TryGetProperty("decoupled_weight_decay", out var decoupled) && decoupled.ValueKind == JsonValueKind.True;
            if (isDecoupled && !Class.EndsWith('W'))
                Class += 'W'; // Newer versions have NAdam and RAdam in this form too.
        }

        if (_parameters.Select(each => each.Index).Distinct().Count() != _parameters.Count)
            throw new InvalidDataException("A parameter stands twice in the file's param_groups.");
        Names = metadata.TryGetValue("names", out var names)
            ? [.. Described.Parse("names", names).Items("names").Select(each => each.ValueKind == JsonValueKind.Null ? null : each.Text("names"))]
            : new string?[_parameters.Count];
        if (Names.Count != _parameters.Count)
            throw new InvalidDataException($"The file names {Names.Count} parameters, but its param_groups have {_parameters.Count}.");
    }

    /// <summary>The class in torch.optim.</summary>
    public string Class { get; }

    /// <summary>The names, in the order of the indices' first mention; null where there is none.</summary>
    public IReadOnlyList<string?> Names { get; }

    public int Count => _parameters.Count;

    /// <summary>The index of a parameter in the names of the tensors.</summary>
    public int IndexOf(int place) => _parameters[place].Index;

    /// <summary>The group of a parameter.</summary>
    public JsonElement GroupOf(int place) => _parameters[place].Group;

    /// <summary>The place of that group.</summary>
    public int GroupPlaceOf(int place) => _parameters[place].Place;

    /// <summary>True if the rules saw the gradients with the opposite sign.</summary>
    public bool Maximizes
    {
        get
        {
            var values = _parameters.Select(each => each.Group.TryGetProperty("maximize", out var maximize) && maximize.Truth("maximize"))
                .Distinct().ToArray();
            return values.Length <= 1 ? values.FirstOrDefault() : throw new InvalidDataException("Some groups of the file maximize and some do not.");
        }
    }

    private static string Text(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var text)
            ? text
            : throw new InvalidDataException($"The file is no export of a PyTorch optimizer: its metadata lack {Quoted.Text(key)}.");
}
