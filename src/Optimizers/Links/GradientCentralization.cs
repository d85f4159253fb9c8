using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Gradient centralization (Yong et al. 2020, eq. 1): of a matrix, the mean of each row's gradient is taken from it, so that the weights into a unit
/// keep their sum. A row is what MathNet's <c>w * x</c> makes one output of. Vectors stay as they are. Before a rule: <c>new Sgd(0.1).Before(new
/// GradientCentralization())</c>.
/// </summary>
public sealed class GradientCentralization : Link<GradientCentralization.Formula>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> Hyperparameters => [];

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => 2;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [new("row_mean", form: StateForm.Row)];

    /// <inheritdoc/>
    protected internal override Formula At(in StepInfo step) => default;

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        if (!step.Parameter.IsMatrix || step.Parameter.Columns == 1)
            return;
        var means = step.NextVector(0);
        var sums = step.RowResults(0);
        for (var row = 0; row < means.Length; row++)
            means[row] = sums[row] / step.Parameter.Columns;
    }

    /// <summary>gᵢⱼ ← gᵢⱼ − mean of row i.</summary>
    public readonly struct Formula : IUpdateLink
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => StateForm.Row;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.RowsAndColumns);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> => update - state.First;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, T update, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = update };
    }
}
