using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Centered RMSProp (Graves 2013, section 4.2): each coordinate's step is divided by the standard deviation of its gradients. v ← kv + (1 − k)g²,
/// a ← ka + (1 − k)g from 0 on, b ← λb + g/(√(v − a²) + ε), θ ← θ − αb, as torch.optim.RMSprop(centered=True) has it.
/// </summary>
public sealed class CenteredRmsProp : Optimizer<CenteredRmsProp.Rule>, IHasMomentum
{
    /// <summary>Centered RMSProp.</summary>
    /// <param name="learningRate">α(i), at least 0.</param>
    /// <param name="squareDecay">k(i), in [0, 1): how much of the averages stays. 0.9 if left out.</param>
    /// <param name="start">What the average of squares starts from.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0; 0 if left out.</param>
    /// <param name="momentumDecay">λ(i), in [0, 1); 0 if left out.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public CenteredRmsProp(
        Schedule learningRate,
        Schedule? squareDecay = null,
        RmsPropStart start = RmsPropStart.FirstGradient,
        Schedule? epsilon = null,
        Schedule? momentumDecay = null)
        : base(learningRate)
    {
        MomentumDecay = HyperparameterRange.Decay(momentumDecay ?? 0, nameof(momentumDecay));
        Square = new MeanSquare(squareDecay, start, epsilon);
    }

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule MomentumDecay { get; set => field = Settable(value, nameof(MomentumDecay)); }

    /// <summary>k(i). A new one takes effect in the next step.</summary>
    public Schedule SquareDecay { get => Square.Decay; set => Square.Decay = Settable(value, nameof(SquareDecay)); }

    /// <summary>What the average of squares starts from.</summary>
    public RmsPropStart Start => Square.Start;

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get => Square.Epsilon; set => Square.Epsilon = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [.. Square.Hyperparameters, new("momentumDecay", MomentumDecay)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        Square.Descriptor,
        new("momentum_buffer", StateMeaning.NormalizedSum),
        new("grad_avg", StateMeaning.GradientMean)
        {
            Unit = 1 - AdamMoments.Constant(SquareDecay), Decay = AdamMoments.Constant(SquareDecay), Completion = MeanCompletion.Never,
        },
    ];

    private MeanSquare Square { get; }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate,
        Square.DecayAt(step),
        Square.WholeDecayAt(step),
        Square.EpsilonAt(step),
        Evaluate(MomentumDecay, step.Iteration, nameof(MomentumDecay), below: 1));

    /// <summary>v and a as averages, b ← λb + g/(√(v − a²) + ε), u = αb. Rounding must not take the root of a negative number.</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="decay">k of the squares.</param>
    /// <param name="meanDecay">k of the gradients.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="momentum">λ.</param>
    public readonly struct Rule(double learningRate, double decay, double meanDecay, double epsilon, double momentum) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 3;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var v = state.First = T.Lerp(gradient * gradient, state.First, decay);
            var a = state.Third = T.Lerp(gradient, state.Third, meanDecay);
            var variance = T.Max(v - (a * a), T.Constant(0));
            var b = state.Second = (momentum * state.Second) + T.DivideOrZero(gradient, T.Sqrt(variance) + epsilon);
            return learningRate * b;
        }
    }
}
