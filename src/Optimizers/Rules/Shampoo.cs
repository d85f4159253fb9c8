using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Shampoo (Gupta, Koren and Singer 2018, algorithm 1): L = εI + ΣGGᵀ, R = εI + ΣGᵀG, θ ← θ − αL^(−1/4)GR^(−1/4); of a vector H = εI + Σggᵀ,
/// θ ← θ − αH^(−1/2)g. With grafting each parameter's step has the length of another rule's.
/// </summary>
/// <remarks>
/// The roots are made by whole eigen-decompositions in a parameter's first step and after so many steps each. A side longer than
/// <see cref="LargestSide"/> keeps the identity in the place of its root. Momentum is a link: <c>new Shampoo(0.1).Then(new Trace(0.9))</c>.
/// </remarks>
public sealed class Shampoo : Optimizer<Shampoo.Rule>
{
    /// <summary>Shampoo.</summary>
    /// <param name="learningRate">α(i), at least 0.</param>
    /// <param name="grafting">Whose step gives the length.</param>
    /// <param name="epsilon">ε, in units of the squared gradient; finite, above 0.</param>
    /// <param name="frequency">The roots are renewed after so many steps; at least 1.</param>
    /// <param name="largestSide">The longest side that gets a root; at least 1. A side of n takes 2n² numbers and work of order n³.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Shampoo(
        Schedule learningRate, ShampooGrafting grafting = ShampooGrafting.Adagrad, double epsilon = 1e-4, int frequency = 1, int largestSide = 1024)
        : base(learningRate)
    {
        Grafting = Enum.IsDefined(grafting)
            ? grafting
            : throw new ArgumentOutOfRangeException(nameof(grafting), grafting, $"grafting is {grafting}; it must be None, Sgd or Adagrad.");
        Epsilon = HyperparameterRange.Positive(epsilon);
        Frequency = (int)HyperparameterRange.AtLeast(1, frequency);
        LargestSide = (int)HyperparameterRange.AtLeast(1, largestSide);
    }

    /// <summary>Whose step gives the length.</summary>
    public ShampooGrafting Grafting { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>The roots are renewed after so many steps.</summary>
    public int Frequency { get; }

    /// <summary>The longest side that gets a root.</summary>
    public int LargestSide { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("grafting", Grafting), new("epsilon", Epsilon), new("frequency", Frequency), new("largestSide", LargestSide)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("sum", StateMeaning.SquareSum),
        StateDescriptor.Matrix("left", (rows, _) => Square(rows)), StateDescriptor.Matrix("right", (_, columns) => Square(columns)),
        StateDescriptor.Matrix("left_root", (rows, _) => Square(rows)), StateDescriptor.Matrix("right_root", (_, columns) => Square(columns)),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var scale = 1.0;
        if (Grafting != ShampooGrafting.None && step.RoundsDone > 1)
        {
            var (own, grafted) = (Math.Sqrt(step.Result(1, 0)), Math.Sqrt(step.Result(1, Grafting == ShampooGrafting.Sgd ? 1 : 2)));
            scale = own > 0 ? grafted / own : 0;
        }

        return new(StepScale.Bounded(step, step.LearningRate * scale));
    }

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        if (round != 0)
            return;
        var (rows, columns) = (step.Parameter.Rows, step.Parameter.Columns);
        var gradient = step.Pending(1).ToArray();
        var exponent = rows > 1 && columns > 1 ? -0.25 : -0.5;
        Accumulate(step, 0, rows, rows, columns, gradient, ofRows: true);
        Accumulate(step, 1, columns, rows, columns, gradient, ofRows: false);
        var renews = (step.StepNumber - 1) % Frequency == 0;
        for (var side = 0; side < 2 && renews; side++)
        {
            if (!step.Matrix(side).IsEmpty)
                Root(step.NextMatrix(side), side == 0 ? rows : columns, exponent, step.NextMatrix(2 + side));
        }

        if (!step.Matrix(2).IsEmpty)
            gradient = Product(step.NextMatrix(2), rows, gradient, columns);
        if (!step.Matrix(3).IsEmpty)
            gradient = Transposed(Product(step.NextMatrix(3), columns, Transposed(gradient, rows, columns), rows), columns, rows);
        gradient.CopyTo(step.Pending(1));
    }

    private (int Rows, int Columns) Square(int side) => side == 1 || side > LargestSide ? (0, 0) : (side, side);

    /// <summary>P ← P + GGᵀ or GᵀG, from εI on.</summary>
    private void Accumulate(in StepInfo step, int index, int side, int rows, int columns, double[] gradient, bool ofRows)
    {
        if (step.Matrix(index).IsEmpty)
            return;
        var next = step.NextMatrix(index);
        var other = ofRows ? columns : rows;
        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < other; k++)
                    sum += ofRows ? gradient[i + (k * rows)] * gradient[j + (k * rows)] : gradient[k + (i * rows)] * gradient[k + (j * rows)];
                if (step.StepNumber == 1 && i == j)
                    sum += Epsilon;
                next[i + (j * side)] += sum;
                next[j + (i * side)] = next[i + (j * side)];
            }
        }
    }

    /// <summary>P^e of a symmetric P by its eigenvalues; what rounding has put below εI's is taken for ε.</summary>
    private void Root(ReadOnlySpan<double> matrix, int side, double exponent, Span<double> root)
    {
        var system = SymmetricEigenSystem.Of(matrix.ToArray(), side);
        root.Clear();
        for (var k = 0; k < side; k++)
        {
            var vector = system.Vector(k);
            var value = Math.Max(Math.ScaleB(system.Values[k], system.Exponent), Epsilon);
            var power = exponent == -0.5 ? 1 / Math.Sqrt(value) : 1 / Math.Sqrt(Math.Sqrt(value));
            for (var j = 0; j < side; j++)
            {
                for (var i = 0; i < side; i++)
                    root[i + (j * side)] += power * vector[i] * vector[j];
            }
        }
    }

    /// <summary>PX of a symmetric P.</summary>
    private static double[] Product(ReadOnlySpan<double> symmetric, int side, double[] right, int columns)
    {
        var product = new double[right.Length];
        for (var j = 0; j < columns; j++)
        {
            for (var k = 0; k < side; k++)
            {
                for (var i = 0; i < side; i++)
                    product[i + (j * side)] += symmetric[i + (k * side)] * right[k + (j * side)];
            }
        }

        return product;
    }

    private static double[] Transposed(double[] matrix, int rows, int columns)
    {
        var transposed = new double[matrix.Length];
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows; i++)
                transposed[j + (i * columns)] = matrix[i + (j * rows)];
        }

        return transposed;
    }

    /// <summary>
    /// Gathers g as a whole, which becomes the direction d; then Σ d², Σ g² and Σ (g/(√S + ε))² of Adagrad with ε = 1e-10; S ← S + g², u = s·d.
    /// </summary>
    /// <param name="scale">s.</param>
    public readonly struct Rule(double scale) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        public static int RoundCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index == 0 ? StateForm.Element : StateForm.Pending;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => round == 0 ? new(MeasureScope.Whole, Into: 1) : new(MeasureScope.Parameter, Values: 3);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var next = state.First + (gradient * gradient);
            state.First = T.WhereLess(next, T.Constant(double.PositiveInfinity), next, state.First); // As in Adagrad.
            return scale * state.Second;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            if (round == 0)
                return new() { First = gradient };
            var adagrad = T.DivideOrZero(gradient, T.Sqrt(state.First + (gradient * gradient)) + 1e-10);
            return new() { First = state.Second * state.Second, Second = gradient * gradient, Third = adagrad * adagrad };
        }
    }
}
