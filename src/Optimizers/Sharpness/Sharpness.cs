using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// How flat or sharp a loss is around a point, in the senses of the field. They answer different questions: <see cref="LargestEigenvalue"/> bounds
/// the learning rate (<see cref="StabilityLimit"/>), <see cref="Trace"/> is what noise in the parameters costs on average, and the others are what
/// the worst of the small changes costs.
/// </summary>
/// <remarks>
/// All but the adaptive one depend on how a network is parametrized: the weights of two ReLU layers scaled by c and 1/c leave the loss as it is and
/// make them as large as one likes (Dinh et al., "Sharp minima can generalize for deep nets", ICML 2017). Compare them between points of one network.
/// </remarks>
public sealed partial record Sharpness
{
    private const double Epsilon = 2.220446049250313e-16;

    private Sharpness(SharpnessOptions options) => Options = options;

    /// <summary>n.</summary>
    public int Dimension { get; private init; }

    /// <summary>L(θ).</summary>
    public double Loss { get; private init; }

    /// <summary>‖∇L(θ)‖₂: the ascents begin along it, and say little where it is as small as its error.</summary>
    public double GradientNorm { get; private init; }

    /// <summary>λmax of the Hessian. See <see cref="FindLargestEigenvalue"/>.</summary>
    public SharpnessValue LargestEigenvalue { get; private init; } = 0;

    /// <summary>tr H = Σλᵢ. See <see cref="EstimateTrace"/>.</summary>
    public SharpnessValue Trace { get; private init; } = 0;

    /// <summary>tr H/n, the mean eigenvalue; NaN in a space of no dimension.</summary>
    public double MeanEigenvalue => Trace.Value / Dimension;

    /// <summary>Keskar's ε-sharpness, in percent. See <see cref="MaximizeOverBox"/>.</summary>
    public SharpnessValue Box { get; private init; } = 0;

    /// <summary>The SAM ascent, in the units of the loss. See <see cref="Ascend"/>.</summary>
    public SharpnessValue Ascent { get; private init; } = 0;

    /// <summary>The adaptive ascent, invariant to scale, in the units of the loss. See <see cref="AscendAdaptively"/>.</summary>
    public SharpnessValue AdaptiveAscent { get; private init; } = 0;

    /// <summary>What all of it cost.</summary>
    public EvaluationCounts Cost { get; private init; }

    /// <summary>How it was measured.</summary>
    public SharpnessOptions Options { get; }

    /// <summary>All measures at one point, with <see cref="SharpnessOptions"/> at their defaults.</summary>
    /// <inheritdoc cref="Measure(Objective, ReadOnlySpan{double}, SharpnessOptions)"/>
    public static Sharpness Measure(Objective objective, Vector<double> theta) => Measure(objective, theta, SharpnessOptions.Default);

    /// <inheritdoc cref="Measure(Objective, ReadOnlySpan{double}, SharpnessOptions)"/>
    public static Sharpness Measure(Objective objective, Vector<double> theta, SharpnessOptions options)
    {
        ArgumentNullException.ThrowIfNull(theta);
        return Measure(objective, theta.AsArray() ?? theta.ToArray(), options);
    }

    /// <summary>All measures at one point.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries, finite. It is not changed.</param>
    /// <param name="options">How; <see cref="SharpnessOptions"/> at their defaults if left out.</param>
    /// <exception cref="ArgumentNullException">The objective or θ is null.</exception>
    /// <exception cref="ArgumentException">An entry of θ is not finite.</exception>
    /// <exception cref="InvalidOperationException">The loss or one of its derivatives is not finite, at θ or where a measure goes.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static Sharpness Measure(Objective objective, ReadOnlySpan<double> theta, SharpnessOptions? options = null)
    {
        options ??= SharpnessOptions.Default;
        var start = Start.At(objective, theta, withGradient: true);
        void Next(string what)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            options.Progress?.Report(what);
        }

        var hessian = new HessianOperator(objective, theta);
        Next("largest eigenvalue");
        var largest = FindLargestEigenvalue(hessian, options);
        Next("trace");
        var trace = EstimateTrace(hessian, options);
        Next("box");
        var box = SearchBox(start, options);
        Next("ascent");
        var ascent = Climb(start, options.AscentRadius, null);
        Next("adaptive ascent");
        var adaptive = Climb(start, options.AdaptiveRadius, options.AdaptiveOffset);
        return new(options)
        {
            Dimension = theta.Length,
            Loss = start.Loss,
            GradientNorm = start.GradientNorm,
            LargestEigenvalue = largest,
            Trace = trace,
            Box = box,
            Ascent = ascent,
            AdaptiveAscent = adaptive,
            Cost = objective.Evaluations - start.Before,
        };
    }

    /// <summary>One line a measure: its value, its bounds, and what it cost.</summary>
    public override string ToString() => string.Join('\n', [
        string.Create(
            CultureInfo.InvariantCulture,
            $"Sharpness in {Dimension} dimensions, where the loss is {Loss:G6} and its gradient {GradientNorm:G4} long; {Cost}."),
        Line("λmax", LargestEigenvalue),
        Line("trace", Trace) + string.Create(CultureInfo.InvariantCulture, $", {MeanEigenvalue:G4} a dimension"),
        Line(string.Create(CultureInfo.InvariantCulture, $"box, ε = {Options.BoxSize:G3}"), Box),
        Line(string.Create(CultureInfo.InvariantCulture, $"ascent, ρ = {Options.AscentRadius:G3}"), Ascent),
        Line(string.Create(CultureInfo.InvariantCulture, $"adaptive, ρ = {Options.AdaptiveRadius:G3}"), AdaptiveAscent),
    ]);

    /// <summary>What the errors of the losses may have done to the difference of two of this size.</summary>
    internal static double Rounding(Objective objective, double loss) =>
        (8 * objective.Options.UnitRoundoff * Math.Abs(loss)) + (2 * objective.Options.LossError);

    private static string Line(string name, SharpnessValue value) => $"  {name,-20}{value}";
}
