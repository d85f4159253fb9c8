using System.Numerics;

namespace Optimizers.Curvature;

/// <summary>
/// What a function of real numbers may compute with: a number, a number with its derivatives, or an interval that holds a number. A function that is
/// written once against it has exact derivatives and guaranteed bounds (<see cref="IFunction"/>).
/// </summary>
/// <remarks>
/// <para>
/// Constants convert by themselves: <c>100 * T.Pow(y - x * x, 2)</c>. A constant stands for the double's own value: 0.1 is the double next to 1/10.
/// </para>
/// <para>
/// There are no comparisons, so that a function cannot branch on a value: an interval would have no answer. Kinks are written with
/// <see cref="Abs"/>, <see cref="Max"/> and <see cref="Min"/>. On a kink the derivative is the mean of those on both sides, and no certificate is
/// given within reach of one.
/// </para>
/// </remarks>
/// <typeparam name="T">The number itself.</typeparam>
public interface IReal<T> :
    IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IMultiplyOperators<T, T, T>, IDivisionOperators<T, T, T>,
    IUnaryNegationOperators<T, T>
    where T : struct, IReal<T>
{
    /// <summary>A constant: its value without error, its derivatives zero.</summary>
    static abstract implicit operator T(double value);

    /// <summary>√x for x ≥ 0; differentiable for x &gt; 0.</summary>
    static abstract T Sqrt(T x);

    /// <summary>eˣ.</summary>
    static abstract T Exp(T x);

    /// <summary>ln x for x &gt; 0.</summary>
    static abstract T Log(T x);

    /// <summary>sin x, x in radians.</summary>
    static abstract T Sin(T x);

    /// <summary>cos x, x in radians.</summary>
    static abstract T Cos(T x);

    /// <summary>tanh x.</summary>
    static abstract T Tanh(T x);

    /// <summary>ln(1 + eˣ), also where eˣ overflows: the loss of a logistic regression, −ln <see cref="Sigmoid"/>(−x).</summary>
    static abstract T Softplus(T x);

    /// <summary>The logistic function 1/(1 + e⁻ˣ), also where e⁻ˣ overflows.</summary>
    static abstract T Sigmoid(T x);

    /// <summary>xⁿ for |n| ≤ 2³⁰; x⁰ = 1. Tighter than a product of x with itself: an even power is not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|n| &gt; 2³⁰.</exception>
    static abstract T Pow(T x, int n);

    /// <summary>|x|; not differentiable at 0.</summary>
    static abstract T Abs(T x);

    /// <summary>The larger of the two; not differentiable where they are equal. <c>T.Max(x, 0)</c> is the ReLU.</summary>
    static abstract T Max(T x, T y);

    /// <summary>The smaller of the two; not differentiable where they are equal.</summary>
    static virtual T Min(T x, T y) => -T.Max(-x, -y);
}
