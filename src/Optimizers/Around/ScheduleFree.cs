using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Schedule-Free steps of any rule (Defazio et al. 2024, algorithm 1): z ← z − u, x ← (1 − c)x + cz with c = γ²/Σγ², y ← (1 − β)z + βx. The
/// parameters are y, where the gradient is taken; x, the average, is what is to be evaluated: <see cref="AtEvaluationPoint"/>.
/// </summary>
/// <remarks>
/// <para>Made by <see cref="RuleExtensions.ScheduleFree{TRule}"/>: <c>new Sgd(1).ScheduleFree()</c>; <c>new Adam(0.0025,
/// beta1: 0).ScheduleFree()</c> is Schedule-Free AdamW, with weight decay taken at y. γ is the rule's learning rate, whose only
/// schedule is a warm-up.</para>
/// </remarks>
/// <typeparam name="TRule">The rule's formula.</typeparam>
public sealed class ScheduleFree<TRule> : Optimizer<TRule, ScheduleFreeLanding>
    where TRule : struct, IUpdateRule
{
    internal ScheduleFree(Optimizer<TRule> rule, double beta)
        : base(rule) => Beta = HyperparameterRange.Decay(beta);

    /// <summary>β: how near y is to the average x.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> LandingHyperparameters => [new("beta", Beta)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> LandingState =>
    [
        new("z", StateMeaning.ParameterValue),
        new("x", StateMeaning.ParameterValue),
        new("x_rest", StateMeaning.Remainder),
        StateDescriptor.Scalar("weight_sum"),
    ];

    /// <summary>
    /// Puts the average x into the parameters until the scope is disposed, and then y again, bit for bit: <c>using (optimizer.AtEvaluationPoint([(w,
    /// w)])) Evaluate();</c>. A step inside is refused. Before the first step x is θ.
    /// </summary>
    /// <param name="parameters">The parameters of the steps, in their order; gradients are not read.</param>
    /// <exception cref="ArgumentException">They are not the parameters of the steps.</exception>
    /// <exception cref="InvalidOperationException">Such a scope is open already.</exception>
    public IDisposable AtEvaluationPoint(params ReadOnlySpan<Parameter> parameters) => OpenScope(parameters, 1 + TRule.StateCount);

    /// <inheritdoc/>
    protected internal override ScheduleFreeLanding LandAt(in StepInfo step)
    {
        var weight = step.LearningRate * step.LearningRate;
        var sum = step.NextScalars[0] = step.Scalars[0] + weight;
        return new(sum > 0 ? weight / sum : 1, Beta, step.StepNumber == 1);
    }
}

/// <summary>
/// The landing of Schedule-Free steps: z ← z − u, x ← (1 − c)x + cz, θ ← (1 − β)z + βx. The third value is what the rounding of x has left out.
/// </summary>
/// <param name="share">c.</param>
/// <param name="beta">β.</param>
/// <param name="isFirst">True in the first step, where z and x are θ.</param>
public readonly struct ScheduleFreeLanding(double share, double beta, bool isFirst) : ILanding
{
    /// <inheritdoc/>
    public static int StateCount => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Land<T>(T parameter, T update, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var z = state.First = (isFirst ? parameter : state.First) - update;
        var rest = state.Third;
        var x = state.Second = RunningMean.Next(isFirst ? parameter : state.Second, ref rest, z, share);
        state.Third = rest;
        return T.Lerp(z, x, beta);
    }
}
