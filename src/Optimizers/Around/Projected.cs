using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Projected steps (Bertsekas 1976; Parikh and Boyd 2014, section 6.2.4): θ ← the nearest point to θ − u with all coordinates in [lower, upper].
/// </summary>
/// <remarks>Made by <see cref="RuleExtensions.InBox{TRule}"/> and <see cref="RuleExtensions.NonNegative{TRule}"/>.</remarks>
/// <typeparam name="TRule">The rule's formula.</typeparam>
public sealed class Projected<TRule> : Optimizer<TRule, BoxProjection>
    where TRule : struct, IUpdateRule
{
    internal Projected(Optimizer<TRule> rule, double lower, double upper)
        : base(rule)
    {
        if (!(lower <= upper))
        {
            throw new ArgumentOutOfRangeException(
                nameof(lower), lower, FormattableString.Invariant($"The box is [{lower}, {upper}]; its lower end must be at most its upper one."));
        }

        (Lower, Upper) = (lower, upper);
    }

    /// <summary>The lower bound; −∞ where there is none.</summary>
    public double Lower { get; }

    /// <summary>The upper bound; ∞ where there is none.</summary>
    public double Upper { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> LandingHyperparameters => [new("lower", Lower), new("upper", Upper)];

    /// <inheritdoc/>
    protected internal override BoxProjection LandAt(in StepInfo step) => new(Lower, Upper);
}

/// <summary>θ ← min(max(θ − u, lower), upper).</summary>
/// <param name="lower">The lower bound.</param>
/// <param name="upper">The upper bound.</param>
public readonly struct BoxProjection(double lower, double upper) : ILanding
{
    /// <inheritdoc/>
    public static int StateCount => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Land<T>(T parameter, T update, ref State<T> state) where T : struct, IArithmetic<T> =>
        T.Min(T.Max(parameter - update, T.Constant(lower)), T.Constant(upper));
}
