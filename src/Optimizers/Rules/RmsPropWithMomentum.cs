using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// RMSProp with momentum, in the form of torch.optim.RMSprop: v ← kv + (1 − k)g², b ← λb + g/(√v + ε), θ ← θ − αb.
/// </summary>
public sealed class RmsPropWithMomentum : Optimizer<RmsPropWithMomentum.Rule>, IHasMomentum
{
    /// <summary>RMSProp with momentum.</summary>
    /// <param name="learningRate">α(i), at least 0.</param>
    /// <param name="momentumDecay">λ(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="squareDecay">k(i), in [0, 1): how much of the average of squares stays. 0.9 if left out.</param>
    /// <param name="start">What the average starts from.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0; 0 if left out.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public RmsPropWithMomentum(
        Schedule learningRate,
        Schedule? momentumDecay = null,
        Schedule? squareDecay = null,
        RmsPropStart start = RmsPropStart.FirstGradient,
        Schedule? epsilon = null)
        : base(learningRate)
    {
        MomentumDecay = HyperparameterRange.Decay(momentumDecay ?? 0.9, nameof(momentumDecay));
        Square = new MeanSquare(squareDecay, start, epsilon);
    }

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule MomentumDecay { get; set => field = Settable(value, nameof(MomentumDecay)); }

    /// <summary>k(i). A new one takes effect in the next step.</summary>
    public Schedule SquareDecay { get => Square.Decay; set => Square.Decay = Settable(value, nameof(SquareDecay)); }

    /// <summary>What the average starts from.</summary>
    public RmsPropStart Start => Square.Start;

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get => Square.Epsilon; set => Square.Epsilon = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [new("momentumDecay", MomentumDecay), .. Square.Hyperparameters];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [Square.Descriptor, new("momentum_buffer", StateMeaning.NormalizedSum)];

    private MeanSquare Square { get; }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate,
        Square.DecayAt(step),
        Square.EpsilonAt(step),
        Evaluate(MomentumDecay, step.Iteration, nameof(MomentumDecay), below: 1));

    /// <summary>v ← kv + (1 − k)g², b ← λb + g/(√v + ε), u = αb. With k = 0 in the first step, v starts at g².</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="decay">k.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="momentum">λ.</param>
    public readonly struct Rule(double learningRate, double decay, double epsilon, double momentum) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var v = state.First = T.Lerp(gradient * gradient, state.First, decay);
            var b = state.Second = (momentum * state.Second) + T.DivideOrZero(gradient, T.Sqrt(v) + epsilon);
            return learningRate * b;
        }
    }
}
