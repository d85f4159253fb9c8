using System.Numerics;

namespace Optimizers.Tests.Proofs;

/// <summary>How many eigenvalues are negative, zero and positive.</summary>
internal readonly record struct ExactInertia(int Negative, int Zero, int Positive)
{
    public bool IsPositiveDefinite => Negative == 0 && Zero == 0;

    /// <summary>
    /// The inertia of (A + Aᵀ)/2 − σI, without any error: the entries are integers times a power of two, and are eliminated without division
    /// (Bareiss, Math. Comp. 22 (1968)) with symmetric pivots. The pivots are leading minors of a matrix congruent to A, so the sign of each against
    /// the one before it is the sign of an entry of D in LDLᵀ, which Sylvester counts.
    /// </summary>
    public static ExactInertia Of(ReadOnlySpan<double> a, int n, double shift)
    {
        Span<double> all = new double[a.Length + 1];
        a.CopyTo(all);
        all[^1] = shift;
        var exponent = Dyadic.CommonExponent(all);
        var m = new BigInteger[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
                m[i, j] = m[j, i] = Dyadic.Integer(a[i + (j * n)], exponent) + Dyadic.Integer(a[j + (i * n)], exponent);
            m[i, i] -= 2 * Dyadic.Integer(shift, exponent);
        }

        return Of(m);
    }

    /// <summary>The inertia of a symmetric matrix of integers, which is overwritten.</summary>
    public static ExactInertia Of(BigInteger[,] m)
    {
        var n = m.GetLength(0);
        var (negative, positive) = (0, 0);
        var previous = BigInteger.One;
        for (var k = 0; k < n; k++)
        {
            if (!BringPivot(m, k))
                return new(negative, n - k, positive);
            var pivot = m[k, k];
            if (pivot.Sign == previous.Sign)
                positive++;
            else
                negative++;
            for (var i = k + 1; i < n; i++)
            {
                for (var j = k + 1; j <= i; j++)
                    m[i, j] = m[j, i] = ((m[i, j] * pivot) - (m[i, k] * m[k, j])) / previous;
            }

            previous = pivot;
        }

        return new(negative, 0, positive);
    }

    // A diagonal entry that is not zero to place k; where there is none, a row and column are added to another first, which is a congruence too.
    private static bool BringPivot(BigInteger[,] m, int k)
    {
        var n = m.GetLength(0);
        for (var i = k; i < n; i++)
        {
            if (!m[i, i].IsZero)
            {
                Exchange(m, k, i);
                return true;
            }
        }

        for (var i = k; i < n; i++)
        {
            for (var j = k; j < i; j++)
            {
                if (m[i, j].IsZero)
                    continue;
                for (var l = k; l < n; l++)
                    m[i, l] += m[j, l];
                for (var l = k; l < n; l++)
                    m[l, i] += m[l, j];
                Exchange(m, k, i);
                return true;
            }
        }

        return false;
    }

    private static void Exchange(BigInteger[,] m, int k, int i)
    {
        if (k == i)
            return;
        var n = m.GetLength(0);
        for (var l = 0; l < n; l++)
            (m[k, l], m[i, l]) = (m[i, l], m[k, l]);
        for (var l = 0; l < n; l++)
            (m[l, k], m[l, i]) = (m[l, i], m[l, k]);
    }
}
