using System.Globalization;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// An unbiased estimate of tr A from products with random vectors. Where as many products are allowed as A has rows, each method takes the trace
/// itself, with an error of 0.
/// </summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">
/// Its estimated standard deviation over the random vectors; 0 where the trace is exact. An estimate from few samples is itself uncertain, by about
/// 1/√(2·(samples − 1)) of it. The operator's own errors are not in it.
/// </param>
/// <param name="Products">Products Av that it took.</param>
public readonly record struct TraceEstimate(double Value, double StandardError, long Products)
{
    /// <summary>
    /// The mean of zᵀAz over vectors of random signs (Hutchinson, Comm. Statist. Simulation Comput. 19, 1990). Its variance is
    /// 2·Σ_{i≠j} aᵢⱼ²/products: best where the off-diagonal is small. Three vectors of memory.
    /// </summary>
    /// <param name="operator">A, symmetric.</param>
    /// <param name="products">How many products; at least 2.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The operator is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too few products.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite, or overflows.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TraceEstimate Hutchinson(SymmetricOperator @operator, int products, StochasticOptions? options = null)
    {
        var run = new Run(@operator, products, 2, options);
        if (products >= run.Dimension)
            return run.Exact();
        var samples = new double[products];
        double[] z = new double[run.Dimension], product = new double[run.Dimension];
        for (var i = 0; i < products; i++)
        {
            NormalNumbers.FillSigns(z, run.Options.Seed, i);
            run.Multiply(z, product);
            samples[i] = run.Work.Dot(z, product);
        }

        return run.Estimate(samples);
    }

    /// <summary>
    /// Hutch++ (Meyer, Musco, Musco and Woodruff, SOSA 2021, algorithm 1): the trace on an approximate range Q of A exactly, that on the rest by
    /// Hutchinson: tr(QᵀAQ) + mean of gᵀ(I − QQᵀ)A(I − QQᵀ)g. A relative error of ε takes O(1/ε) products for a positive semidefinite A, where
    /// Hutchinson takes O(1/ε²). A third of the products in vectors of memory.
    /// </summary>
    /// <param name="operator">A, symmetric.</param>
    /// <param name="products">How many products; at least 6; a multiple of 3 is used.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <inheritdoc cref="Hutchinson"/>
    public static TraceEstimate HutchPlusPlus(SymmetricOperator @operator, int products, StochasticOptions? options = null)
    {
        var run = new Run(@operator, products, 6, options);
        var n = run.Dimension;
        if (products >= n)
            return run.Exact();
        var third = products / 3;
        double[] z = new double[n], product = new double[n], c = new double[third];
        var basis = new double[third][];
        for (var i = 0; i < third; i++)
        {
            basis[i] = new double[n];
            NormalNumbers.FillSigns(z, run.Options.Seed, i);
            run.Multiply(z, basis[i]);
            run.Orthonormalize(basis, i, c);
        }

        var trace = 0.0;
        foreach (var q in basis)
        {
            run.Multiply(q, product);
            trace += run.Work.Dot(q, product);
        }

        var samples = new double[third];
        for (var i = 0; i < third; i++)
        {
            NormalNumbers.FillSigns(z, run.Options.Seed, third + i);
            run.Work.Orthogonalize(basis, third, z, run.Work.Norm(z), c);
            run.Multiply(z, product);
            samples[i] = trace + run.Work.Dot(z, product);
        }

        return run.Estimate(samples);
    }

    /// <summary>
    /// XTrace (Epperly, Tropp and Webber, SIAM J. Matrix Anal. Appl. 45, 2024, section 2): every random vector serves both for the range and,
    /// left out of it, as a sample of the rest, so that all are exchangeable. With m = products/2 normal vectors ω, the QR decomposition Y = AΩ
    /// = QR, H = QᵀAQ, W = QᵀΩ and sᵢ the i-th column of R⁻ᵀ over its norm, the range without ωᵢ is Q(I − sᵢsᵢᵀ)Qᵀ, and with xᵢ = (I − sᵢsᵢᵀ)wᵢ
    /// the i-th estimate is tr H − sᵢᵀHsᵢ + (n − m + 1)/(‖ωᵢ‖² − ‖xᵢ‖²)·(wᵢᵀrᵢ − 2xᵢᵀrᵢ + xᵢᵀHxᵢ). Mostly the best of the three; half of the
    /// products in vectors of memory.
    /// </summary>
    /// <param name="operator">A, symmetric.</param>
    /// <param name="products">How many products; at least 4; an even number is used.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <inheritdoc cref="Hutchinson"/>
    public static TraceEstimate XTrace(SymmetricOperator @operator, int products, StochasticOptions? options = null)
    {
        var run = new Run(@operator, products, 4, options);
        var n = run.Dimension;
        if (products >= n)
            return run.Exact();
        var m = products / 2;
        double[] omega = new double[n], product = new double[n];
        var q = new double[m][];
        double[,] r = new double[m, m], h = new double[m, m], w = new double[m, m];
        double[] c = new double[m], squares = new double[m];
        for (var i = 0; i < m; i++)
        {
            q[i] = new double[n];
            run.Work.FillNormal(omega, run.Options.Seed, i);
            run.Multiply(omega, q[i]);
            r[i, i] = run.Orthonormalize(q, i, c);
            for (var j = 0; j < i; j++)
                r[j, i] = c[j];
        }

        for (var i = 0; i < m; i++)
        {
            run.Work.FillNormal(omega, run.Options.Seed, i);
            squares[i] = run.Work.Dot(omega, omega);
            run.Work.Dots(q, m, omega, c);
            SetColumn(w, i, c);
            run.Multiply(q[i], product);
            run.Work.Dots(q, m, product, c);
            SetColumn(h, i, c);
        }

        var samples = new double[m];
        for (var i = 0; i < m; i++)
            samples[i] = LeaveOneOut(n, m, i, r, h, w, squares[i]);
        return run.Estimate(samples);
    }

    /// <summary>Value ± StandardError.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Value:G8} ± {StandardError:G3} ({Products} products)");

    /// <summary>The mean of samples, and the standard error of it.</summary>
    internal static TraceEstimate OfSamples(ReadOnlySpan<double> samples, long products)
    {
        var (mean, error) = Statistics(samples);
        return new(mean, error, products);
    }

    internal static (double Mean, double StandardError) Statistics(ReadOnlySpan<double> samples)
    {
        var mean = 0.0;
        foreach (var sample in samples)
            mean += sample / samples.Length;
        var squares = 0.0;
        foreach (var sample in samples)
            squares += (sample - mean) * (sample - mean);
        return (mean, Math.Sqrt(squares / samples.Length / (samples.Length - 1)));
    }

    private static double LeaveOneOut(int n, int m, int i, double[,] r, double[,] h, double[,] w, double square)
    {
        // Rᵀs = eᵢ from the top: s is zero above i.
        double[] s = new double[m], x = new double[m];
        s[i] = 1;
        for (var j = i + 1; j < m; j++)
        {
            var sum = 0.0;
            for (var k = i; k < j; k++)
                sum -= r[k, j] * s[k];
            s[j] = sum / r[j, j];
        }

        Normalize(s); // Its length, 1/rᵢᵢ at i, has been left out all along.
        var inner = 0.0;
        for (var j = 0; j < m; j++)
            inner += s[j] * w[j, i];
        double xSquare = 0, linear = 0, trace = 0;
        for (var j = 0; j < m; j++)
        {
            x[j] = w[j, i] - (inner * s[j]);
            xSquare += x[j] * x[j];
            linear += (w[j, i] - (2 * x[j])) * r[j, i];
            trace += h[j, j];
        }

        return trace - Form(h, s) + ((n - m + 1) / (square - xSquare) * (linear + Form(h, x)));
    }

    private static void Normalize(double[] s)
    {
        var largest = s.Max(Math.Abs);
        var squares = s.Sum(entry => entry / largest * (entry / largest));
        for (var j = 0; j < s.Length; j++)
            s[j] = s[j] / largest / Math.Sqrt(squares);
    }

    /// <summary>xᵀHx.</summary>
    private static double Form(double[,] h, double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < x.Length; j++)
                sum += x[i] * h[i, j] * x[j];
        }

        return sum;
    }

    private static void SetColumn(double[,] matrix, int column, double[] values)
    {
        for (var j = 0; j < values.Length; j++)
            matrix[j, column] = values[j];
    }

    private sealed class Run
    {
        private readonly ScaledProducts _products;
        private double _largest;
        private int _fills;

        public Run(SymmetricOperator @operator, int products, int least, StochasticOptions? options)
        {
            ArgumentNullException.ThrowIfNull(@operator, nameof(@operator));
            if (products < least)
                throw new ArgumentOutOfRangeException(nameof(products), products, $"The estimate needs at least {least} products.");
            Options = options ?? StochasticOptions.Default;
            Work = new VectorWork(Options.MaxThreads);
            Dimension = @operator.Dimension;
            _products = new ScaledProducts(@operator, Work, long.MaxValue, Options.CancellationToken);
        }

        public StochasticOptions Options { get; }

        public VectorWork Work { get; }

        public int Dimension { get; }

        public void Multiply(ReadOnlySpan<double> v, Span<double> product)
        {
            _products.Multiply(v, product);
            Options.Progress?.Report(_products.Count);
        }

        /// <summary>
        /// Makes vector i orthonormal to those before it, and returns the norm that it had beside them. Where A has no more range, some direction
        /// takes its place, with a norm of a rounding.
        /// </summary>
        public double Orthonormalize(double[][] basis, int i, double[] c)
        {
            var before = _products.Finite(Work.Norm(basis[i]));
            _largest = Math.Max(_largest, before);
            var norm = i == 0 ? before : Work.Orthogonalize(basis, i, basis[i], before, c);
            var rounding = Math.Max(_largest * 1e-14, 1e-290);
            if (norm > rounding)
            {
                Work.Scale(1 / norm, basis[i], basis[i]);
                return norm;
            }

            var unused = new double[i];
            Work.FillNormal(basis[i], Options.Seed, int.MinValue + _fills++);
            var length = Work.Orthogonalize(basis, i, basis[i], Work.Norm(basis[i]), unused);
            Work.Scale(1 / length, basis[i], basis[i]);
            return rounding;
        }

        public TraceEstimate Estimate(ReadOnlySpan<double> samples)
        {
            var estimate = TraceEstimate.OfSamples(samples, _products.Count);
            return estimate with { Value = _products.Unscale(estimate.Value), StandardError = _products.Unscale(estimate.StandardError) };
        }

        /// <summary>Σ eᵢᵀAeᵢ.</summary>
        public TraceEstimate Exact()
        {
            double[] unit = new double[Dimension], product = new double[Dimension];
            var trace = 0.0;
            for (var i = 0; i < Dimension; i++)
            {
                unit[i] = 1;
                Multiply(unit, product);
                unit[i] = 0;
                trace += product[i];
            }

            return new(_products.Unscale(trace), 0, _products.Count);
        }
    }
}
