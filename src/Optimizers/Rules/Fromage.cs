using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Fromage (Bernstein et al. 2020, algorithm 1): each parameter moves by a share of its length, and is then shortened so that it does not grow,
/// θ ← (θ − α(‖θ‖/‖g‖)g)/√(1 + α²). Where ‖θ‖ or ‖g‖ is 0, the ratio is 1.
/// </summary>
/// <param name="learningRate">α(i), at least 0. 0.01 if left out.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is below 0 or not finite.</exception>
public sealed class Fromage(Schedule? learningRate = null) : Optimizer<Fromage.Rule>(learningRate ?? 0.01)
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false; // Squares are taken in double.

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var (rate, length) = (step.LearningRate, Math.Sqrt(1 + (step.LearningRate * step.LearningRate)));
        return new(StepScale.Bounded(step, (StepScale.Of(step) ?? rate) / length), rate * rate / (length * (1 + length)));
    }

    /// <summary>Gathers Σ θ² and Σ g²; u = s·g + c·θ.</summary>
    /// <param name="scale">s = α(‖θ‖/‖g‖)/√(1 + α²).</param>
    /// <param name="shrinkage">c = 1 − 1/√(1 + α²).</param>
    public readonly struct Rule(double scale, double shrinkage) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 0;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Parameter, Values: 2);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            (scale * gradient) + (shrinkage * parameter);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = parameter * parameter, Second = gradient * gradient };
    }
}
