using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// QHAdam (Ma and Yarats 2019, algorithm 2): Adam whose means are mixed with g and g² themselves,
/// θ ← θ − α((1 − ν₁)g + ν₁m̂)/(√((1 − ν₂)g² + ν₂v̂) + ε).
/// </summary>
/// <remarks>ν = (1, 1) is <see cref="Adam"/>.</remarks>
public sealed class QHAdam : AdamFamily<QHAdam.Rule>
{
    /// <summary>QHAdam.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.995 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="nu1">ν₁ in [0, 1]: the share of the mean in the numerator.</param>
    /// <param name="nu2">ν₂ in [0, 1]: the share of the mean square in the denominator.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public QHAdam(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, double nu1 = 0.7, double nu2 = 1, Schedule? epsilon = null)
        : base(learningRate ?? 0.001, beta1 ?? 0.995, beta2, epsilon)
    {
        Nu1 = nu1 is >= 0 and <= 1 ? nu1 : throw HyperparameterRange.Outside(nameof(nu1), nu1, "in [0, 1]");
        Nu2 = nu2 is >= 0 and <= 1 ? nu2 : throw HyperparameterRange.Outside(nameof(nu2), nu2, "in [0, 1]");
    }

    /// <summary>ν₁.</summary>
    public double Nu1 { get; }

    /// <summary>ν₂.</summary>
    public double Nu2 { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("beta1", Beta1), new("beta2", Beta2), new("nu1", Nu1), new("nu2", Nu2), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate * (1 - Nu1), step.LearningRate * Nu1 / Moments.Weights1(step), Moments.Beta1At(step), Moments.Beta2At(step),
        1 - Nu2, Nu2 / Moments.Weights2(step), Moments.EpsilonAt(step));

    /// <summary>m and v as in Adam, u = (a·g + b·m)/(√(c·g² + d·v) + ε).</summary>
    /// <param name="ofGradient">a = α(1 − ν₁).</param>
    /// <param name="ofMean">b = αν₁/(1 − Πβ₁).</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="ofSquare">c = 1 − ν₂.</param>
    /// <param name="ofMeanSquare">d = ν₂/(1 − Πβ₂).</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(
        double ofGradient, double ofMean, double beta1, double beta2, double ofSquare, double ofMeanSquare, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var square = gradient * gradient;
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var v = state.Second = T.Lerp(square, state.Second, beta2);
            return T.DivideOrZero((ofGradient * gradient) + (ofMean * m), T.Sqrt((ofSquare * square) + (ofMeanSquare * v)) + epsilon);
        }
    }
}
