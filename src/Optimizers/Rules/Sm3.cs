using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// SM3-II (Anil et al. 2019): Adagrad that remembers a number a row and a column of a matrix. ν = min(row, column) + g², θ ← θ − αg/√ν, and each row
/// and column keeps the largest of its ν. A vector keeps its ν whole: Adagrad.
/// </summary>
/// <remarks>
/// Momentum, as optax.sm3 has it, is a link: <c>new Sm3(0.1 * (1 - beta)).Then(new Trace(beta))</c>.
/// </remarks>
/// <param name="learningRate">α(i), at least 0. 0.1 if left out.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is below 0 or not finite.</exception>
public sealed class Sm3(Schedule? learningRate = null) : Optimizer<Sm3.Rule>(learningRate ?? 0.1)
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [new("row_maxima", StateMeaning.None, StateForm.Row), new("column_maxima", StateMeaning.None, StateForm.Column)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(step.LearningRate);

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        // The formula reads those of before.
        step.Vector(0).CopyTo(step.Pending(2));
        step.Vector(1).CopyTo(step.Pending(3));
        step.RowResults(0).CopyTo(step.NextVector(0));
        step.ColumnResults(0).CopyTo(step.NextVector(1));
    }

    /// <summary>Gathers the largest ν = min(row, column) + g² of rows and columns; u = αg/√ν.</summary>
    /// <param name="learningRate">α.</param>
    public readonly struct Rule(double learningRate) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 4;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index switch
        {
            0 => StateForm.Row,
            1 => StateForm.Column,
            2 => StateForm.PendingRow,
            _ => StateForm.PendingColumn,
        };

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.RowsAndColumns, Gathering: Gathering.Maximum);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            T.DivideOrZero(learningRate * gradient, T.Sqrt(T.Min(state.Third, state.Fourth) + (gradient * gradient)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = T.Min(state.First, state.Second) + (gradient * gradient) };
    }
}
