using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// AMSGrad (Reddi, Kale and Kumar 2018, algorithm 2): Adam, divided by the root of the largest mean square so far. The corrections for the start at 0
/// are kept, as in torch.optim.Adam(amsgrad=True).
/// </summary>
public sealed class AmsGrad : Optimizer<AmsGrad.Rule>, IHasMomentum
{
    /// <summary>AMSGrad.</summary>
    /// <param name="learningRate">α(i), at least 0: about the length of a coordinate's step. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1): the decay of the mean. 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): the decay of the mean square. 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AmsGrad(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001) => Moments = new AdamMoments(beta1, beta2, epsilon);

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get => Moments.Beta1; set => Moments.Beta1 = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get => Moments.Beta2; set => Moments.Beta2 = Settable(value, nameof(Beta2)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get => Moments.Epsilon; set => Moments.Epsilon = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => Moments.Hyperparameters;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        .. Moments.State.Take(2),
        AdamMoments.Mean("max_exp_avg_sq", StateMeaning.LargestSquareMean, Beta2, "beta2_product"),
        .. Moments.State.Skip(2),
    ];

    private AdamMoments Moments { get; }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(Moments.At(step));

    /// <summary>m and v as in Adam, v̄ ← max(v̄, v), u = α·m̂/(√(v̄/(1 − Πβ₂)) + ε).</summary>
    /// <param name="adam">Adam's numbers.</param>
    public readonly struct Rule(Adam.Rule adam) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 3;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var (m, v) = adam.Average(gradient, gradient, ref state);
            var largest = state.Third = T.Max(state.Third, v);
            return adam.Step(m, largest);
        }
    }
}
