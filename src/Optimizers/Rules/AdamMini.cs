using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adam-mini (Zhang et al. 2024, algorithm 1): AdamW with one second moment a block, v ← β₂v + (1 − β₂)·mean(g²). The blocks of a matrix are its
/// rows, the weights into one unit; a vector is one block. θ ← θ − α·m̂/(√v̂ + ε).
/// </summary>
/// <remarks>
/// A row is what MathNet's <c>w * x</c> makes one output of. The paper's other blocks (heads of attention, rows of an embedding) are parameters of
/// their own here.
/// </remarks>
public sealed class AdamMini : AdamFamily<AdamMini.Rule>
{
    /// <summary>Adam-mini.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.95 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AdamMini(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001, beta1, beta2 ?? 0.95, epsilon)
    {
    }

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false; // Squares are taken in double.

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        Moments.State[0], StateDescriptor.Matrix("vmean", (rows, columns) => (columns > 1 ? rows : 1, 1)), .. Moments.State.Skip(2),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(step.LearningRate / Moments.Weights1(step), Moments.Beta1At(step));

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        var (beta2, weights2, epsilon) = (Moments.Beta2At(step), Moments.Weights2(step), Moments.EpsilonAt(step));
        var before = step.Matrix(0);
        var next = step.NextMatrix(0);
        var rows = step.RowResults(0);
        var sizes = step.Pending(1);
        var isOne = next.Length == 1;
        for (var block = 0; block < next.Length; block++)
        {
            var sum = isOne ? step.ColumnResults(0)[0] : rows[block];
            next[block] = (beta2 * before[block]) + ((1 - beta2) * (sum / (step.Parameter.Length / next.Length)));
        }

        for (var row = 0; row < sizes.Length; row++)
            sizes[row] = Math.Sqrt(next[isOne ? 0 : row] / weights2) + epsilon;
    }

    /// <summary>Gathers g² of rows and columns; m ← β₁m + (1 − β₁)g, u = s·m/n with n = √v̂ + ε of the row.</summary>
    /// <param name="stepSize">s = α/(1 − Πβ₁).</param>
    /// <param name="beta1">β₁.</param>
    public readonly struct Rule(double stepSize, double beta1) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index == 0 ? StateForm.Element : StateForm.PendingRow;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.RowsAndColumns);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            return T.DivideOrZero(stepSize * m, state.Second);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = gradient * gradient };
    }
}
