namespace Optimizers.Diagnostics;

/// <summary>Which cause has which consequence, by the ids of the causes. Only here are causes related to each other.</summary>
public sealed class CausalGraph
{
    /// <summary>A graph.</summary>
    /// <param name="edges">(cause, consequence).</param>
    /// <exception cref="ArgumentException">The edges have a cycle.</exception>
    public CausalGraph(IEnumerable<(string Cause, string Consequence)> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var all = edges.ToArray();
        Edges = all.ToHashSet();

        // Removing nodes without consequences again and again empties a graph that has no cycle.
        var rest = all.ToList();
        while (rest.Count > 0)
        {
            var left = rest.Where(edge => rest.Exists(other => other.Cause == edge.Consequence)).ToList();
            if (left.Count == rest.Count)
                throw new ArgumentException($"\"{rest[0].Cause}\" leads into a cycle of consequences; a causal graph has none.", nameof(edges));
            rest = left;
        }
    }

    /// <summary>The graph of the known causes.</summary>
    public static CausalGraph Known { get; } = new(KnownCauses.Consequences);

    /// <summary>The direct edges.</summary>
    public IReadOnlySet<(string Cause, string Consequence)> Edges { get; }

    /// <summary>
    /// True if one cause has the other as a direct consequence. An indirect consequence counts only where the causes between are found
    /// too; then these explain it.
    /// </summary>
    public bool Explains(string cause, string consequence) => Edges.Contains((cause, consequence));
}
