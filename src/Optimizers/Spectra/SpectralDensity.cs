using System.Globalization;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The density of the eigenvalues of a symmetric A by stochastic Lanczos quadrature (Golub and Welsch 1969; Ubaru, Chen and Saad, SIAM J. Matrix
/// Anal. Appl. 38, 2017): for a unit vector v, vᵀf(A)v ≈ Σ τⱼ²·f(θⱼ), θ the Ritz values and τⱼ the first components of their vectors, exact for
/// polynomials of degree 2k − 1; and n·E[vᵀf(A)v] = tr f(A) for v uniform on the sphere.
/// </summary>
/// <remarks>The standard errors are those of the random vectors; what k steps cannot resolve is not in them.</remarks>
public sealed class SpectralDensity
{
    private readonly double[][] _nodes;
    private readonly double[][] _weights;

    private SpectralDensity(int n, double[][] nodes, double[][] weights, long products, SpectralDensityOptions options)
    {
        (_nodes, _weights) = (nodes, weights);
        Dimension = n;
        Products = products;
        var all = nodes.SelectMany((sample, i) => sample.Select((node, j) => (Node: node, Weight: weights[i][j] / nodes.Length)))
            .OrderBy(pair => pair.Node).ToArray();
        Nodes = [.. all.Select(pair => pair.Node)];
        Weights = [.. all.Select(pair => pair.Weight)];
        if (all.Length == 0)
        {
            (Points, Density, StandardErrors) = ([], [], []);
            return;
        }

        var (low, high) = (all[0].Node, all[^1].Node);
        var width = high - low > 0 ? high - low : high == 0 ? 1 : Math.Abs(high);
        Broadening = options.Broadening ?? width / options.Steps;
        var margin = 4 * Broadening;
        Points = [.. Enumerable.Range(0, options.Points).Select(i => low - margin + ((high - low + (2 * margin)) * i / (options.Points - 1)))];
        double[] density = new double[Points.Count], errors = new double[Points.Count], samples = new double[nodes.Length];
        for (var point = 0; point < density.Length; point++)
        {
            for (var i = 0; i < samples.Length; i++)
                samples[i] = Gaussians(nodes[i], weights[i], Points[point]);
            (density[point], errors[point]) = TraceEstimate.Statistics(samples);
        }

        (Density, StandardErrors) = (density, errors);
    }

    /// <summary>n.</summary>
    public int Dimension { get; }

    /// <summary>The quadrature's nodes θ of all samples, ascending, in the units of A.</summary>
    public IReadOnlyList<double> Nodes { get; }

    /// <summary>The fraction of the eigenvalues that each node stands for; their sum is 1.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>Where the density is given: evenly spaced over the nodes and four σ beyond.</summary>
    public IReadOnlyList<double> Points { get; }

    /// <summary>φ(t) = Σ w·exp(−(t − θ)²/(2σ²))/√(2πσ²) at each point: fraction of the eigenvalues a unit; its integral is 1.</summary>
    public IReadOnlyList<double> Density { get; } = [];

    /// <summary>The estimated standard deviation of each entry of <see cref="Density"/>, over the random vectors.</summary>
    public IReadOnlyList<double> StandardErrors { get; } = [];

    /// <summary>σ.</summary>
    public double Broadening { get; }

    /// <summary>Products Av that it took.</summary>
    public long Products { get; }

    /// <summary>Estimates the density.</summary>
    /// <param name="operator">A, symmetric.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The operator is null.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite, or its norm overflows.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static SpectralDensity Of(SymmetricOperator @operator, SpectralDensityOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(@operator, nameof(@operator));
        options ??= SpectralDensityOptions.Default;
        var n = @operator.Dimension;
        if (n == 0)
            return new(0, [], [], 0, options);
        var products = new ScaledProducts(@operator, new VectorWork(options.MaxThreads), long.MaxValue, options.CancellationToken);
        double[][] nodes = new double[options.Samples][], weights = new double[options.Samples][];
        for (var i = 0; i < options.Samples; i++)
        {
            var process = new LanczosProcess(products, options.Reorthogonalize, options.Seed, i);
            while (process.Steps < options.Steps && !process.IsExhausted)
            {
                process.Advance();
                options.Progress?.Report(products.Count);
            }

            (nodes[i], weights[i]) = Quadrature(process, products);
        }

        return new(n, nodes, weights, products.Count, options);
    }

    /// <summary>tr f(A), from the same quadrature: n·mean of Σ τⱼ²·f(θⱼ).</summary>
    /// <param name="function">f, defined on the spectrum of A; smooth, or many steps are needed.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentException">f of a node is not finite.</exception>
    public TraceEstimate TraceOf(Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (Dimension == 0)
            return new(0, 0, 0);
        var samples = new double[_nodes.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            for (var j = 0; j < _nodes[i].Length; j++)
            {
                var value = function(_nodes[i][j]);
                if (!double.IsFinite(value))
                {
                    throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The function is {value} at the node {_nodes[i][j]}; it must be finite on the spectrum."), nameof(function));
                }

                samples[i] += Dimension * _weights[i][j] * value;
            }
        }

        return TraceEstimate.OfSamples(samples, Products);
    }

    /// <summary>ln det A = tr ln A of a positive definite A.</summary>
    /// <exception cref="InvalidOperationException">A node is not positive: A is not positive definite, or not by more than rounding.</exception>
    public TraceEstimate LogDeterminant() => Nodes.Count == 0 || Nodes[0] > 0
        ? TraceOf(Math.Log)
        : throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"The matrix has no logarithm of a determinant: its smallest Ritz value is {Nodes[0]:G6}, so it is not positive definite."));

    private static (double[] Nodes, double[] Weights) Quadrature(LanczosProcess process, ScaledProducts products)
    {
        double[] nodes = process.Alphas.ToArray(), first = new double[nodes.Length];
        first[0] = 1;
        SymmetricTridiagonal.Solve(nodes, process.Betas.ToArray(), first);
        return (Array.ConvertAll(nodes, products.Unscale), Array.ConvertAll(first, component => component * component));
    }

    private double Gaussians(double[] nodes, double[] weights, double at)
    {
        var sum = 0.0;
        for (var j = 0; j < nodes.Length; j++)
        {
            var distance = (at - nodes[j]) / Broadening;
            sum += weights[j] * Math.Exp(-0.5 * distance * distance);
        }

        return sum / (Broadening * Math.Sqrt(2 * Math.PI));
    }
}
