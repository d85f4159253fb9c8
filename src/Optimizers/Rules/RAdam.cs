using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// RAdam (Liu et al. 2020, algorithm 2): Adam whose adaptive step is held back while the variance of v is large. ρ∞ = 2/(1 − β₂) − 1,
/// ρₜ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ); above a threshold the step is αr·m̂·√(1 − β₂ᵗ)/(√v + ε) with
/// r = √((ρₜ − 4)(ρₜ − 2)ρ∞/((ρ∞ − 4)(ρ∞ − 2)ρₜ)), and αm̂ up to it.
/// </summary>
/// <remarks>The threshold of torch.optim.RAdam, optax.radam and the authors' code is 5; the paper's is 4. The paper has no ε.</remarks>
public sealed class RAdam : AdamFamily<RAdam.Rule>
{
    /// <summary>RAdam.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <param name="threshold">The ρₜ above which the step is adaptive; at least 4, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public RAdam(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null, double threshold = 5)
        : base(learningRate ?? 0.001, beta1, beta2, epsilon) =>
        Threshold = threshold >= 4 && double.IsFinite(threshold)
            ? threshold
            : throw HyperparameterRange.Outside(nameof(threshold), threshold, "finite and at least 4");

    /// <summary>The ρₜ above which the step is adaptive.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [.. Moments.Hyperparameters, new("threshold", Threshold)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var (beta1, beta2, weights2) = (Moments.Beta1At(step), Moments.Beta2At(step), Moments.Weights2(step));
        var stepSize = step.LearningRate / Moments.Weights1(step);
        var longest = (2 / (1 - beta2)) - 1;
        var length = longest - (2 * step.StepNumber * (1 - weights2) / weights2);
        if (!(length > Threshold))
            return new(stepSize, beta1, beta2, 0, isAdaptive: false);
        var rectification = Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        return new(stepSize * rectification * Math.Sqrt(weights2), beta1, beta2, Moments.EpsilonAt(step), isAdaptive: true);
    }

    /// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², u = s·m/(√v + ε), or s·m.</summary>
    /// <param name="stepSize">s.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="isAdaptive">True to divide.</param>
    public readonly struct Rule(double stepSize, double beta1, double beta2, double epsilon, bool isAdaptive) : IUpdateRule
    {
        private readonly int _isAdaptive = isAdaptive ? 1 : 0; // A number, since a launch on a device takes no flags.

        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var v = state.Second = T.Lerp(gradient * gradient, state.Second, beta2);
            return stepSize * (_isAdaptive != 0 ? T.DivideOrZero(m, T.Sqrt(v) + epsilon) : m);
        }
    }
}
