using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>What products are off, as far as they show it by themselves: a linear, symmetric map would show nothing.</summary>
/// <remarks>
/// |uᵀHv − vᵀHu|, ‖H(u + v) − Hu − Hv‖₂, ‖H(3v) − 3Hv‖₂, and what Hv changes by when every entry of θ moves by one unit in the last place, are lower
/// bounds of sums of errors. A multiple of the largest of them, for a vector of length 1, is taken for the error of a product; that is an estimate,
/// and what rests on it is called one. The multiple is large since of an error that is itself symmetric and linear, as that of a mean that is taken
/// off afterwards, only the rest shows.
/// </remarks>
internal static class ProductRounding
{
    private const double Multiple = 64;

    // Eight times what shows is what ordinary rounding may be.
    private const double Ordinary = 8;

    // What the terms of a sum that do not cancel are off by, in units in the last place.
    private const double Additions = 8;

    /// <summary>An estimate of the error of a product with a vector of length 1. Eight products at most.</summary>
    public static Measured Measure(Objective objective, HessianOperator hessian, double[] theta, CriticalPointOptions options)
    {
        var n = hessian.Dimension;
        var (u, v) = (Unit(RandomDirection.Next(n, unchecked(options.Seed + 101))), Unit(RandomDirection.Next(n, unchecked(options.Seed + 102))));
        double[] hu = Product(hessian, u), hv = Product(hessian, v);
        var size = Math.Max(ShortVectors.Norm(hu), ShortVectors.Norm(hv)) * Math.Sqrt(n);
        var both = (double[])u.Clone();
        ShortVectors.AddScaled(both, 1, v);
        var sum = Product(hessian, both);
        ShortVectors.AddScaled(sum, -1, hu);
        ShortVectors.AddScaled(sum, -1, hv);
        var asymmetry = Math.Abs(ShortVectors.Dot(u, hv) - ShortVectors.Dot(v, hu)) / 2;
        var nonlinearity = Math.Max(ShortVectors.Norm(sum) / 3, Threefold(v, hv));
        var shown = Math.Max(asymmetry, nonlinearity);

        // What terms lose that underflow is no sign of anything else; the ends of the spectrum count it.
        if (shown <= 4 * n * Math.Sqrt(n) * double.Epsilon)
            shown = nonlinearity = 0;
        if (!hessian.IsExact)
            return new(Multiple * shown, Ordinary * shown, Multiple * nonlinearity);
        var moved = Product(new(objective, Beside(theta, options.Seed)), v);
        ShortVectors.AddScaled(moved, -1, hv);
        shown = Math.Max(shown, ShortVectors.Norm(moved));
        var even = Even(n, unchecked(options.Seed + 103));
        var error = Multiple * Math.Max(shown, Threefold(even, Product(hessian, even)));
        if (HessianOperator.AreFloats(hu, u) && HessianOperator.AreFloats(hv, v))
            return new(error + (HessianOperator.SingleRounding(n) * size), double.PositiveInfinity, Multiple * nonlinearity);
        return new(error, Ordinary * shown, Multiple * nonlinearity);

        double Threefold(double[] vector, double[] product)
        {
            var triple = Product(hessian, Array.ConvertAll(vector, entry => 3 * entry));
            ShortVectors.AddScaled(triple, -3, product);
            return ShortVectors.Norm(triple) / 6;
        }

        double[] Product(HessianOperator of, double[] vector)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var product = new double[n];
            of.Multiply(vector, product);
            return product;
        }
    }

    /// <summary>
    /// The same of a Hessian that was made of n products: what one with a random vector is off from that combination of the columns. 0 where every
    /// entry of it is off by no more than sums lose whose terms do not cancel: then the errors are relative to each entry. Two products.
    /// </summary>
    /// <param name="objective">L, with products of its own.</param>
    /// <param name="theta">θ.</param>
    /// <param name="columns">H, column by column.</param>
    /// <param name="seed">Chooses the vector.</param>
    public static double OfColumns(Objective objective, double[] theta, ReadOnlySpan<double> columns, int seed)
    {
        var n = theta.Length;
        if (n < 2)
            return 0;
        var u = Even(n, unchecked(seed + 103));
        double[] product = new double[n], beside = new double[n], expected = new double[n], sizes = new double[n];
        objective.Product(theta, u, product);
        objective.Product(Beside(theta, seed), u, beside);
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                expected[i] += columns[i + (j * n)] * u[j];
                sizes[i] += Math.Abs(columns[i + (j * n)] * u[j]);
            }
        }

        var single = HessianOperator.AreFloats(product, u) ? HessianOperator.SingleRounding(n) * ShortVectors.Norm(columns) : 0;
        ShortVectors.AddScaled(beside, -1, product);
        ShortVectors.AddScaled(product, -1, expected);
        for (var i = 0; i < n; i++)
        {
            if (!(Math.Max(Math.Abs(product[i]), Math.Abs(beside[i])) <= (n + Additions) * MachineEpsilon.Double * sizes[i]))
                return single + (Multiple * Math.Max(ShortVectors.Norm(product), ShortVectors.Norm(beside)));
        }

        return single;
    }

    // θ with every entry moved to a double next to it, to either side at random.
    private static double[] Beside(double[] theta, int seed)
    {
        var signs = new RandomEntries(unchecked(seed + 104));
        var beside = new double[theta.Length];
        for (var i = 0; i < beside.Length; i++)
            beside[i] = theta[i] == 0 ? 0 : signs.Sign(i) > 0 ? Math.BitIncrement(theta[i]) : Math.BitDecrement(theta[i]);
        return beside;
    }

    private static double[] Unit(double[] vector)
    {
        var length = ShortVectors.Norm(vector);
        return length == 0 ? vector : Array.ConvertAll(vector, entry => entry / length);
    }

    // A random vector of length 1 of which no entry is small: it sees what every column is off.
    private static double[] Even(int n, int seed) =>
        Unit(Array.ConvertAll(RandomDirection.Next(n, seed), entry => entry < 0 ? entry - 1 : entry + 1));

    /// <summary>What products have shown of their error.</summary>
    /// <param name="Error">What is taken for the error of a product with a vector of length 1.</param>
    /// <param name="Shown">The least that it must be to be more than ordinary rounding.</param>
    /// <param name="Nonlinearity">The part of the error that no matrix has, be it symmetric or not.</param>
    internal readonly record struct Measured(double Error, double Shown, double Nonlinearity)
    {
        /// <summary>The error if it is more than rounding; else 0.</summary>
        /// <param name="rounding">n·ε·‖H‖₂, or more.</param>
        public double Beyond(double rounding) => Shown > rounding ? Error : 0;
    }
}
