using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// signSGD (Bernstein et al. 2018, algorithm 1): θ ← θ − α·sign(g), with sign(0) = 0. Its form with momentum, Signum, is <see cref="Lion.Signum"/>.
/// </summary>
/// <param name="learningRate">α(i), at least 0: the length of every coordinate's step.</param>
/// <exception cref="ArgumentNullException">The learning rate is null.</exception>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is below 0 or not finite.</exception>
public sealed class SignSgd(Schedule learningRate) : Optimizer<SignSgd.Rule>(learningRate)
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(step.LearningRate);

    /// <summary>u = α·sign(g).</summary>
    /// <param name="learningRate">α.</param>
    public readonly struct Rule(double learningRate) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => learningRate * T.Sign(gradient);
    }
}
