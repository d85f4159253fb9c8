namespace Optimizers.Files;

/// <summary>The names of the tensors and of the metadata in a file of an optimizer.</summary>
internal static class StateFileNames
{
    public const string Format = "format";
    public const string FormatName = "optimizer state";
    public const string Version = "format_version";

    /// <summary>The version that is written; files of a later one are refused.</summary>
    public const int CurrentVersion = 1;

    /// <summary>What the tensors are, as JSON.</summary>
    public const string Description = "optimizer";

    /// <summary>What the parameters' values are, as JSON.</summary>
    public const string Parameters = "parameters";

    public const string Hyperparameters = "hyperparameters";
    public const string NotePrefix = "note.";

    public const string Iteration = "iteration";
    public const string SkippedSteps = "skipped_steps";
    public const string LastGradientNorm = "last_gradient_norm";
    public const string Steps = "steps";
    public const string ConstantRates = "constant_rates";

    /// <summary>Said of a matrix that lies row after row in memory, as its tensor does; of others nothing.</summary>
    public const string ByRows = "by_rows";

    /// <summary>The one value of a parameter's own numbers.</summary>
    public const string Value = "value";

    public static string State(string prefix, string parameter, string value) => $"{prefix}state.{parameter}.{value}";

    public static string Group(string prefix, int group, string value) => FormattableString.Invariant($"{prefix}group.{group}.{value}");

    public static string Scalar(string prefix, string name) => $"{prefix}scalar.{name}";

    public static string Inner(string prefix, string key) => $"{prefix}inner.{key}.";

    public static string Parameter(string parameter) => $"parameter.{parameter}";

    /// <summary>What parameters are called in a file: by their names where all have one of their own, by their places where none has.</summary>
    /// <exception cref="ArgumentException">Some have a name and some not, or two have the same.</exception>
    public static string[] Keys(IReadOnlyList<ParameterState> parameters)
    {
        if (parameters.All(each => each.Name is null))
            return [.. parameters.Select((_, i) => FormattableString.Invariant($"{i}"))];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < parameters.Count; i++)
        {
            var name = parameters[i].Name ?? throw new ArgumentException(
                $"parameters[{i}] has no name, but others have: name all of them, each differently, or none.", nameof(parameters));
            if (!names.Add(name))
                throw new ArgumentException($"The name {name} is that of two parameters: name all of them, each differently, or none.",
                    nameof(parameters));
        }

        return [.. parameters.Select(each => each.Name!)];
    }
}
