using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer 2011, figure 1, diagonal): each coordinate's step is divided by the root of the sum of the squares of its
/// gradients, S ← S + g², θ ← θ − αg/(√S + ε).
/// </summary>
/// <remarks>torch.optim.Adagrad's lr_decay is <c>Schedule.InverseTimeDecay</c>. With ε = 0 a coordinate whose gradients have all been 0 does not move.</remarks>
public sealed class Adagrad : Optimizer
{
    /// <summary>Adagrad.</summary>
    /// <param name="learningRate">α(i), at least 0.</param>
    /// <param name="initialAccumulator">S before the first step, in units of the squared gradient; finite, at least 0.</param>
    /// <param name="epsilon">ε, in units of the gradient; finite, at least 0.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Adagrad(Schedule learningRate, double initialAccumulator = 0, double epsilon = 1e-10)
        : base(learningRate)
    {
        InitialAccumulator = HyperparameterRange.NotNegative(initialAccumulator);
        Epsilon = HyperparameterRange.NotNegative(epsilon);
    }

    /// <summary>S before the first step.</summary>
    public double InitialAccumulator { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("initialAccumulator", InitialAccumulator), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateMeaning> StateMeanings => [StateMeaning.SquareSum];

    /// <inheritdoc/>
    protected internal override void Update(in UpdateContext context) =>
        context.Apply(new AdagradRule(context.LearningRate, context.StepNumber == 1 ? InitialAccumulator : 0, Epsilon));

    private protected override StateForm FormOf(int index, long steps, ReadOnlySpan<double> scalars, double rateScale) =>
        new(StateMeaning.SquareSum) { Start = InitialAccumulator };
}

/// <summary>S ← S + g², θ ← θ − αg/(√S + ε). What is added to S at the first step is its initial value.</summary>
internal readonly record struct AdagradRule(double LearningRate, double Added, double Epsilon) : IUpdateRule
{
    public static int StateCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var sum = state.First = state.First + Added + (gradient * gradient);
        parameter -= T.DivideOrZero(LearningRate * gradient, T.Sqrt(sum) + Epsilon);
    }
}
