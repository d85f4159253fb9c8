namespace Optimizers.Diagnostics;

/// <summary>Which cause has which consequence, by the ids of the causes. The one place where a cause is set in relation to another.</summary>
public sealed class CausalGraph
{
    /// <summary>A graph.</summary>
    /// <param name="edges">(cause, consequence).</param>
    /// <exception cref="ArgumentException">The edges have a cycle.</exception>
    public CausalGraph(IEnumerable<(string Cause, string Consequence)> edges) => throw new NotImplementedException();

    /// <summary>The graph of the known causes.</summary>
    public static CausalGraph Known { get; } = null!;

    /// <summary>True if one cause has the other as a consequence, directly or over others.</summary>
    public bool Explains(string cause, string consequence) => throw new NotImplementedException();
}
