namespace Optimizers.Diagnostics;

/// <summary>Which cause has which consequence, by the ids of the causes. The one place where a cause is set in relation to another.</summary>
public sealed class CausalGraph
{
    private readonly Dictionary<string, HashSet<string>> _consequences = [];

    /// <summary>A graph.</summary>
    /// <param name="edges">(cause, consequence).</param>
    /// <exception cref="ArgumentException">The edges have a cycle.</exception>
    public CausalGraph(IEnumerable<(string Cause, string Consequence)> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        Edges = [.. edges];
        foreach (var (cause, _) in Edges)
            Reach(cause, []);
        foreach (var (cause, reached) in _consequences)
        {
            if (reached.Contains(cause))
                throw new ArgumentException($"\"{cause}\" is its own consequence over these edges; a causal graph has no cycle.", nameof(edges));
        }
    }

    /// <summary>The graph of the known causes.</summary>
    public static CausalGraph Known { get; } = new(KnownCauses.Consequences);

    /// <summary>The direct edges.</summary>
    public IReadOnlyList<(string Cause, string Consequence)> Edges { get; }

    /// <summary>True if one cause has the other as a consequence, directly or over others.</summary>
    public bool Explains(string cause, string consequence) => _consequences.TryGetValue(cause, out var reached) && reached.Contains(consequence);

    private HashSet<string> Reach(string cause, HashSet<string> path)
    {
        if (_consequences.TryGetValue(cause, out var known))
            return known;
        var reached = new HashSet<string>();
        if (!path.Add(cause))
            return [cause];
        foreach (var edge in Edges)
        {
            if (edge.Cause != cause)
                continue;
            reached.Add(edge.Consequence);
            reached.UnionWith(path.Contains(edge.Consequence) ? path : Reach(edge.Consequence, path));
        }

        path.Remove(cause);
        return _consequences[cause] = reached;
    }
}
