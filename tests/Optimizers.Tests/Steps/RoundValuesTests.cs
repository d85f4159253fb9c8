using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Tests.Steps;

/// <summary>A round that measures more than one value gives each of them by rows and by columns.</summary>
public class RoundValuesTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 2)]
    [InlineData(70, 90)]
    public void Each_value_of_a_round_has_its_own_sums_over_rows_and_columns(int rows, int columns)
    {
        var optimizer = new TwoValues(0.5);
        // Whole numbers: no sum rounds.
        double[] gradient = [.. Enumerable.Range(0, rows * columns).Select(k => (double)(k * k % 17))];
        optimizer.Step([Parameter.Matrix(new double[rows * columns], gradient, rows, columns)]);

        foreach (var (value, power) in ((int, int)[])[(0, 1), (1, 2)])
        {
            double Of(int row, int column) => Math.Pow(gradient[row + (column * rows)], power);
            optimizer.Rows[value].Should().Equal(Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, columns).Sum(j => Of(i, j))));
            optimizer.Columns[value].Should().Equal(Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Sum(i => Of(i, j))));
        }
    }

    private sealed class TwoValues(Schedule learningRate) : Optimizer<TwoValues.Rule>(learningRate)
    {
        public double[][] Rows { get; private set; } = [];

        public double[][] Columns { get; private set; } = [];

        protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

        protected internal override Rule At(in StepInfo step) => default;

        protected internal override void Conclude(int round, in StepInfo step)
        {
            Rows = [step.RowResults(0, 0).ToArray(), step.RowResults(0, 1).ToArray()];
            Columns = [step.ColumnResults(0, 0).ToArray(), step.ColumnResults(0, 1).ToArray()];
        }

        internal readonly struct Rule : IUpdateRule
        {
            public static int StateCount => 0;

            public static int RoundCount => 1;

            public static Round RoundAt(int round) => new(MeasureScope.RowsAndColumns, Values: 2);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
                new() { First = gradient, Second = gradient * gradient };
        }
    }
}
