using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Gradient descent: θ ← θ − αg. Stochastic when the gradient is that of a mini-batch (Robbins and Monro 1951; the lecture note's section 3.2.1 with
/// a learning rate).
/// </summary>
/// <param name="learningRate">α(i), at least 0.</param>
/// <exception cref="ArgumentNullException">The learning rate is null.</exception>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is below 0 or not finite.</exception>
public sealed class Sgd(Schedule learningRate) : Optimizer<Sgd.Rule>(learningRate)
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(step.LearningRate);

    /// <summary>u = αg.</summary>
    /// <param name="learningRate">α.</param>
    public readonly struct Rule(double learningRate) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => learningRate * gradient;
    }
}
