using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// MoMo (Schaipp et al. 2024, algorithm 1): momentum with the step length that its own model of the loss asks for. With averages by β of the loss
/// (L̄), of ⟨g, θ⟩ (γ) and of g (d), begun at their first values: θ ← θ − τd, τ = min(α, (L̄ − L* − γ + ⟨d, θ⟩)₊/‖d‖²), sums over all parameters.
/// </summary>
/// <remarks>
/// It needs the loss: <c>optimizer.Step(parameters, new StepInputs { Loss = loss })</c>. Weight decay is <see cref="Optimizer.WeightDecay"/>,
/// decoupled; the paper's divides by 1 + αλ after the step. Adam's scaling with the same step length: <see cref="MomoAdam"/>.
/// </remarks>
public sealed class Momo : Optimizer<Momo.Rule>, IHasMomentum
{
    // What the group remembers.
    private const int Loss = 0, Inner = 1, HasBegun = 2;

    /// <summary>MoMo.</summary>
    /// <param name="largestRate">α(i): the largest rate; at least 0. 1 if left out.</param>
    /// <param name="beta">β(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="lowestLoss">L*: a lower bound of the loss; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Momo(Schedule? largestRate = null, Schedule? beta = null, double lowestLoss = 0)
        : base(largestRate ?? 1)
    {
        Beta = HyperparameterRange.Decay(beta ?? 0.9, nameof(beta));
        LowestLoss = HyperparameterRange.Finite(lowestLoss);
    }

    /// <summary>β(i). A new one takes effect in the next step.</summary>
    public Schedule Beta { get; set => field = Settable(value, nameof(Beta)); }

    /// <summary>L*.</summary>
    public double LowestLoss { get; }

    Schedule IHasMomentum.MomentumDecay { get => Beta; set => Beta = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [new("beta", Beta), new("lowestLoss", LowestLoss)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("grad_avg"),
        StateDescriptor.GroupScalar("loss_avg"),
        StateDescriptor.GroupScalar("grad_dot_parameter_avg"),
        StateDescriptor.GroupScalar("has_begun"),
    ];

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) => StepInput.Loss;

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        var beta = group.Scalars[HasBegun] == 0 ? 0 : BetaAt(group.Iteration);
        group.NextScalars[Loss] = (beta * group.Scalars[Loss]) + ((1 - beta) * group.Loss);
        group.NextScalars[Inner] = (beta * group.Scalars[Inner]) + ((1 - beta) * group.Result(0, 0));
        group.NextScalars[HasBegun] = 1;
    }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var (along, square) = (step.Result(0, 1), step.Result(0, 2));
        var excess = step.NextGroupScalars[Loss] - LowestLoss - step.NextGroupScalars[Inner] + along;
        var rate = square > 0 ? Math.Min(step.LearningRate, Math.Max(0, excess) / square) : 0;
        return new(rate, step.StepNumber == 1 ? 0 : BetaAt(step.Iteration));
    }

    private double BetaAt(long iteration) => Evaluate(Beta, iteration, nameof(Beta), below: 1);

    /// <summary>d ← βd + (1 − β)g, u = τd.</summary>
    /// <param name="rate">τ.</param>
    /// <param name="beta">β; 0 in the first step.</param>
    public readonly struct Rule(double rate, double beta) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Group, Values: 3);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            rate * (state.First = T.Lerp(gradient, state.First, beta));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            var d = T.Lerp(gradient, state.First, beta);
            return new() { First = gradient * parameter, Second = d * parameter, Third = d * d };
        }
    }
}
