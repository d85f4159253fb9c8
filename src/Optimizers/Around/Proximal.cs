using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Proximal steps for an L1 penalty (Parikh and Boyd 2014, sections 4.2 and 6.5.2; ISTA behind <see cref="Sgd"/>): x = θ − u, θ ← sign(x)·max(|x| −
/// αλ, 0). Coordinates that the loss does not need become exactly 0.
/// </summary>
/// <remarks>
/// Made by <see cref="RuleExtensions.WithL1{TRule}"/>. A rule that scales coordinates apart, as Adam does, is not scaled here: the threshold is αλ of
/// all of them.
/// </remarks>
/// <typeparam name="TRule">The rule's formula.</typeparam>
public sealed class Proximal<TRule> : Optimizer<TRule, SoftThreshold>
    where TRule : struct, IUpdateRule
{
    internal Proximal(Optimizer<TRule> rule, Schedule penalty)
        : base(rule) => Penalty = penalty;

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule Penalty { get; set => field = HyperparameterRange.NotNegative(value, nameof(Penalty)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> LandingHyperparameters => [new("penalty", Penalty)];

    /// <inheritdoc/>
    protected internal override SoftThreshold LandAt(in StepInfo step) => new(
        step.LearningRate * step.Parameter.WeightDecayScale * Evaluate(Penalty, step.Iteration, nameof(Penalty)));
}

/// <summary>x = θ − u, θ ← sign(x)·max(|x| − threshold, 0).</summary>
/// <param name="threshold">αλ, times the parameter's own scale of decay.</param>
public readonly struct SoftThreshold(double threshold) : ILanding
{
    /// <inheritdoc/>
    public static int StateCount => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Land<T>(T parameter, T update, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var x = parameter - update;
        return T.Sign(x) * T.Max(T.Abs(x) - T.Constant(threshold), T.Constant(0));
    }
}
