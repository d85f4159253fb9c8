using System.Buffers;
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
        var (rows, columns, threads) = (step.Parameter.Rows, step.Parameter.Columns, MaxThreads);
        var gradient = step.Pending(1);
        var root = rows > 1 && columns > 1 ? 4 : 2;
        Accumulate(step, 0, rows, gradient, isTransposed: false);
        Accumulate(step, 1, columns, gradient, isTransposed: true);
        var renews = (step.StepNumber - 1) % Frequency == 0;
        for (var side = 0; side < 2 && renews; side++)
        {
            if (!step.Matrix(side).IsEmpty)
                InverseRoot.Of(step.NextMatrix(side), side == 0 ? rows : columns, root, Epsilon, step.NextMatrix(2 + side), threads);
        }

        var memory = ArrayPool<double>.Shared.Rent(gradient.Length);
        var last = memory.AsSpan(0, gradient.Length);
        if (!step.Matrix(2).IsEmpty)
        {
            gradient.CopyTo(last);
            MatrixProduct.Multiply(rows, columns, rows, 1, step.NextMatrix(2), false, last, false, 0, gradient, threads);
        }

        if (!step.Matrix(3).IsEmpty)
        {
            gradient.CopyTo(last);
            MatrixProduct.Multiply(rows, columns, columns, 1, last, false, step.NextMatrix(3), false, 0, gradient, threads);
        }

        ArrayPool<double>.Shared.Return(memory);
    }

    private (int Rows, int Columns) Square(int side) => side == 1 || side > LargestSide ? (0, 0) : (side, side);

    /// <summary>P ← P + GGᵀ or GᵀG, from εI on.</summary>
    private void Accumulate(in StepInfo step, int index, int side, ReadOnlySpan<double> gradient, bool isTransposed)
    {
        if (step.Matrix(index).IsEmpty)
            return;
        var next = step.NextMatrix(index);
        for (var i = 0; i < side && step.StepNumber == 1; i++)
            next[i + (i * side)] += Epsilon;
        MatrixProduct.Multiply(side, side, gradient.Length / side, 1, gradient, isTransposed, gradient, !isTransposed, 1, next, MaxThreads);
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
