using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// The formula of an optimizer for one coordinate: from its value, its gradient and its state to the step u, θ ← θ − u, and the next state. Written
/// once, generic over the arithmetic; the kernels bring every width, the memory and the threads.
/// </summary>
/// <remarks>
/// Implement it as a small <c>readonly record struct</c> whose fields are this step's hyperparameters, and mark <see cref="Apply"/> with
/// <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining"/>: without it, code compiled ahead of time is several times
/// slower. A branch on a hyperparameter is free; a branch on an element does not exist (see <see cref="IArithmetic{T}.WhereLess"/>). Apply must
/// not throw: a step that has begun to write cannot be taken back.
/// </remarks>
public interface IUpdateRule : IStage
{
    /// <summary>Computes one step.</summary>
    /// <param name="parameter">θ.</param>
    /// <param name="gradient">g = ∂L/∂θ, after clipping and the like.</param>
    /// <param name="state">The state, replaced by its next values. What is not <see cref="StateForm.Element"/> is read only.</param>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <returns>The step u: θ ← θ − u.</returns>
    T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>;

    /// <summary>What a coordinate gives to a round, computed in double whatever the parameter's element type. Marked AggressiveInlining.</summary>
    /// <param name="round">The round, from 0 to <see cref="IStage.RoundCount"/> − 1.</param>
    /// <param name="parameter">θ.</param>
    /// <param name="gradient">g, as for <see cref="Apply"/>.</param>
    /// <param name="state">The state before the step, with what earlier rounds left pending.</param>
    /// <typeparam name="T">The arithmetic.</typeparam>
    /// <exception cref="InvalidOperationException">The formula has rounds, and does not implement this.</exception>
    Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
        throw new InvalidOperationException(
            $"The formula has rounds, but no Measure<T>(int, T, T, State<T>) that says what an element gives to round {round}.");
}
