using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// AdaHessian (Yao et al. 2021, algorithm 1, with the Hessian power 1): Adam whose mean square is that of the Hessian's diagonal D in the place of
/// the gradient's. m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)D², θ ← θ − α·m̂/(√v̂ + ε).
/// </summary>
/// <remarks>
/// The diagonal, or an estimate z ∘ Hz with a vector z of random signs (<see cref="Curvature.DiagonalEstimate"/>), is handed over in every step:
/// <c>optimizer.Step(parameters, new StepInputs { HessianDiagonal = [(w, diagonal)] })</c>. Whoever estimates it averages it over blocks, where that
/// is wanted. Weight decay is <see cref="Optimizer.WeightDecay"/>. ε is the authors' implementation's.
/// </remarks>
public sealed class AdaHessian : AdamFamily<AdaHessian.Rule>
{
    /// <summary>AdaHessian.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.15 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the curvature, at least 0. 1e-4 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AdaHessian(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.15, beta1, beta2, epsilon ?? 1e-4)
    {
    }

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        AdamMoments.Mean("exp_avg", StateMeaning.GradientMean, Beta1, "beta1_product"), new("exp_hessian_diag_sq"),
        StateDescriptor.Scalar("beta1_product", 2, StateMeaning.DecayProduct), StateDescriptor.Scalar("beta2_product", 2, StateMeaning.DecayProduct),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(Moments.At(step));

    /// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)D², u = α·m̂/(√v̂ + ε).</summary>
    /// <param name="adam">Adam's numbers.</param>
    public readonly struct Rule(Adam.Rule adam) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 3;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index == 2 ? StateForm.HessianDiagonal : StateForm.Element;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var (m, v) = adam.Average(gradient, state.Third, ref state);
            return adam.Step(m, v);
        }
    }
}
