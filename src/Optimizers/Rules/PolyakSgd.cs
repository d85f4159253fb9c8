using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Gradient descent with Polyak's step length (Polyak 1969; capped as SPS_max in Loizou et al. 2021, eq. 3): θ ← θ − min(α, (L − L*)/‖g‖²)·g, the
/// norm over all parameters.
/// </summary>
/// <remarks>
/// <para>It needs the loss: <c>optimizer.Step(parameters, new StepInputs { Loss = loss })</c>. The lowest loss L* must be known; it is 0 where a
/// model can fit every example. A loss at or below it moves nothing. With momentum: <see cref="Momo"/>.</para>
/// <para>optax calls it polyak_sgd.</para>
/// </remarks>
public sealed class PolyakSgd : Optimizer<PolyakSgd.Rule>
{
    /// <summary>Gradient descent with Polyak's step length.</summary>
    /// <param name="largestRate">α(i): the largest rate; at least 0. 1 if left out.</param>
    /// <param name="lowestLoss">L*; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public PolyakSgd(Schedule? largestRate = null, double lowestLoss = 0)
        : base(largestRate ?? 1) => LowestLoss = HyperparameterRange.Finite(lowestLoss);

    /// <summary>L*.</summary>
    public double LowestLoss { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [new("lowestLoss", LowestLoss)];

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) => StepInput.Loss;

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var square = step.Result(0);
        return new(square > 0 ? Math.Min(step.LearningRate, Math.Max(0, step.Loss - LowestLoss) / square) : 0);
    }

    /// <summary>u = τg.</summary>
    /// <param name="rate">τ = min(α, (L − L*)/‖g‖²).</param>
    public readonly struct Rule(double rate) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 0;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Group);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => rate * gradient;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = gradient * gradient };
    }
}
