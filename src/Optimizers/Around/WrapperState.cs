namespace Optimizers;

/// <summary>The state of an optimizer around another one: that of the inner one, and vectors beside the parameters.</summary>
internal static class WrapperState
{
    private const string Inner = "inner";

    /// <summary>A snapshot of both, in the memory of an earlier one where that fits.</summary>
    public static OptimizerState Snapshot(string ruleName, IOptimizer inner, ParameterState[]? vectors, OptimizerState? into)
    {
        var state = into is not null && into.Rule == ruleName && ParameterVectors.AreAlike(into.Parameters, vectors)
            ? into
            : new OptimizerState(ruleName, maximizes: false, vectors is null ? [] : [.. vectors.Select(each => each.Copy())]);
        ParameterVectors.Copy(vectors, state.Parameters);
        state.Iteration = inner.Iteration;
        state.Inner[Inner] = inner.Snapshot(state.Inner.TryGetValue(Inner, out var earlier) ? earlier : null);
        return state;
    }

    /// <summary>Restores the inner optimizer.</summary>
    /// <param name="ruleName">The name of this one.</param>
    /// <param name="inner">The inner one.</param>
    /// <param name="name">The name of the vectors.</param>
    /// <param name="state">The state of both.</param>
    /// <param name="rest">The name of what lies beside them; null if nothing.</param>
    /// <param name="onlyNarrow">True if only narrow parameters have vectors, in whose place the inner optimizer sees floats.</param>
    /// <returns>The vectors, which are named so; null if the state has none.</returns>
    /// <exception cref="ArgumentNullException">There is no state.</exception>
    /// <exception cref="ArgumentException">It is not one of this rule, or does not fit. Nothing was changed.</exception>
    public static ParameterState[]? Restore(
        string ruleName, IOptimizer inner, string name, OptimizerState state, string? rest = null, bool onlyNarrow = false)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Rule != ruleName || !state.Inner.TryGetValue(Inner, out var earlier))
            throw new ArgumentException(
                $"The state is one of {state.Rule}; this is {ruleName}, which cannot read it. Nothing was changed.", nameof(state));
        if (ParameterVectors.Misfit(state.Parameters, earlier, name, rest, onlyNarrow) is { } misfit)
            throw new ArgumentException($"{misfit} Nothing was changed.", nameof(state));
        inner.Restore(earlier);
        return state.Parameters.Count == 0 ? null : [.. state.Parameters.Select(each => each.Copy())];
    }
}
