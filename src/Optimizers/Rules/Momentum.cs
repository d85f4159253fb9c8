using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Gradient descent with momentum: the movement remembers the movements before. By default the lecture note's form, m ← λm − αg, θ ← θ + m
/// (section 3.2.2); see <see cref="MomentumForm"/> for the other one.
/// </summary>
/// <remarks>
/// Nesterov's variant looks ahead: in the velocity form θ ← θ + λm − αg with the new m (Sutskever et al. 2013, eq. 3 and 4, in the variable after
/// the jump); in the accumulated form θ ← θ − α(g + λm), as torch.optim.SGD.
/// </remarks>
public sealed class Momentum : Optimizer
{
    /// <summary>Gradient descent with momentum.</summary>
    /// <param name="learningRate">α(i), at least 0.</param>
    /// <param name="momentum">λ(i), in [0, 1). A number is a constant schedule; 0.9 if left out.</param>
    /// <param name="form">Where the learning rate stands.</param>
    /// <param name="nesterov">True to look ahead; needs a dampening of 0.</param>
    /// <param name="dampening">δ in [0, 1]: the gradient enters the momentum as (1 − δ)g.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    /// <exception cref="ArgumentException">Nesterov's variant with dampening.</exception>
    public Momentum(
        Schedule learningRate,
        Schedule? momentum = null,
        MomentumForm form = MomentumForm.Velocity,
        bool nesterov = false,
        double dampening = 0)
        : base(learningRate)
    {
        Decay = HyperparameterRange.Decay(momentum ?? 0.9, nameof(momentum));
        Form = Enum.IsDefined(form)
            ? form
            : throw new ArgumentOutOfRangeException(nameof(form), form, $"form is {form}; it must be Velocity or Accumulated.");
        Dampening = dampening is >= 0 and <= 1 ? dampening : throw HyperparameterRange.Outside(nameof(dampening), dampening, "in [0, 1]");
        if (nesterov && dampening != 0)
            throw new ArgumentException($"Nesterov's momentum is defined for a dampening of 0 only, not {dampening}.", nameof(dampening));
        Nesterov = nesterov;
    }

    /// <summary>λ(i).</summary>
    public Schedule Decay { get; private set; }

    /// <summary>Where the learning rate stands.</summary>
    public MomentumForm Form { get; }

    /// <summary>True to look ahead.</summary>
    public bool Nesterov { get; }

    /// <summary>δ.</summary>
    public double Dampening { get; }

    /// <inheritdoc/>
    public override double? MomentumDecay { get => Decay.At(Iteration); set => Decay = DecayFromNowOn(value); }

    /// <inheritdoc/>
    protected override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("momentum", Decay), new("form", Form), new("nesterov", Nesterov), new("dampening", Dampening)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateMeaning> StateMeanings => Form == MomentumForm.Velocity ? [StateMeaning.Velocity] : [StateMeaning.GradientSum];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override void Update(in UpdateContext context)
    {
        var decay = Evaluate(Decay, context.Iteration, "momentum", below: 1);
        if (Form == MomentumForm.Velocity)
            context.Apply(new VelocityRule(context.LearningRate, decay, 1 - Dampening, Nesterov));
        else
            context.Apply(new AccumulatedMomentumRule(context.LearningRate, decay, context.StepNumber == 1 ? 1 : 1 - Dampening, Nesterov));
    }

    private protected override StateForm FormOf(int index, long steps, ReadOnlySpan<double> scalars, double rateScale)
    {
        var decay = Decay.IsConstant ? Decay.At(0) : double.NaN;
        return Form == MomentumForm.Velocity
            ? new(StateMeaning.Velocity, LearningRate.IsConstant ? -LearningRate.At(0) * rateScale * (1 - Dampening) : double.NaN, decay)
            : new(StateMeaning.GradientSum, Dampening == 0 ? 1 : double.NaN, decay); // A dampened sum began with a whole gradient.
    }
}

/// <summary>m ← λm − α(1 − δ)g, θ ← θ + m.</summary>
internal readonly record struct VelocityRule(double LearningRate, double Decay, double GradientShare, bool Nesterov) : IUpdateRule
{
    public static int StateCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var movement = LearningRate * (GradientShare * gradient);
        var m = state.First = (Decay * state.First) - movement;
        parameter += Nesterov ? (Decay * m) - movement : m;
    }
}

/// <summary>m ← λm + (1 − δ)g, θ ← θ − αm.</summary>
internal readonly record struct AccumulatedMomentumRule(double LearningRate, double Decay, double GradientShare, bool Nesterov) : IUpdateRule
{
    public static int StateCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var m = state.First = (Decay * state.First) + (GradientShare * gradient);
        parameter -= LearningRate * (Nesterov ? gradient + (Decay * m) : m);
    }
}
