using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adafactor (Shazeer and Stern 2018, algorithms 4 to 6): of the mean squares of a matrix only the sums of rows and columns are kept, V = RCᵀ/ΣR, of
/// g² + ε₁ with β₂ₜ = 1 − t^(−0.8); U = G/√V is made smaller where its root mean square exceeds d, and θ ← θ − α·max(ε₂, RMS(θ))·U.
/// </summary>
/// <remarks>
/// The memory is one number a row and a column. A vector is a matrix of one column: there V is R itself, the algorithm for vectors.
/// torch.optim.Adafactor takes ε₁ as a floor of the root instead.
/// </remarks>
public sealed class Adafactor : Optimizer<Adafactor.Rule>
{
    /// <summary>Adafactor.</summary>
    /// <param name="learningRate">ρ(i), at least 0; min(0.01, 1/√t) if left out, as the paper has it.</param>
    /// <param name="decayPower">c of β₂ₜ = 1 − t⁻ᶜ; finite, above 0.</param>
    /// <param name="epsilon1">ε₁, in units of the squared gradient; finite, above 0.</param>
    /// <param name="epsilon2">ε₂, in units of the parameter: the least size that a parameter is taken for; finite, at least 0.</param>
    /// <param name="threshold">d: the largest root mean square of U; finite, above 0.</param>
    /// <param name="scaleByParameter">False to leave out the factor max(ε₂, RMS(θ)), so that α is the length of a coordinate's step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Adafactor(
        Schedule? learningRate = null,
        double decayPower = 0.8,
        double epsilon1 = 1e-30,
        double epsilon2 = 1e-3,
        double threshold = 1,
        bool scaleByParameter = true)
        : base(learningRate ?? Schedule.From(i => Math.Min(0.01, 1 / Math.Sqrt(i + 1.0))))
    {
        DecayPower = HyperparameterRange.Positive(decayPower);
        Epsilon1 = HyperparameterRange.Positive(epsilon1);
        Epsilon2 = HyperparameterRange.NotNegative(epsilon2);
        Threshold = HyperparameterRange.Positive(threshold);
        ScaleByParameter = scaleByParameter;
    }

    /// <summary>c of β₂ₜ = 1 − t⁻ᶜ.</summary>
    public double DecayPower { get; }

    /// <summary>ε₁.</summary>
    public double Epsilon1 { get; }

    /// <summary>ε₂.</summary>
    public double Epsilon2 { get; }

    /// <summary>d.</summary>
    public double Threshold { get; }

    /// <summary>True if the step is a share of the parameter's size.</summary>
    public bool ScaleByParameter { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
    [
        new("decayPower", DecayPower), new("epsilon1", Epsilon1), new("epsilon2", Epsilon2), new("threshold", Threshold),
        new("scaleByParameter", ScaleByParameter),
    ];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false; // Squares are taken in double.

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [new("row_sums", StateMeaning.None, StateForm.Row), new("column_sums", StateMeaning.None, StateForm.Column)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var length = (double)Math.Max(1, step.Parameter.Length);
        var (ofStep, ofParameter) = (Math.Sqrt(step.Result(1, 0) / length), Math.Sqrt(step.Result(1, 1) / length));
        var size = ScaleByParameter ? Math.Max(Epsilon2, ofParameter) : 1;
        return new(Epsilon1, step.LearningRate * size / Math.Max(1, ofStep / Threshold));
    }

    /// <inheritdoc/>
    protected internal override void Conclude(int round, in StepInfo step)
    {
        if (round != 0)
            return;
        var decay = 1 - Math.Pow(step.StepNumber, -DecayPower);
        FactoredSquares.Average(step.RowResults(0), step.NextVector(0), decay);
        FactoredSquares.Average(step.ColumnResults(0), step.NextVector(1), decay);
        FactoredSquares.InverseRoots(step.NextVector(0), step.NextVector(1), step.Pending(2), step.Pending(3));
    }

    /// <summary>Gathers the rows and columns of g² + ε₁, then Σ U² and Σ θ²; u = s·U with U = G/√V.</summary>
    /// <param name="epsilon1">ε₁.</param>
    /// <param name="scale">s.</param>
    public readonly struct Rule(double epsilon1, double scale) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 4;

        /// <inheritdoc/>
        public static int RoundCount => 2;

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
        public static Round RoundAt(int round) => round == 0 ? new(MeasureScope.RowsAndColumns) : new(MeasureScope.Parameter, Values: 2);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => scale * Scaled(gradient, state);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            if (round == 0)
                return new() { First = (gradient * gradient) + epsilon1 };
            var scaled = Scaled(gradient, state);
            return new() { First = scaled * scaled, Second = parameter * parameter };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Scaled<T>(T gradient, in State<T> state) where T : struct, IArithmetic<T> => gradient * state.Third * state.Fourth;
    }
}
