using System.Buffers;
using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Muon (Jordan et al. 2024): the momentum of a matrix, made nearly orthogonal by five Newton–Schulz iterations, so that all its directions count
/// alike. m ← μm + (1 − μ)g, O ≈ UVᵀ of (1 − μ)g + μm, θ ← θ − αsO.
/// </summary>
/// <remarks>
/// It is for matrices with at least two rows and columns; other parameters are refused. Give vectors to another rule: <see cref="GroupedOptimizer"/>.
/// The iterations run in double.
/// </remarks>
public sealed class Muon : Optimizer<Muon.Rule>, IHasMomentum
{
    /// <summary>Muon.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.02 if left out.</param>
    /// <param name="momentumDecay">μ(i), in [0, 1). 0.95 if left out.</param>
    /// <param name="nesterov">True to look ahead.</param>
    /// <param name="scale">s: what the orthogonal matrix is multiplied with.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Muon(
        Schedule? learningRate = null, Schedule? momentumDecay = null, bool nesterov = true, MuonScale scale = MuonScale.Spectral)
        : base(learningRate ?? 0.02)
    {
        MomentumDecay = HyperparameterRange.Decay(momentumDecay ?? 0.95, nameof(momentumDecay));
        Nesterov = nesterov;
        Scale = Enum.IsDefined(scale)
            ? scale
            : throw new ArgumentOutOfRangeException(nameof(scale), scale, $"scale is {scale}; it must be None, Spectral or MatchAdam.");
    }

    /// <summary>μ(i). A new one takes effect in the next step.</summary>
    public Schedule MomentumDecay { get; set => field = Settable(value, nameof(MomentumDecay)); }

    /// <summary>True to look ahead.</summary>
    public bool Nesterov { get; }

    /// <summary>s.</summary>
    public MuonScale Scale { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("momentumDecay", MomentumDecay), new("nesterov", Nesterov), new("scale", Scale)];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("momentum_buffer", StateMeaning.GradientMean)
        {
            Unit = 1 - AdamMoments.Constant(MomentumDecay), Decay = AdamMoments.Constant(MomentumDecay), Completion = MeanCompletion.Never,
        },
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        ref readonly var parameter = ref step.Parameter;
        if (!parameter.IsMatrix || Math.Min(parameter.Rows, parameter.Columns) < 2)
        {
            throw new InvalidOperationException(
                $"Muon steps matrices with at least two rows and columns, not {parameter}. Give it to another rule, by a "
                + $"GroupedOptimizer. Nothing was "
                + "changed.");
        }

        var factor = Scale switch
        {
            MuonScale.Spectral => Math.Sqrt(Math.Max(1, (double)parameter.Rows / parameter.Columns)),
            MuonScale.MatchAdam => 0.2 * Math.Sqrt(Math.Max(parameter.Rows, parameter.Columns)),
            _ => 1,
        };
        return new(step.LearningRate * factor, Evaluate(MomentumDecay, step.Iteration, nameof(MomentumDecay), below: 1), Nesterov);
    }

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        NewtonSchulz(step.Pending(1), step.Parameter.Rows, step.Parameter.Columns, MaxThreads);
    }

    /// <summary>Five iterations of X ← aX + (bG + cG²)X, G = XXᵀ, from X/‖X‖, with the coefficients of the original.</summary>
    /// <param name="x">X, column by column. Where it is tall the same is X ← aX + X(bG + cG²), G = XᵀX.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="threads">At most so many threads.</param>
    private static void NewtonSchulz(Span<double> x, int rows, int columns, int threads)
    {
        const double A = 3.4445, B = -4.7750, C = 2.0315;
        var (isTall, side, length) = (rows > columns, Math.Min(rows, columns), Math.Max(rows, columns));
        var memory = ArrayPool<double>.Shared.Rent(checked((2 * side * side) + x.Length));
        var gram = memory.AsSpan(0, side * side);
        var polynomial = memory.AsSpan(side * side, side * side);
        var last = memory.AsSpan(2 * side * side, x.Length);
        var scale = 1 / (Reduction.Norm(x) + 1e-7);
        foreach (ref var entry in x)
            entry *= scale;
        for (var i = 0; i < 5; i++)
        {
            x.CopyTo(last);
            MatrixProduct.Multiply<double>(side, side, length, 1, last, isTall, last, !isTall, 0, gram, threads);
            gram.CopyTo(polynomial);
            MatrixProduct.Multiply<double>(side, side, side, C, gram, false, gram, false, B, polynomial, threads);
            if (isTall)
                MatrixProduct.Multiply<double>(rows, columns, side, 1, last, false, polynomial, false, A, x, threads);
            else
                MatrixProduct.Multiply<double>(rows, columns, side, 1, polynomial, false, last, false, A, x, threads);
        }

        ArrayPool<double>.Shared.Return(memory);
    }

    /// <summary>m ← μm + (1 − μ)g; the round keeps (1 − μ)g + μm, or m, as a whole; u = sα·O.</summary>
    /// <param name="scale">sα.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="nesterov">True to look ahead.</param>
    public readonly struct Rule(double scale, double momentum, bool nesterov) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index == 0 ? StateForm.Element : StateForm.Pending;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Whole, Into: 1);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            state.First = T.Lerp(gradient, state.First, momentum);
            return scale * state.Second;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            var m = T.Lerp(gradient, state.First, momentum);
            return new() { First = nesterov ? T.Lerp(gradient, m, momentum) : m };
        }
    }
}
