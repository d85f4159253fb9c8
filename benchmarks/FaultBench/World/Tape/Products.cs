using System.Numerics;

namespace Optimizers.FaultBench.World;

/// <summary>Products of small matrices, row after row, added to what is there.</summary>
internal static class Products
{
    /// <summary>C += AB, with A of n × inner and B of inner × m.</summary>
    public static void Add(double[] a, double[] b, double[] c, int n, int inner, int m)
    {
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < inner; k++)
                AddScaled(a[(i * inner) + k], b.AsSpan(k * m, m), c.AsSpan(i * m, m));
        }
    }

    /// <summary>C += AᵀB, with A of n × p and B of n × m.</summary>
    public static void AddTransposedTimes(double[] a, double[] b, double[] c, int n, int p, int m)
    {
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < p; k++)
                AddScaled(a[(i * p) + k], b.AsSpan(i * m, m), c.AsSpan(k * m, m));
        }
    }

    /// <summary>C += ABᵀ, with A of n × m and B of p × m.</summary>
    public static void AddTimesTransposed(double[] a, double[] b, double[] c, int n, int m, int p)
    {
        for (var i = 0; i < n; i++)
        {
            var row = a.AsSpan(i * m, m);
            for (var k = 0; k < p; k++)
                c[(i * p) + k] += Dot(row, b.AsSpan(k * m, m));
        }
    }

    private static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        var j = 0;
        for (var f = new Vector<double>(factor); j <= x.Length - Vector<double>.Count; j += Vector<double>.Count)
            ((f * new Vector<double>(x[j..])) + new Vector<double>(y[j..])).CopyTo(y[j..]);
        for (; j < x.Length; j++)
            y[j] += factor * x[j];
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (j, sums) = (0, Vector<double>.Zero);
        for (; j <= x.Length - Vector<double>.Count; j += Vector<double>.Count)
            sums += new Vector<double>(x[j..]) * new Vector<double>(y[j..]);
        var sum = Vector.Sum(sums);
        for (; j < x.Length; j++)
            sum += x[j] * y[j];
        return sum;
    }
}
