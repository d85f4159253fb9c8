using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// CAME (Luo et al. 2023, algorithm 2): Adafactor's step with momentum and a confidence. û is G/√(RCᵀ/ΣR), made smaller where its root mean square
/// exceeds d; m ← β₁m + (1 − β₁)û; (û − m)² + ε₂ is kept by rows and columns as g² + ε₁ is, and θ ← θ − α·m/√S.
/// </summary>
/// <remarks>A vector's squares are kept whole, and it has no confidence: θ ← θ − αm.</remarks>
public sealed class Came : Optimizer<Came.Rule>, IHasMomentum
{
    /// <summary>CAME.</summary>
    /// <param name="learningRate">α(i), at least 0. 2e-4 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): the decay of the squares. 0.999 if left out.</param>
    /// <param name="beta3">β₃(i), in [0, 1): the decay of the residuals. 0.9999 if left out.</param>
    /// <param name="epsilon1">ε₁, in units of the squared gradient; finite, above 0.</param>
    /// <param name="epsilon2">ε₂; finite, above 0.</param>
    /// <param name="threshold">d: the largest root mean square of û; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Came(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? beta3 = null,
        double epsilon1 = 1e-30, double epsilon2 = 1e-16, double threshold = 1)
        : base(learningRate ?? 2e-4)
    {
        Beta1 = HyperparameterRange.Decay(beta1 ?? 0.9, nameof(beta1));
        Beta2 = HyperparameterRange.Decay(beta2 ?? 0.999, nameof(beta2));
        Beta3 = HyperparameterRange.Decay(beta3 ?? 0.9999, nameof(beta3));
        Epsilon1 = HyperparameterRange.Positive(epsilon1);
        Epsilon2 = HyperparameterRange.Positive(epsilon2);
        Threshold = HyperparameterRange.Positive(threshold);
    }

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get; set => field = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get; set => field = Settable(value, nameof(Beta2)); }

    /// <summary>β₃(i). A new one takes effect in the next step.</summary>
    public Schedule Beta3 { get; set => field = Settable(value, nameof(Beta3)); }

    /// <summary>ε₁.</summary>
    public double Epsilon1 { get; }

    /// <summary>ε₂.</summary>
    public double Epsilon2 { get; }

    /// <summary>d.</summary>
    public double Threshold { get; }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
    [
        new("beta1", Beta1), new("beta2", Beta2), new("beta3", Beta3),
        new("epsilon1", Epsilon1), new("epsilon2", Epsilon2), new("threshold", Threshold),
    ];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false; // Squares are taken in double.

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("exp_avg"),
        new("exp_avg_sq_row", form: StateForm.Row), new("exp_avg_sq_col", form: StateForm.Column),
        new("exp_avg_res_row", form: StateForm.Row), new("exp_avg_res_col", form: StateForm.Column),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var size = Math.Sqrt(step.Result(1) / Math.Max(1, step.Parameter.Length));
        return new(
            step.LearningRate, 1 / Math.Max(1, size / Threshold), Evaluate(Beta1, step.Iteration, nameof(Beta1), below: 1), Epsilon1, Epsilon2);
    }

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        if (round == 0)
        {
            var decay = Evaluate(Beta2, step.Iteration, nameof(Beta2), below: 1);
            FactoredSquares.Average(step.RowResults(0), step.NextVector(1), decay);
            FactoredSquares.Average(step.ColumnResults(0), step.NextVector(2), decay);
            FactoredSquares.InverseRoots(step.NextVector(1), step.NextVector(2), step.Pending(5), step.Pending(6));
        }
        else if (round == 2 && step.Parameter.IsMatrix && step.Parameter.Columns > 1)
        {
            var decay = Evaluate(Beta3, step.Iteration, nameof(Beta3), below: 1);
            FactoredSquares.Average(step.RowResults(2), step.NextVector(3), decay);
            FactoredSquares.Average(step.ColumnResults(2), step.NextVector(4), decay);
            FactoredSquares.InverseRoots(step.NextVector(3), step.NextVector(4), step.Pending(7), step.Pending(8));
        }
        else if (round == 2)
        {
            step.Pending(7).Fill(1);
            step.Pending(8).Fill(1);
        }
    }

    /// <summary>Gathers g² + ε₁, Σ (G/√V)², (û − m)² + ε₂; û = s·G/√V, m ← β₁m + (1 − β₁)û, u = α·m/√S.</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="scale">s.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="epsilon1">ε₁.</param>
    /// <param name="epsilon2">ε₂.</param>
    public readonly struct Rule(double learningRate, double scale, double beta1, double epsilon1, double epsilon2) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 9;

        /// <inheritdoc/>
        public static int RoundCount => 3;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index switch
        {
            0 => StateForm.Element,
            1 or 3 => StateForm.Row,
            2 or 4 => StateForm.Column,
            5 or 7 => StateForm.PendingRow,
            _ => StateForm.PendingColumn,
        };

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(round == 1 ? MeasureScope.Parameter : MeasureScope.RowsAndColumns);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = T.Lerp(Scaled(gradient, state), state.First, beta1);
            return learningRate * (m * state.Eighth * state.Ninth);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            if (round == 0)
                return new() { First = (gradient * gradient) + epsilon1 };
            var scaled = Scaled(gradient, state);
            if (round == 1)
                return new() { First = scaled * scaled };
            var residual = scaled - T.Lerp(scaled, state.First, beta1);
            return new() { First = (residual * residual) + epsilon2 };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Scaled<T>(T gradient, in State<T> state) where T : struct, IArithmetic<T> => scale * (gradient * state.Sixth * state.Seventh);
    }
}
