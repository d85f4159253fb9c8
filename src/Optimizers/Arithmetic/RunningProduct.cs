namespace Optimizers.Arithmetic;

/// <summary>
/// The product of the factors so far, for 1 − Πβₜ, Adam's bias correction under a scheduled β (Kingma and Ba 2015, section 3). In one double
/// that difference would lose most of its digits while the product is near 1; held in two, it is right to one ulp.
/// </summary>
/// <remarks>
/// For factors in [0, 1]. After t factors the product's relative error is below t·2⁻¹⁰⁴. The two parts are the whole state: a checkpoint that
/// keeps both continues with the same bits. <c>default</c> is the product 0; begin with <see cref="One"/>.
/// </remarks>
/// <param name="High">The product rounded to double.</param>
/// <param name="Low">What that rounding lost.</param>
internal readonly record struct RunningProduct(double High, double Low)
{
    // From here on 1 minus the product rounds to 1 for good: factors are at most 1.
    private const double Negligible = 1.0 / (1L << 54);

    /// <summary>The product of no factors.</summary>
    public static RunningProduct One => new(1, 0);

    /// <summary>factorᵏ.</summary>
    public static RunningProduct Power(double factor, long k)
    {
        var product = One;
        for (long i = 0; i < k && product.High >= Negligible && factor < 1; i++)
            product = product.Times(factor);
        return product;
    }

    /// <summary>1 − product, within one ulp. The first difference is exact or has an exact error, since High ≤ 1 (Dekker 1971).</summary>
    public double OneMinus
    {
        get
        {
            var difference = 1 - High;
            return difference + (1 - difference - High - Low);
        }
    }

    /// <summary>This product times one more factor in [0, 1]; one too small to show stays as it is.</summary>
    public RunningProduct Times(double factor)
    {
        if (High < Negligible)
            return this;
        var high = High * factor;
        var low = Math.FusedMultiplyAdd(High, factor, -high) + (Low * factor); // The fused operation is exact on every machine.
        var sum = high + low;
        return new(sum, low - (sum - high));
    }
}
