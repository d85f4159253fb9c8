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
public sealed class Rms(Schedule learningRate) : Optimizer(learningRate)
{
    /// <inheritdoc/>
    protected override IEnumerable<Hyperparameter> RuleHyperparameters => [];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateMeaning> StateMeanings => [StateMeaning.SquareSum];

    /// <inheritdoc/>
    protected internal override void Update(in UpdateContext context) => context.Apply(new RmsRule(context.LearningRate, context.StepNumber));
}

/// <summary>S ← S + g², θ ← θ − αg/√(S/t).</summary>
internal readonly record struct RmsRule(double LearningRate, double StepNumber) : IUpdateRule
{
    public static int StateCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var sum = state.First += gradient * gradient;
        parameter -= T.DivideOrZero(LearningRate * gradient, T.Sqrt(sum / StepNumber));
    }
}
