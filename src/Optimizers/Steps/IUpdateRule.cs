using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>
/// The formula of an optimizer for one coordinate: from its value, its gradient and its state to its next value and state. Written once, generic
/// over the arithmetic; the kernels bring every width, the memory and the threads.
/// </summary>
/// <remarks>
/// Implement it as a small <c>readonly record struct</c> whose fields are this step's hyperparameters, and mark <see cref="Apply"/> with
/// <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining"/>: without it, code compiled ahead of time is several times
/// slower. A branch on a hyperparameter is free; a branch on an element does not exist (see <see cref="IArithmetic{T}.WhereLess"/>). Apply must
/// not throw: a step that has begun to write cannot be taken back.
/// </remarks>
public interface IUpdateRule
{
    /// <summary>How many state values a coordinate has, from 0 to <see cref="State{T}.Capacity"/>. All start at 0.</summary>
    static abstract int StateCount { get; }

    /// <summary>Takes one step.</summary>
    /// <param name="parameter">θ, replaced by its next value.</param>
    /// <param name="gradient">g = ∂L/∂θ, after clipping and the like.</param>
    /// <param name="state">The state, replaced by its next values. Those beyond <see cref="StateCount"/> are 0 and are not kept.</param>
    /// <typeparam name="T">The arithmetic.</typeparam>
    void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>;
}
