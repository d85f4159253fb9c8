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
/// <c>new RmsProp(0.01, squareDecay: 0.99, RmsPropStart.Zero, epsilon: 1e-8)</c>. With its momentum: <see cref="RmsPropWithMomentum"/>; divided by
/// the standard deviation: <see cref="CenteredRmsProp"/>.</para>
/// <para>With an ε: θ ← θ − αg/(√v + ε). A coordinate whose root is 0 does not move: without ε, one whose gradients have all been 0.</para>
/// </remarks>
public sealed class RmsProp : Optimizer<RmsProp.Rule>
{
    /// <summary>RMSProp.</summary>
    /// <param name="learningRate">α(i), at least 0: with the defaults the length of a coordinate's first step.</param>
    /// <param name="squareDecay">k(i), in [0, 1): how much of the average stays. 0.9 if left out.</param>
    /// <param name="start">What the average starts from.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0; 0 if left out.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public RmsProp(
        Schedule learningRate, Schedule? squareDecay = null, RmsPropStart start = RmsPropStart.FirstGradient, Schedule? epsilon = null)
        : base(learningRate) => Square = new MeanSquare(squareDecay, start, epsilon);

    /// <summary>k(i). A new one takes effect in the next step.</summary>
    public Schedule SquareDecay { get => Square.Decay; set => Square.Decay = Settable(value, nameof(SquareDecay)); }

    /// <summary>What the average starts from.</summary>
    public RmsPropStart Start => Square.Start;

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get => Square.Epsilon; set => Square.Epsilon = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => Square.Hyperparameters;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [Square.Descriptor];

    private MeanSquare Square { get; }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(step.LearningRate, Square.DecayAt(step), Square.EpsilonAt(step));

    /// <summary>v ← kv + (1 − k)g², u = αg/(√v + ε). With k = 0 in the first step, v starts at g².</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="decay">k.</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double learningRate, double decay, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var v = state.First = T.Lerp(gradient * gradient, state.First, decay);
            return T.DivideOrZero(learningRate * gradient, T.Sqrt(v) + epsilon);
        }
    }
}
