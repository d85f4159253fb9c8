using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Rprop (Riedmiller and Braun 1993) in the form iRprop− (Igel and Hüsken 2000): each coordinate has a step size of its own, which grows while the
/// gradient keeps its sign and shrinks where it changes; there the gradient is forgotten for one step. θ ← θ − size·sign(g).
/// </summary>
/// <remarks>
/// For whole batches: of a noisy gradient the sign says little. As in torch.optim.Rprop α is the first size, of the parameter's first step; later it
/// only says whether there is a step: by a rate of 0 nothing moves.
/// </remarks>
public sealed class Rprop : Optimizer<Rprop.Rule>
{
    /// <summary>Rprop.</summary>
    /// <param name="learningRate">α: the first size, at least 0. 0.01 if left out.</param>
    /// <param name="decrease">η⁻, in (0, 1]: the factor where the sign changes. torch: etas.</param>
    /// <param name="increase">η⁺, finite, at least 1: the factor where it stays.</param>
    /// <param name="smallest">The smallest size that a decrease leads to; finite, at least 0. torch: step_sizes.</param>
    /// <param name="largest">The largest size that an increase leads to; finite, at least <paramref name="smallest"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Rprop(
        Schedule? learningRate = null, double decrease = 0.5, double increase = 1.2, double smallest = 1e-6, double largest = 50)
        : base(learningRate ?? 0.01)
    {
        Decrease = HyperparameterRange.Factor(decrease);
        Increase = HyperparameterRange.AtLeast1(increase);
        Smallest = HyperparameterRange.NotNegative(smallest);
        Largest = largest >= smallest && double.IsFinite(largest)
            ? largest
            : throw HyperparameterRange.Outside(nameof(largest), largest, FormattableString.Invariant($"finite and at least smallest, {smallest}"));
    }

    /// <summary>η⁻.</summary>
    public double Decrease { get; }

    /// <summary>η⁺.</summary>
    public double Increase { get; }

    /// <summary>The smallest size.</summary>
    public double Smallest { get; }

    /// <summary>The largest size.</summary>
    public double Largest { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("decrease", Decrease), new("increase", Increase), new("smallest", Smallest), new("largest", Largest)];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [new("prev"), new("step_size")];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.StepNumber == 1 ? step.LearningRate : 0, step.LearningRate > 0 ? 1 : 0, Decrease, Increase, Smallest, Largest);

    /// <summary>size ← min(η⁺size, largest), max(η⁻size, smallest) or size by sign(g·g₋₁); u = size·sign(g), 0 where it changed.</summary>
    /// <param name="first">The first size in the first step, else 0.</param>
    /// <param name="share">1; 0 to rest.</param>
    /// <param name="decrease">η⁻.</param>
    /// <param name="increase">η⁺.</param>
    /// <param name="smallest">The smallest size.</param>
    /// <param name="largest">The largest size.</param>
    public readonly struct Rule(double first, double share, double decrease, double increase, double smallest, double largest) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var zero = T.Constant(0);
            var agreement = T.Sign(gradient) * T.Sign(state.First); // Not the sign of the product, which may underflow.
            var size = state.Second + first;
            size = T.WhereLess(zero, agreement, T.Min(increase * size, T.Constant(largest)), size);
            size = state.Second = T.WhereLess(agreement, zero, T.Max(decrease * size, T.Constant(smallest)), size);
            var g = state.First = T.WhereLess(agreement, zero, zero, gradient);
            return share * (T.Sign(g) * size);
        }
    }
}
