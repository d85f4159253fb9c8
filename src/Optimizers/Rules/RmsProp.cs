using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// RMSProp: each coordinate's step is divided by σ, the root of a moving average of the squares of its gradients. By default the lecture note's form
/// (section 3.2.3), which starts at σ⁰ = |g⁰| and has no ε: v ← kv + (1 − k)g², θ ← θ − αg/√v.
/// </summary>
/// <remarks>
/// <para>torch.optim.RMSprop (Tieleman and Hinton 2012, lecture 6.5) starts at 0 and has an ε:
/// <c>new RmsProp(0.01, decay: 0.99, RmsPropStart.Zero, epsilon: 1e-8)</c>.</para>
/// <para>With an ε: θ ← θ − αg/(√v + ε). Centered (Graves 2013, section 4.2): a ← ka + (1 − k)g from 0 on, and the root is √(v − a²). With momentum λ, in the
/// form of torch.optim.RMSprop: b ← λb + g/(√v + ε), θ ← θ − αb.</para>
/// <para>A coordinate whose root is 0 does not move: without ε, one whose gradients have all been 0.</para>
/// </remarks>
public sealed class RmsProp : Optimizer
{
    private readonly bool _hasMomentum;

    /// <summary>RMSProp.</summary>
    /// <param name="learningRate">α(i), at least 0: with the defaults the length of a coordinate's first step.</param>
    /// <param name="decay">k in [0, 1): how much of the average stays.</param>
    /// <param name="start">What the average starts from.</param>
    /// <param name="epsilon">ε, in units of the gradient; finite, at least 0.</param>
    /// <param name="centered">True to divide by the standard deviation instead of the root mean square.</param>
    /// <param name="momentum">λ(i), in [0, 1); 0 if left out.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public RmsProp(
        Schedule learningRate,
        double decay = 0.9,
        RmsPropStart start = RmsPropStart.FirstGradient,
        double epsilon = 0,
        bool centered = false,
        Schedule? momentum = null)
        : base(learningRate)
    {
        Decay = HyperparameterRange.Decay(decay);
        Start = Enum.IsDefined(start)
            ? start
            : throw new ArgumentOutOfRangeException(nameof(start), start, $"start is {start}; it must be FirstGradient or Zero.");
        Epsilon = HyperparameterRange.NotNegative(epsilon);
        Centered = centered;
        Momentum = HyperparameterRange.Decay(momentum ?? 0, nameof(momentum));
        _hasMomentum = momentum is not null;
    }

    /// <summary>k.</summary>
    public double Decay { get; }

    /// <summary>What the average starts from.</summary>
    public RmsPropStart Start { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>True to divide by the standard deviation.</summary>
    public bool Centered { get; }

    /// <summary>λ(i).</summary>
    public Schedule Momentum { get; private set; }

    /// <inheritdoc/>
    public override double? MomentumDecay
    {
        get => _hasMomentum ? Momentum.At(Iteration) : null;
        set => Momentum = _hasMomentum ? DecayFromNowOn(value) : throw NoMomentum();
    }

    /// <inheritdoc/>
    protected override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("decay", Decay), new("start", Start), new("epsilon", Epsilon), new("centered", Centered), new("momentum", Momentum)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateMeaning> StateMeanings =>
        Centered ? [StateMeaning.SquareMean, StateMeaning.NormalizedSum, StateMeaning.GradientMean]
        : _hasMomentum ? [StateMeaning.SquareMean, StateMeaning.NormalizedSum]
        : [StateMeaning.SquareMean];

    /// <inheritdoc/>
    protected internal override void Update(in UpdateContext context)
    {
        var decay = context.StepNumber == 1 && Start == RmsPropStart.FirstGradient ? 0 : Decay;
        var momentum = Evaluate(Momentum, context.Iteration, "momentum", below: 1);
        if (Centered)
            context.Apply(new CenteredRmsPropRule(context.LearningRate, decay, Decay, Epsilon, momentum));
        else if (_hasMomentum)
            context.Apply(new MomentumRmsPropRule(context.LearningRate, decay, Epsilon, momentum));
        else
            context.Apply(new RmsPropRule(context.LearningRate, decay, Epsilon));
    }

    private protected override StateForm FormOf(int index, long steps, ReadOnlySpan<double> scalars, double rateScale) => index switch
    {
        0 when Start == RmsPropStart.FirstGradient => new(StateMeaning.SquareMean),
        0 => new(StateMeaning.SquareMean) { Missing = RunningProduct.Power(Decay, steps) },
        1 => new(StateMeaning.NormalizedSum),
        _ => new(StateMeaning.GradientMean, 1 - Decay, Decay) { Missing = RunningProduct.Power(Decay, steps) },
    };
}

/// <summary>v ← kv + (1 − k)g², θ ← θ − αg/(√v + ε). With k = 0 in the first step, v starts at g².</summary>
internal readonly record struct RmsPropRule(double LearningRate, double Decay, double Epsilon) : IUpdateRule
{
    public static int StateCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var v = state.First = T.Lerp(gradient * gradient, state.First, Decay);
        parameter -= T.DivideOrZero(LearningRate * gradient, T.Sqrt(v) + Epsilon);
    }
}

/// <summary>v as before, b ← λb + g/(√v + ε), θ ← θ − αb.</summary>
internal readonly record struct MomentumRmsPropRule(double LearningRate, double Decay, double Epsilon, double Momentum) : IUpdateRule
{
    public static int StateCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var v = state.First = T.Lerp(gradient * gradient, state.First, Decay);
        var b = state.Second = (Momentum * state.Second) + T.DivideOrZero(gradient, T.Sqrt(v) + Epsilon);
        parameter -= LearningRate * b;
    }
}

/// <summary>v as before, a ← ka + (1 − k)g, b ← λb + g/(√(v − a²) + ε), θ ← θ − αb. Rounding must not take the root of a negative number.</summary>
internal readonly record struct CenteredRmsPropRule(double LearningRate, double Decay, double MeanDecay, double Epsilon, double Momentum) : IUpdateRule
{
    public static int StateCount => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var v = state.First = T.Lerp(gradient * gradient, state.First, Decay);
        var a = state.Third = T.Lerp(gradient, state.Third, MeanDecay);
        var variance = T.Max(v - (a * a), T.Constant(0));
        var b = state.Second = (Momentum * state.Second) + T.DivideOrZero(gradient, T.Sqrt(variance) + Epsilon);
        parameter -= LearningRate * b;
    }
}
