using System.Buffers;
using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// SOAP (Vyas et al. 2024, algorithms 3 and 4): Adam in the eigenbasis of Shampoo's preconditioner. L and R average GGᵀ and GᵀG; the gradient and its
/// mean are rotated by their eigenvectors, G' = QₗᵀGQᵣ; v averages G'²; the direction M'/(√v + ε) is rotated back.
/// </summary>
/// <remarks>
/// <para>As in the authors' implementation the first gradient of a parameter makes L, R and the bases by whole eigen-decompositions and moves
/// nothing; the bases are renewed by one power iteration and a QR decomposition; the step is scaled by √(1 − β₂ᵗ)/(1 − β₁ᵗ).</para>
/// <para>A side longer than <see cref="LargestSide"/> keeps the identity for its basis. A vector is stepped by Adam's formula, from its
/// second gradient on.</para>
/// </remarks>
public sealed class Soap : Optimizer<Soap.Rule>, IHasMomentum
{
    /// <summary>SOAP.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.003 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.95 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): also the decay of L and R. 0.95 if left out.</param>
    /// <param name="epsilon">ε(i), at least 0. 1e-8 if left out.</param>
    /// <param name="frequency">The bases are renewed after so many steps; at least 1.</param>
    /// <param name="largestSide">The longest side that gets a basis; at least 1. A side of n takes 2n² numbers and work of order n³.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Soap(
        Schedule? learningRate = null,
        Schedule? beta1 = null,
        Schedule? beta2 = null,
        Schedule? epsilon = null,
        int frequency = 10,
        int largestSide = 10_000)
        : base(learningRate ?? 0.003)
    {
        Beta1 = HyperparameterRange.Decay(beta1 ?? 0.95, nameof(beta1));
        Beta2 = HyperparameterRange.Decay(beta2 ?? 0.95, nameof(beta2));
        Epsilon = HyperparameterRange.NotNegative(epsilon ?? 1e-8, nameof(epsilon));
        Frequency = (int)HyperparameterRange.AtLeast(1, frequency);
        LargestSide = (int)HyperparameterRange.AtLeast(1, largestSide);
    }

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get; set => field = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get; set => field = Settable(value, nameof(Beta2)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get; set => field = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    /// <summary>The bases are renewed after so many steps.</summary>
    public int Frequency { get; }

    /// <summary>The longest side that gets a basis.</summary>
    public int LargestSide { get; }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("beta1", Beta1), new("beta2", Beta2), new("epsilon", Epsilon), new("frequency", Frequency), new("largestSide", LargestSide)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("exp_avg"), new("exp_avg_sq"),
        StateDescriptor.Matrix("left", (rows, columns) => Square(rows, columns)),
        StateDescriptor.Matrix("right", (rows, columns) => Square(columns, rows)),
        StateDescriptor.Matrix("left_basis", (rows, columns) => Square(rows, columns)),
        StateDescriptor.Matrix("right_basis", (rows, columns) => Square(columns, rows)),
        StateDescriptor.Scalar("beta1_product", 2, StateMeaning.DecayProduct), StateDescriptor.Scalar("beta2_product", 2, StateMeaning.DecayProduct),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var beta1 = Evaluate(Beta1, step.Iteration, nameof(Beta1), below: 1);
        var beta2 = Evaluate(Beta2, step.Iteration, nameof(Beta2), below: 1);
        var epsilon = Evaluate(Epsilon, step.Iteration, nameof(Epsilon));
        if (step.StepNumber == 1)
        {
            // The products begin after the gradient that only makes the bases.
            (step.NextScalars[0], step.NextScalars[2]) = (1, 1);
            return new(0, 1, 1, epsilon);
        }

        return new(step.LearningRate * Math.Sqrt(step.SumOfWeights(2, beta2)) / step.SumOfWeights(0, beta1), beta1, beta2, epsilon);
    }

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        var isFirst = step.StepNumber == 1;
        var (left, right) = (!step.Matrix(0).IsEmpty, !step.Matrix(1).IsEmpty);
        if (!left && !right)
        {
            if (round == 1)
                return;
        }

        if (round == 0)
        {
            var gradient = step.Pending(2);
            var decay = isFirst ? 0 : Evaluate(Beta2, step.Iteration, nameof(Beta2), below: 1);
            var share = 1 - Evaluate(Beta2, step.Iteration, nameof(Beta2), below: 1);
            if (left)
                Accumulate(step.NextMatrix(0), gradient, isTransposed: false, decay, share);
            if (right)
                Accumulate(step.NextMatrix(1), gradient, isTransposed: true, decay, share);
            if (isFirst)
            {
                if (left)
                    FirstBasis(step, 0);
                if (right)
                    FirstBasis(step, 1);
                return;
            }

            Rotate(gradient, step, isBack: false);
            Rotate(step.Pending(3), step, isBack: false);
            return;
        }

        if (isFirst)
            return;
        Rotate(step.Pending(4), step, isBack: true);
        if ((step.StepNumber - 1) % Frequency != 0)
            return;
        if (left)
            Renew(step, 0);
        if (right)
            Renew(step, 1);
    }

    private (int Rows, int Columns) Square(int side, int other) =>
        side == 1 || other == 1 || side > LargestSide ? (0, 0) : (side, side);

    private static int SideOf(ReadOnlySpan<double> square) => (int)Math.Sqrt(square.Length);

    /// <summary>P ← βP + (1 − β)GGᵀ, or GᵀG.</summary>
    private void Accumulate(Span<double> next, ReadOnlySpan<double> gradient, bool isTransposed, double decay, double share)
    {
        var side = SideOf(next);
        MatrixProduct.Multiply(
            side, side, gradient.Length / side, share, gradient, isTransposed, gradient, !isTransposed, decay, next, MaxThreads);
    }

    private static void FirstBasis(in StepInfo step, int index)
    {
        var square = step.NextMatrix(index);
        var basis = step.NextMatrix(2 + index);
        var side = SideOf(square);
        var system = SymmetricEigenSystem.Of(square.ToArray(), side);
        for (var column = 0; column < side; column++)
            system.Vector(side - 1 - column).CopyTo(basis[(column * side)..]);
    }

    /// <summary>One power iteration and the orthogonal factor of what it gives (algorithm 4).</summary>
    private void Renew(in StepInfo step, int index)
    {
        var basis = step.NextMatrix(2 + index);
        var side = SideOf(basis);
        var powered = new double[basis.Length];
        MatrixProduct.Multiply(side, side, side, 1, step.NextMatrix(index), false, basis, false, 0, powered.AsSpan(), MaxThreads);
        var factor = new QrFactorization<double>(side, side, powered, MaxThreads);
        factor.FormColumns(side, powered);
        powered.CopyTo(basis);
    }

    /// <summary>G ← QₗᵀGQᵣ, or back: G ← QₗGQᵣᵀ.</summary>
    private void Rotate(Span<double> matrix, in StepInfo step, bool isBack)
    {
        var (rows, columns, threads) = (step.Parameter.Rows, step.Parameter.Columns, MaxThreads);
        var memory = ArrayPool<double>.Shared.Rent(matrix.Length);
        var last = memory.AsSpan(0, matrix.Length);
        if (step.Matrix(2) is { IsEmpty: false } left)
        {
            matrix.CopyTo(last);
            MatrixProduct.Multiply(rows, columns, rows, 1, left, !isBack, last, false, 0, matrix, threads);
        }

        if (step.Matrix(3) is { IsEmpty: false } right)
        {
            matrix.CopyTo(last);
            MatrixProduct.Multiply(rows, columns, columns, 1, last, false, right, isBack, 0, matrix, threads);
        }

        ArrayPool<double>.Shared.Return(memory);
    }

    /// <summary>
    /// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g'². Rounds: g and m as a whole, to be rotated; m'/(√v + ε) as a whole, to be
    /// rotated back; u = s times that.
    /// </summary>
    /// <param name="scale">s.</param>
    /// <param name="beta1">β₁; 1 leaves m as it is.</param>
    /// <param name="beta2">β₂; 1 leaves v as it is.</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double scale, double beta1, double beta2, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 5;

        /// <inheritdoc/>
        public static int RoundCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index < 2 ? StateForm.Element : StateForm.Pending;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => round == 0 ? new(MeasureScope.Whole, Values: 2, Into: 2) : new(MeasureScope.Whole, Into: 4);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            state.First = T.Lerp(gradient, state.First, beta1);
            state.Second = T.Lerp(state.Third * state.Third, state.Second, beta2);
            return scale * state.Fifth;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            if (round == 0)
                return new() { First = gradient, Second = T.Lerp(gradient, state.First, beta1) };
            var v = T.Lerp(state.Third * state.Third, state.Second, beta2);
            return new() { First = T.DivideOrZero(state.Fourth, T.Sqrt(v) + epsilon) };
        }
    }
}
