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
public sealed class Sgd(Schedule learningRate) : Optimizer(learningRate)
{
    /// <inheritdoc/>
    protected override IEnumerable<Hyperparameter> RuleHyperparameters => [];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override void Update(in UpdateContext context) => context.Apply(new SgdRule(context.LearningRate));
}

/// <summary>θ ← θ − αg.</summary>
internal readonly record struct SgdRule(double LearningRate) : IUpdateRule
{
    public static int StateCount => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
        parameter -= LearningRate * gradient;
}
