using System.Runtime.CompilerServices;

namespace Optimizers.Arithmetic;

/// <summary>
/// What an update rule may compute with: a number, several numbers side by side, or anything else that knows the same operations. A rule that is
/// generic over its arithmetic is written once and runs at every width.
/// </summary>
/// <remarks>
/// Every operation is the correctly rounded IEEE 754 operation on each element, and nothing is fused, so that all arithmetics give the same bits.
/// Comparisons are selects: there is no branch on an element's value. A <see cref="double"/> beside a <typeparamref name="T"/> is a hyperparameter;
/// it is rounded to the element type first.
/// </remarks>
/// <typeparam name="T">The arithmetic itself.</typeparam>
public interface IArithmetic<T> where T : struct, IArithmetic<T>
{
    /// <summary>left + right.</summary>
    static abstract T operator +(T left, T right);

    /// <summary>left − right.</summary>
    static abstract T operator -(T left, T right);

    /// <summary>left · right.</summary>
    static abstract T operator *(T left, T right);

    /// <summary>left / right by the rules of IEEE 754: 0/0 is NaN. See <see cref="DivideOrZero"/>.</summary>
    static abstract T operator /(T left, T right);

    /// <summary>The same number in every element.</summary>
    static abstract T Constant(double value);

    /// <summary>√value, NaN below zero.</summary>
    static abstract T Sqrt(T value);

    /// <summary>|value|.</summary>
    static abstract T Abs(T value);

    /// <summary><paramref name="then"/> where left &lt; right, else <paramref name="otherwise"/> (also where one of the two is NaN).</summary>
    static abstract T WhereLess(T left, T right, T then, T otherwise);

    /// <summary>
    /// <paramref name="then"/> where left = right (+0 equals −0), else <paramref name="otherwise"/> (also where one of the two is NaN).
    /// </summary>
    static abstract T WhereEqual(T left, T right, T then, T otherwise);

    /// <summary>−value, as −1·value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T operator -(T value) => T.Constant(-1) * value;

    /// <summary>left · right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T operator *(double left, T right) => T.Constant(left) * right;

    /// <summary>left · right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T operator *(T left, double right) => left * T.Constant(right);

    /// <summary>left + right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T operator +(T left, double right) => left + T.Constant(right);

    /// <summary>left / right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T operator /(T left, double right) => left / T.Constant(right);

    /// <summary>(1 − weight)·from + weight·to: the exponential moving average, with <paramref name="to"/> what was and weight its decay.</summary>
    /// <remarks>
    /// A weight near 1 is taken as to + (1 − weight)·(from − to): rounded to float, 0.999 and 1 − 0.999 no longer add up to 1, and the average would
    /// be off by their sum.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T Lerp(T from, T to, double weight)
    {
        // Made outside of the branch, where the JIT takes them out of the loop: in it each costs a conversion and waits for the vector before.
        var (share, rest) = (T.Constant(1 - weight), T.Constant(weight));
        return weight < 0.5 ? (share * from) + (rest * to) : to + (share * (from - to));
    }

    /// <summary>The larger of the two; <paramref name="right"/> where they are equal or not comparable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T Max(T left, T right) => T.WhereLess(right, left, left, right);

    /// <summary>The smaller of the two; <paramref name="right"/> where they are equal or not comparable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T Min(T left, T right) => T.WhereLess(left, right, left, right);

    /// <summary>−1, 0 or 1 by the sign of the value; 0 where it is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T Sign(T value) =>
        T.WhereLess(T.Constant(0), value, T.Constant(1), T.WhereLess(value, T.Constant(0), T.Constant(-1), T.Constant(0)));

    /// <summary>numerator / denominator, and 0 where the denominator is 0: a coordinate that never had a gradient does not move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T DivideOrZero(T numerator, T denominator) =>
        T.WhereEqual(denominator, T.Constant(0), T.Constant(0), numerator / denominator);

    /// <summary>∛value for a value of at least 0, within a few ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T Cbrt(T value) => ElementaryFunctions.CubeRoot(value);

    /// <summary>The angle of the point (x, y) for x of at least 0: atan(y/x) in [−π/2, π/2], within a few ulp; 0 of the origin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T Atan2(T y, T x) => ElementaryFunctions.Angle(y, x);
}
