using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// AMSGrad (Reddi, Kale and Kumar 2018, algorithm 2): Adam, divided by the root of the largest mean square so far. The corrections for the start at 0
/// are kept, as in torch.optim.Adam(amsgrad=True).
/// </summary>
public sealed class AmsGrad : AdamFamily<AmsGrad.Rule>
{
    /// <summary>AMSGrad.</summary>
    /// <param name="learningRate">α(i), at least 0: about the length of a coordinate's step. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1): the decay of the mean. 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): the decay of the mean square. 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AmsGrad(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001, beta1, beta2, epsilon)
    {
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        .. Moments.State.Take(2),
        AdamMoments.Mean("max_exp_avg_sq", StateMeaning.LargestSquareMean, Beta2, "beta2_product"),
        .. Moments.State.Skip(2),
    ];

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
            var (m, v) = adam.Average(gradient, ref state);
            var largest = state.Third = T.Max(state.Third, v);
            return adam.Step(m, largest);
        }
    }
}
