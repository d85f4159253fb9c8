using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>A schedule given by its formula.</summary>
/// <param name="text">What <see cref="ToString"/> prints.</param>
/// <param name="length">Its length in iterations; null when it has no end.</param>
/// <param name="formula">α(i) for 0 ≤ i ≤ length, rounded to double only at the end.</param>
/// <param name="isConstant">True if every value is the same.</param>
internal sealed class FormulaSchedule(FormattableString text, long? length, Func<long, DoubleDouble> formula, bool isConstant = false)
    : Schedule(isConstant ? (double)formula(0) : double.NaN)
{
    private readonly string _text = FormattableString.Invariant(text);

    public override long? Length => length;

    public override bool IsConstant => isConstant;

    public override string ToString() => _text;

    protected override double Evaluate(long iteration) => (double)formula(iteration);
}
