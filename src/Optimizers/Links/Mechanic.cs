using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Mechanic (Cutkosky, Defazio and Mehta 2023, algorithm 1): finds the scale of any rule's steps. With Δ the sum of the rule's steps from θ₀ on,
/// θ = θ₀ + sΔ, and s is the sum of six bets on h = ⟨Δ, g + λs(‖g‖/‖θ‖)θ⟩. Behind a rule: <c>new Adam(1e-3).Then(new Mechanic())</c>.
/// </summary>
/// <remarks>
/// The rule's own rate is to have the right shape over time; its size is found. Weight decay of the optimizer has no effect, since θ is made anew
/// from θ₀ in each step; λ is the paper's own. optax.contrib.mechanize.
/// </remarks>
public sealed class Mechanic : Link<Mechanic.Formula>
{
    private static readonly double[] Decays = [0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999];

    /// <summary>Mechanic.</summary>
    /// <param name="decay">λ; finite, at least 0.</param>
    /// <param name="initialScale">s before it is known, relative: small; finite, above 0.</param>
    /// <param name="epsilon">ε; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Mechanic(double decay = 0.01, double initialScale = 1e-8, double epsilon = 1e-8)
    {
        Decay = HyperparameterRange.NotNegative(decay);
        InitialScale = HyperparameterRange.Positive(initialScale);
        Epsilon = HyperparameterRange.Positive(epsilon);
    }

    /// <summary>λ.</summary>
    public double Decay { get; }

    /// <summary>s before it is known, relative.</summary>
    public double InitialScale { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> Hyperparameters => // The rule may have an epsilon, too: this one has a name of its own.
        [new("decay", Decay), new("initialScale", InitialScale), new("mechanicEpsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => true;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("delta"), new("x0", StateMeaning.ParameterValue),
        StateDescriptor.GroupScalar("m_v_r_s", 4 * Decays.Length),
    ];

    /// <inheritdoc/>
    protected internal override Formula At(in StepInfo step) => new(ScaleIn(step.NextGroupScalars), step.StepNumber == 1);

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group)
    {
        var before = group.Scalars;
        var next = group.NextScalars;
        var n = Decays.Length;
        var pull = Decay * ScaleIn(before) * Math.Sqrt(group.Result(0, 1)) / (Math.Sqrt(group.Result(0, 2)) + Epsilon);
        var h = group.Result(0, 0) + (pull * group.Result(0, 3));
        for (var i = 0; i < n; i++)
        {
            var (m, v, r, s) = (before[i] == 0 ? 1e-6 : before[i], before[n + i], before[(2 * n) + i], before[(3 * n) + i]);
            m = next[i] = Math.Max(Decays[i] * m, Math.Abs(h));
            v = next[n + i] = (Decays[i] * Decays[i] * v) + (h * h);
            r = next[(2 * n) + i] = Math.Max((Decays[i] * r) - (s * h), 0);
            next[(3 * n) + i] = ((InitialScale * m / n) + r) / (Math.Sqrt(v) + Epsilon);
        }
    }

    private static double ScaleIn(ReadOnlySpan<double> scalars)
    {
        var sum = 0.0;
        foreach (var s in scalars[(3 * Decays.Length)..])
            sum += s;
        return sum;
    }

    /// <summary>Gathers ⟨Δ, g⟩, ‖g‖², ‖θ‖² and ⟨Δ, θ⟩; Δ ← Δ − u, u ← θ − (θ₀ + sΔ).</summary>
    /// <param name="scale">s.</param>
    /// <param name="isFirst">True in the first step, where θ₀ is θ.</param>
    public readonly struct Formula(double scale, bool isFirst) : IUpdateLink
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Group, Values: 4);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var delta = state.First = state.First - update;
            var start = state.Second = isFirst ? parameter : state.Second;
            return parameter - start - (scale * delta);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, T update, State<T> state) where T : struct, IArithmetic<T> => new()
        {
            First = state.First * gradient,
            Second = gradient * gradient,
            Third = parameter * parameter,
            Fourth = state.First * parameter,
        };
    }
}
