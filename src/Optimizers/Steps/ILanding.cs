using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// Where a step ends: from θ and the step u to the next θ. Every chain has exactly one, as its last link; θ − u where nothing else is said.
/// </summary>
public interface ILanding
{
    /// <summary>How many state values an element has, all of them <see cref="StateForm.Element"/>.</summary>
    static abstract int StateCount { get; }

    /// <summary>The next θ. Marked AggressiveInlining.</summary>
    /// <param name="parameter">θ, after decoupled weight decay.</param>
    /// <param name="update">The step u of the rule.</param>
    /// <param name="state">The state, replaced by its next values.</param>
    /// <typeparam name="T">The arithmetic.</typeparam>
    T Land<T>(T parameter, T update, ref State<T> state) where T : struct, IArithmetic<T>;
}
