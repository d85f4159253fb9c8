using System.Globalization;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>One measure of sharpness: its value, within which bounds the true one lies and how sure that is, and what it cost.</summary>
/// <remarks>A number converts to a value without error: <c>StabilityLimit.GradientDescent(12.5)</c>.</remarks>
public sealed class SharpnessValue
{
    internal SharpnessValue(
        double value, double lower, double upper, Certainty certainty, double probability, string evidence, EvaluationCounts cost)
    {
        Value = value;
        Lower = lower;
        Upper = upper;
        Certainty = certainty;
        Probability = probability;
        Evidence = evidence;
        Cost = cost;
    }

    /// <summary>The measure, or the best that was found of it.</summary>
    public double Value { get; }

    /// <summary>The true measure is at least this.</summary>
    public double Lower { get; }

    /// <summary>The true measure is at most this; ∞ where a maximum was searched for and nothing bounds it.</summary>
    public double Upper { get; }

    /// <summary>How sure <see cref="Lower"/> and <see cref="Upper"/> are, both of them.</summary>
    public Certainty Certainty { get; }

    /// <summary>The probability with which both bounds hold, at least, where they are probable; NaN where they are estimated.</summary>
    public double Probability { get; }

    /// <summary>How it was found, and what the bounds rest on.</summary>
    public string Evidence { get; }

    /// <summary>The evaluations that it took, beyond those that it shares with the other measures of the same call.</summary>
    public EvaluationCounts Cost { get; }

    /// <summary>A number that is taken as exact.</summary>
    /// <exception cref="ArgumentException">NaN.</exception>
    public static implicit operator SharpnessValue(double value) => FromDouble(value);

    /// <summary>A number that is taken as exact.</summary>
    /// <param name="value">The number; not NaN.</param>
    /// <exception cref="ArgumentException">NaN.</exception>
    public static SharpnessValue FromDouble(double value) => double.IsNaN(value)
        ? throw new ArgumentException("A measure of sharpness must be a number; it is NaN.", nameof(value))
        : new(value, value, value, Certainty.Estimated, double.NaN, "as given", default);

    /// <summary>An eigenvalue that is known to lie within an interval, such as <see cref="ExtremeEigenvalues.Largest"/>.</summary>
    /// <exception cref="ArgumentException">A bound is NaN, or the bounds are the wrong way round.</exception>
    public static implicit operator SharpnessValue(EigenvalueInterval interval) => FromEigenvalueInterval(interval);

    /// <summary>An eigenvalue that is known to lie within an interval. Its value is the middle, or the finite bound.</summary>
    /// <param name="interval">The interval.</param>
    /// <exception cref="ArgumentException">A bound is NaN, or the bounds are the wrong way round.</exception>
    public static SharpnessValue FromEigenvalueInterval(EigenvalueInterval interval)
    {
        var (lower, upper) = interval;
        if (!(lower <= upper))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The lower bound {lower} must not exceed the upper bound {upper}."), nameof(interval));
        }

        var value = double.IsInfinity(upper) ? lower : double.IsInfinity(lower) ? upper : lower + ((upper - lower) / 2);
        return new(value, lower, upper, Certainty.Estimated, double.NaN, "as given", default);
    }

    internal SharpnessValue WithCost(EvaluationCounts cost) => new(Value, Lower, Upper, Certainty, Probability, Evidence, cost);

    /// <summary>"12.5, at least 12.4 and at most 12.6 (estimated; …; 20 gradients)".</summary>
    public override string ToString()
    {
        string value = BoundText.Nearest(Value), lower = BoundText.Below(Lower), upper = BoundText.Above(Upper);
        var isAsSaid = value == BoundText.Nearest(Lower) && value == BoundText.Nearest(Upper);
        var bounds = isAsSaid ? ""
            : !double.IsInfinity(Lower) && !double.IsInfinity(Upper) ? $", within [{lower}, {upper}]"
            : !double.IsInfinity(Upper) ? $", at most {upper}"
            : !double.IsInfinity(Lower) && BoundText.Nearest(Lower) != value ? $", at least {lower}"
            : "";
        var sure = Certainty == Certainty.Probable
            ? string.Create(CultureInfo.InvariantCulture, $"probable, wrong in less than {1 - Probability:G2} of the runs")
            : "estimated";
        return $"{value}{bounds} ({sure}; {Evidence}{(Cost == default ? "" : $"; {Cost}")})";
    }
}
