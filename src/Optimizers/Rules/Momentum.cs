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
public sealed class Momentum : Optimizer<Momentum.Rule>, IHasMomentum
{
    /// <summary>Gradient descent with momentum.</summary>
    /// <param name="learningRate">α(i), at least 0.</param>
    /// <param name="momentumDecay">λ(i), in [0, 1). A number is a constant schedule; 0.9 if left out.</param>
    /// <param name="form">Where the learning rate stands.</param>
    /// <param name="nesterov">True to look ahead; needs a dampening of 0.</param>
    /// <param name="dampening">δ in [0, 1]: the gradient enters the momentum as (1 − δ)g.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    /// <exception cref="ArgumentException">Nesterov's variant with dampening.</exception>
    public Momentum(
        Schedule learningRate,
        Schedule? momentumDecay = null,
        MomentumForm form = MomentumForm.Velocity,
        bool nesterov = false,
        double dampening = 0)
        : base(learningRate)
    {
        MomentumDecay = HyperparameterRange.Decay(momentumDecay ?? 0.9, nameof(momentumDecay));
        Form = Enum.IsDefined(form)
            ? form
            : throw new ArgumentOutOfRangeException(nameof(form), form, $"form is {form}; it must be Velocity or Accumulated.");
        Dampening = dampening is >= 0 and <= 1 ? dampening : throw HyperparameterRange.Outside(nameof(dampening), dampening, "in [0, 1]");
        if (nesterov && dampening != 0)
            throw new ArgumentException(
                FormattableString.Invariant($"Nesterov's momentum is defined for a dampening of 0 only, not {dampening}."), nameof(dampening));
        Nesterov = nesterov;
    }

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule MomentumDecay { get; set => field = Settable(value, nameof(MomentumDecay)); }

    /// <summary>Where the learning rate stands.</summary>
    public MomentumForm Form { get; }

    /// <summary>True to look ahead.</summary>
    public bool Nesterov { get; }

    /// <summary>δ.</summary>
    public double Dampening { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("momentumDecay", MomentumDecay), new("form", Form), new("nesterov", Nesterov), new("dampening", Dampening)];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => 1 / (1 - Evaluate(MomentumDecay, iteration, nameof(MomentumDecay), below: 1));

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        Form == MomentumForm.Velocity
            ? new("velocity", StateMeaning.Velocity) { Unit = 1 - Dampening, Decay = AdamMoments.Constant(MomentumDecay) }
            : new("momentum_buffer", StateMeaning.GradientSum)
            {
                Unit = Dampening == 0 ? 1 : double.NaN, // A dampened sum began with a whole gradient.
                Decay = AdamMoments.Constant(MomentumDecay),
            },
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var decay = Evaluate(MomentumDecay, step.Iteration, nameof(MomentumDecay), below: 1);
        var share = Form == MomentumForm.Accumulated && step.StepNumber == 1 ? 1 : 1 - Dampening;
        return Form == MomentumForm.Velocity
            ? new(decay, share, -step.LearningRate, -1, Nesterov)
            : new(decay, share, 1, step.LearningRate, Nesterov);
    }

    /// <summary>m ← λm + b(1 − δ)g, u = cm; ahead u = c(λm + b(1 − δ)g). Velocity: b = −α, c = −1. Accumulated: b = 1, c = α.</summary>
    /// <param name="decay">λ.</param>
    /// <param name="share">1 − δ.</param>
    /// <param name="inward">b.</param>
    /// <param name="outward">c.</param>
    /// <param name="nesterov">True to look ahead.</param>
    public readonly struct Rule(double decay, double share, double inward, double outward, bool nesterov) : IUpdateRule
    {
        private readonly int _nesterov = nesterov ? 1 : 0; // A number, since a launch on a device takes no flags.

        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var (kept, sign) = (T.Constant(decay), T.Constant(outward)); // For both branches: see Lerp.
            var added = inward * (share * gradient);
            var m = state.First = (kept * state.First) + added;
            return sign * (_nesterov != 0 ? (kept * m) + added : m);
        }
    }
}
