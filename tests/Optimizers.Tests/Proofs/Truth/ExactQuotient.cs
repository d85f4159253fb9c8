using System.Numerics;

namespace Optimizers.Tests.Proofs;

/// <summary>vᵀAv/vᵀv as a quotient of integers times a power of two.</summary>
internal readonly record struct ExactQuotient(BigInteger Form, BigInteger Squares, int Exponent)
{
    public static ExactQuotient Of(ReadOnlySpan<double> a, int n, ReadOnlySpan<double> v)
    {
        var exponent = Dyadic.CommonExponent(a);
        var vExponent = Dyadic.CommonExponent(v);
        var x = new BigInteger[n];
        for (var i = 0; i < n; i++)
            x[i] = Dyadic.Integer(v[i], vExponent);
        BigInteger form = 0, squares = 0;
        for (var j = 0; j < n; j++)
        {
            BigInteger y = 0;
            for (var i = 0; i < n; i++)
                y += Dyadic.Integer(a[i + (j * n)], exponent) * x[i];
            form += y * x[j];
            squares += x[j] * x[j];
        }

        return new(form, squares, exponent);
    }

    /// <summary>The sign of the quotient minus a number.</summary>
    public int CompareTo(double number)
    {
        if (!double.IsFinite(number))
            return number > 0 ? -1 : 1;
        var common = Math.Min(Exponent, Dyadic.CommonExponent([number]));
        return ((Form << (Exponent - common)) - (Squares * Dyadic.Integer(number, common))).Sign;
    }
}
