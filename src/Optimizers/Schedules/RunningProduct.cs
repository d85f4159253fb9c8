namespace Optimizers;

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
    // Below it the low part would underflow, and the product would creep through the slow subnormals; 1 minus it has long been 1.
    private const double Smallest = 1e-280;

    /// <summary>The product of no factors.</summary>
    public static RunningProduct One => new(1, 0);

    /// <summary>1 − product, within one ulp.</summary>
    public double OneMinus => (double)(1.0 - new DoubleDouble(High, Low));

    /// <summary>This product times one more factor in [0, 1].</summary>
    public RunningProduct Times(double factor)
    {
        var product = new DoubleDouble(High, Low) * factor;
        return product.High < Smallest ? default : new(product.High, product.Low);
    }
}
