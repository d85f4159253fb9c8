using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Averaged SGD (Polyak and Juditsky 1992, in Bottou's form, as torch.optim.ASGD): ηₜ = α/(1 + λαt)ᵖ, θ ← (1 − λη)θ − ηg, and beside it the mean of
/// the θ from step t₀ on, a ← a + (θ − a)/max(1, t − t₀), which is what is to be evaluated: <see cref="AtEvaluationPoint"/>.
/// </summary>
public sealed class Asgd : Optimizer<Asgd.Rule>
{
    /// <summary>Averaged SGD.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.01 if left out.</param>
    /// <param name="lambda">λ: the decay of θ, and by it of the rate; finite, at least 0. torch: lambd.</param>
    /// <param name="power">p; finite, at least 0. torch: alpha.</param>
    /// <param name="start">t₀: the number of steps before averaging begins; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Asgd(Schedule? learningRate = null, double lambda = 1e-4, double power = 0.75, long start = 1_000_000)
        : base(learningRate ?? 0.01)
    {
        Lambda = HyperparameterRange.NotNegative(lambda);
        Power = HyperparameterRange.NotNegative(power);
        Start = HyperparameterRange.AtLeast(0, start);
    }

    /// <summary>λ.</summary>
    public double Lambda { get; }

    /// <summary>p.</summary>
    public double Power { get; }

    /// <summary>t₀.</summary>
    public long Start { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("lambda", Lambda), new("power", Power), new("start", Start)];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [new("ax", StateMeaning.ParameterValue), new("ax_rest", StateMeaning.Remainder)];

    /// <summary>Puts the mean into the parameters until the scope is disposed, and then θ again, bit for bit. A step inside is refused.</summary>
    /// <param name="parameters">The parameters of the steps, in their order; gradients are not read.</param>
    /// <exception cref="ArgumentException">They are not the parameters of the steps.</exception>
    /// <exception cref="InvalidOperationException">Such a scope is open already.</exception>
    public IDisposable AtEvaluationPoint(params ReadOnlySpan<Parameter> parameters) => OpenScope(parameters, 0);

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var t = step.StepNumber - 1;
        return new(EtaAt(step.LearningRate, t), Lambda * step.Parameter.WeightDecayScale, ShareAt(t));
    }

    /// <summary>η after t steps by a rate α.</summary>
    internal double EtaAt(double learningRate, long t) =>
        learningRate * (double)PortableMath.Exp(-Power * PortableMath.Log(1 + (Lambda * learningRate * t)));

    /// <summary>What the step after t steps adds of its θ to the mean.</summary>
    internal double ShareAt(long t) => 1.0 / Math.Max(1, t - Start);

    /// <summary>u = η(g + λθ), a ← a + c(θ − u − a). The second value is what the rounding of a has left out.</summary>
    /// <param name="eta">η.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="share">c.</param>
    public readonly struct Rule(double eta, double lambda, double share) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var update = eta * (gradient + (lambda * parameter));
            var rest = state.Second;
            state.First = RunningMean.Next(state.First, ref rest, parameter - update, share);
            state.Second = rest;
            return update;
        }
    }
}
