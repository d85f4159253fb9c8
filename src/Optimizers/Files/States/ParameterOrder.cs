namespace Optimizers.Files;

/// <summary>Brings what was saved into the order of the parameters that it is loaded for.</summary>
internal static class ParameterOrder
{
    /// <summary>
    /// For every wanted parameter the place of its own among the given ones: by name where all are named and distinct on both sides; null where
    /// places decide.
    /// </summary>
    /// <exception cref="ArgumentException">A wanted name is not among the given ones.</exception>
    public static int[]? Match(IReadOnlyList<string?> given, IReadOnlyList<string?> wanted)
    {
        if (!AreKeys(given) || !AreKeys(wanted) || given.Count != wanted.Count)
            return null;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < given.Count; i++)
            places[given[i]!] = i;
        return [.. wanted.Select(name => places.TryGetValue(name!, out var place)
            ? place
            : throw new ArgumentException(
                $"The file has no parameter {Quoted.Text(name!)}; it has {string.Join(", ", given.Select(each => Quoted.Text(each!)))}. Nothing was "
                + "changed.",
                nameof(wanted)))];
    }

    /// <summary>A state with its parameters, and those of the states inside, in the order of the wanted ones.</summary>
    public static OptimizerState Arrange(OptimizerState state, IReadOnlyList<string?> wanted) => Arrange(state, wanted, Find(state, wanted));

    /// <summary>The given ones in the order of the wanted ones.</summary>
    public static IReadOnlyList<ParameterState> Arrange(IReadOnlyList<ParameterState> given, int[]? order) =>
        order is null || given.Count != order.Length ? given : [.. order.Select(place => given[place])];

    /// <summary>The names of parameters.</summary>
    public static string?[] NamesOf(IReadOnlyList<ParameterState> parameters) => [.. parameters.Select(each => each.Name)];

    /// <summary>The first state, from the outside in, that knows parameters.</summary>
    public static OptimizerState FirstWithParameters(OptimizerState state) =>
        state.Parameters.Count > 0
            ? state
            : state.Inner.Values.Select(FirstWithParameters).FirstOrDefault(each => each.Parameters.Count > 0) ?? state;

    private static OptimizerState Arrange(OptimizerState state, IReadOnlyList<string?> wanted, int[]? inherited)
    {
        var order = Match(NamesOf(state.Parameters), wanted) ?? inherited;
        if (order is null)
            return state;
        var arranged = new OptimizerState(state.Rule, state.Maximizes, Arrange(state.Parameters, order), state.Groups)
        {
            Iteration = state.Iteration,
            SkippedSteps = state.SkippedSteps,
            LastGradientNorm = state.LastGradientNorm,
        };
        foreach (var (name, number) in state.Scalars)
            arranged.Scalars[name] = number;
        foreach (var (key, inner) in state.Inner)
            arranged.Inner[key] = Arrange(inner, wanted, order);
        return arranged;
    }

    private static int[]? Find(OptimizerState state, IReadOnlyList<string?> wanted) =>
        Match(NamesOf(state.Parameters), wanted)
        ?? state.Inner.Values.Select(inner => Find(inner, wanted)).FirstOrDefault(order => order is not null);

    private static bool AreKeys(IReadOnlyList<string?> names) =>
        names.Count > 0 && names.All(name => name is not null) && names.Distinct(StringComparer.Ordinal).Count() == names.Count;
}
