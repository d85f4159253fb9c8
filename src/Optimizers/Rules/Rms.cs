using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// The adaptive learning rate of the lecture note's section 3.2.3: each coordinate's step is divided by σ, the root of the mean of the squares of all
/// its gradients so far, σⁱ = √((Σ_{j≤i} (gʲ)²)/(i + 1)), θ ← θ − (α/σ)g.
/// </summary>
/// <remarks>
/// Not Adagrad, whose sum is not divided by its length (<see cref="Adagrad"/>): here a steady gradient keeps a steady step. There is no ε; a
/// coordinate whose gradients have all been 0 does not move.
/// </remarks>
/// <param name="learningRate">α(i), at least 0: the length of a coordinate's first step.</param>
/// <exception cref="ArgumentNullException">The learning rate is null.</exception>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is below 0 or not finite.</exception>
public sealed class Rms(Schedule learningRate) : Optimizer<Rms.Rule>(learningRate)
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [new("square_mean", StateMeaning.PlainSquareMean), new("square_mean_rest", StateMeaning.Remainder)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(step.LearningRate, 1.0 / step.StepNumber);

    /// <summary>v ← v + (g² − v)/t, u = αg/√v. The second value is what the rounding of v has left out.</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="share">1/t.</param>
    public readonly struct Rule(double learningRate, double share) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var rest = state.Second;
            var mean = state.First = RunningMean.Next(state.First, ref rest, gradient * gradient, share);
            state.Second = rest;
            return T.DivideOrZero(learningRate * gradient, T.Sqrt(mean));
        }
    }
}
