namespace Optimizers.Curvature.Functions;

/// <summary>What a number with derivatives needs of the number that it is made of, beyond what a user's function does.</summary>
/// <remarks>
/// Where constants are to convert, a type is constrained by <see cref="IReal{T}"/> too: conversion operators are not found through a base interface.
/// </remarks>
internal interface IScalar<T> : IReal<T> where T : struct, IScalar<T>, IReal<T>
{
    /// <summary>The derivative of ln x, 1/x: not a number, or unbounded, where ln x is undefined, although 1/x is not.</summary>
    static abstract T LogSlope(T x);

    /// <summary>The derivative of |x|: ±1; the mean 0 at x = 0, or all of [−1, 1] where only that can be said.</summary>
    static abstract T Sign(T x);

    /// <summary>The derivative of <see cref="Sign"/>: 0; unbounded where an interval reaches 0.</summary>
    static abstract T SignSlope(T x);

    /// <summary>xⁿ for n ≥ 0 by repeated squaring.</summary>
    static T NaturalPower(T x, int n)
    {
        T power = 1.0;
        for (var square = x; ; square *= square)
        {
            if ((n & 1) != 0)
                power *= square;
            n >>= 1;
            if (n == 0)
                return power;
        }
    }
}
