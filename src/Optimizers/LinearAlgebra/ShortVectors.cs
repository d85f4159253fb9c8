namespace Optimizers.LinearAlgebra;

/// <summary>Work on short vectors, entry by entry in their order on one thread; for long ones there is <see cref="VectorWork"/>.</summary>
internal static class ShortVectors
{
    /// <summary>Σᵢ aᵢbᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>‖a‖₂, which neither over- nor underflows on the way.</summary>
    public static double Norm(ReadOnlySpan<double> a)
    {
        var copy = a.ToArray();
        var exponent = ScaleToOne(copy);
        return Math.ScaleB(Math.Sqrt(Dot(copy, copy)), exponent);
    }

    /// <summary>y ← y + ax.</summary>
    public static void AddScaled(Span<double> y, double a, ReadOnlySpan<double> x)
    {
        for (var i = 0; i < y.Length; i++)
            y[i] += a * x[i];
    }

    /// <summary>Divides by a power of two so that the largest magnitude is in [1, 2), and returns its exponent.</summary>
    public static int ScaleToOne(Span<double> entries)
    {
        var largest = 0.0;
        foreach (var entry in entries)
            largest = Math.Max(largest, Math.Abs(entry));
        if (largest == 0)
            return 0;
        var exponent = Math.ILogB(largest);
        foreach (ref var entry in entries)
            entry = Math.ScaleB(entry, -exponent);
        return exponent;
    }
}
