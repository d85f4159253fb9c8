using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// MoMo-Adam (Schaipp et al. 2024, algorithm 2): Adam's direction with the step length that its own model of the loss asks for. With averages by β₁
/// of the loss (L̄), of ⟨g, θ⟩ (γ) and of g (m), D = √v̂ + ε and ρ = 1 − β₁ᵗ: θ ← θ − τm/D, τ = min(α/ρ, (L̄ − ρL* − γ + ⟨m, θ⟩)₊/⟨m, m/D⟩), sums
/// over all parameters.
/// </summary>
/// <remarks>
/// It needs the loss: <c>optimizer.Step(parameters, new StepInputs { Loss = loss })</c>. Weight decay is <see cref="Optimizer.WeightDecay"/>,
/// decoupled; the paper's divides by 1 + αλ after the step.
/// </remarks>
public sealed class MomoAdam : AdamFamily<MomoAdam.Rule>
{
    // What the group remembers.
    private const int Loss = 0, Inner = 1, Weight = 2;

    /// <summary>MoMo-Adam.</summary>
    /// <param name="largestRate">α(i): the largest rate; at least 0. 0.01 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <param name="lowestLoss">L*: a lower bound of the loss; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public MomoAdam(
        Schedule? largestRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null, double lowestLoss = 0)
        : base(largestRate ?? 0.01, beta1, beta2, epsilon) => LowestLoss = HyperparameterRange.Finite(lowestLoss);

    /// <summary>L*.</summary>
    public double LowestLoss { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [.. Moments.Hyperparameters, new("lowestLoss", LowestLoss)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        .. Moments.State,
        StateDescriptor.GroupScalar("loss_avg"),
        StateDescriptor.GroupScalar("grad_dot_parameter_avg"),
        StateDescriptor.GroupScalar("weight_sum"),
    ];

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) => StepInput.Loss;

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        var beta = Evaluate(Beta1, group.Iteration, nameof(Beta1), below: 1);
        group.NextScalars[Loss] = (beta * group.Scalars[Loss]) + ((1 - beta) * group.Loss);
        group.NextScalars[Inner] = (beta * group.Scalars[Inner]) + ((1 - beta) * group.Result(0, 0));
        group.NextScalars[Weight] = (beta * group.Scalars[Weight]) + (1 - beta);
    }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var (along, square, rho) = (step.Result(0, 1), step.Result(0, 2), step.NextGroupScalars[Weight]);
        var excess = step.NextGroupScalars[Loss] - (rho * LowestLoss) - step.NextGroupScalars[Inner] + along;
        var rate = square > 0 ? Math.Min(step.LearningRate / rho, Math.Max(0, excess) / square) : 0;
        return new(rate, Moments.WithoutFirstCorrection(step));
    }

    /// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², u = τm/(√v̂ + ε).</summary>
    /// <param name="rate">τ.</param>
    /// <param name="adam">Adam's numbers for a step size of 1, whose mean is not corrected.</param>
    public readonly struct Rule(double rate, Adam.Rule adam) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Group, Values: 3);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            rate * adam.Apply(parameter, gradient, ref state);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            var direction = adam.Apply(parameter, gradient, ref state);
            return new() { First = gradient * parameter, Second = state.First * parameter, Third = state.First * direction };
        }
    }
}
