using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Cautious steps (Liang et al. 2024, algorithm 1): a coordinate whose step has not the sign of its gradient does not move, and the others are scaled
/// up by d/max(1, the number that move), so that the step keeps its length. Behind a rule: <c>new AdamW(1e-3).Then(new Cautious())</c> is C-AdamW.
/// </summary>
public sealed class Cautious : Link<Cautious.Formula>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> Hyperparameters => [];

    /// <inheritdoc/>
    protected internal override Formula At(in StepInfo step) =>
        new(step.RoundsDone == 0 ? 1 : step.Parameter.Length / Math.Max(1, step.Result(0)));

    /// <summary>u ← s·u where u·g &gt; 0, else 0.</summary>
    /// <param name="scale">s.</param>
    public readonly struct Formula(double scale) : IUpdateLink
    {
        /// <inheritdoc/>
        public static int StateCount => 0;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Parameter);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> =>
            T.WhereLess(T.Constant(0), update * gradient, scale * update, T.Constant(0));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, T update, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = T.WhereLess(T.Constant(0), update * gradient, T.Constant(1), T.Constant(0)) };
    }
}
