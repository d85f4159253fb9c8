using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// The formula of a link of a chain for one coordinate. Before a rule it makes the gradient that the rule sees; behind a rule it makes the step of
/// the rule's step. Written as an <see cref="IUpdateRule"/> is.
/// </summary>
public interface IUpdateLink : IStage
{
    /// <summary>What comes out of the link.</summary>
    /// <param name="parameter">θ.</param>
    /// <param name="gradient">The gradient that came into the chain's rule; before the rule, that which comes into the link.</param>
    /// <param name="update">What comes into the link: before the rule the gradient, behind it the step u, θ ← θ − u.</param>
    /// <param name="state">The state, replaced by its next values.</param>
    /// <typeparam name="T">The arithmetic.</typeparam>
    T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T>;

    /// <summary>What a coordinate gives to a round. Marked AggressiveInlining.</summary>
    /// <param name="round">The round, from 0 to <see cref="IStage.RoundCount"/> − 1.</param>
    /// <param name="parameter">θ.</param>
    /// <param name="gradient">As for <see cref="Apply"/>.</param>
    /// <param name="update">As for <see cref="Apply"/>.</param>
    /// <param name="state">The state before the step, with what earlier rounds left pending.</param>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <exception cref="InvalidOperationException">The link has rounds, and does not implement this.</exception>
    Measured<T> Measure<T>(int round, T parameter, T gradient, T update, State<T> state) where T : struct, IArithmetic<T> =>
        throw new InvalidOperationException(
            $"The link has rounds, but no Measure<T>(int, T, T, T, State<T>) that says what an element gives to round {round}.");
}
