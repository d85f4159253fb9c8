using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The Lanczos process: A·V_k = V_k·T_k + β_k·v_{k+1}e_kᵀ, from a random unit vector v₁, T_k symmetric tridiagonal. In the order of operations of
/// Paige's variant A(1, 7) (J. Inst. Maths Applics 10, 1972): α = vᵀAv, w = Av − αv − βu, β = ‖w‖.
/// </summary>
internal sealed class LanczosProcess
{
    /// <summary>A β of this many roundings of ‖T‖ is one of 0.</summary>
    private const double BreakdownRoundings = 64;

    private const double Roundoff = 1.0 / (1L << 52);

    private readonly ScaledProducts _products;
    private readonly VectorWork _work;
    private readonly int _seed;
    private readonly int _n;
    private readonly List<double[]>? _basis;
    private double[] _alphas = new double[64];
    private double[] _betas = new double[64];
    private double[] _coefficients = [];
    private double[][] _vectors = [];
    private double[] _u;
    private double[] _v;
    private readonly double[] _w;
    private int _stream;

    /// <summary>Starts at a random vector, uniform on the sphere.</summary>
    /// <param name="products">A.</param>
    /// <param name="reorthogonalize">True to keep the basis, and every vector orthogonal to it.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">Tells start vectors of one seed apart.</param>
    public LanczosProcess(ScaledProducts products, bool reorthogonalize, int seed, int stream = 0)
        : this(products, reorthogonalize, seed, stream, null)
    {
    }

    /// <summary>Starts at a given vector, which need not have norm 1.</summary>
    public LanczosProcess(ScaledProducts products, bool reorthogonalize, double[] start)
        : this(products, reorthogonalize, 0, 0, start)
    {
    }

    private LanczosProcess(ScaledProducts products, bool reorthogonalize, int seed, int stream, double[]? start)
    {
        _products = products;
        _work = products.Work;
        _seed = seed;
        _stream = stream;
        _n = products.Dimension;
        _v = new double[_n];
        _w = new double[_n];
        if (start is null)
            _work.FillNormal(_v, seed, stream);
        else
            start.CopyTo(_v, 0);
        StartNorm = _work.StableNorm(_v);
        _work.Scale(1 / StartNorm, _v, _v);
        _basis = reorthogonalize ? [_v] : null;
        _u = reorthogonalize ? _v : new double[_n];
    }

    /// <summary>‖v₁‖ before it was divided by it.</summary>
    public double StartNorm { get; }

    /// <summary>k.</summary>
    public int Steps { get; private set; }

    /// <summary>α₁…α_k.</summary>
    public ReadOnlySpan<double> Alphas => _alphas.AsSpan(0, Steps);

    /// <summary>β₁…β_k, the last one the norm of what is left.</summary>
    public ReadOnlySpan<double> Betas => _betas.AsSpan(0, Steps);

    /// <summary>v_{k+1}: where the next step begins.</summary>
    public ReadOnlySpan<double> Current => _v;

    /// <summary>Memory that is free between two steps.</summary>
    public Span<double> Scratch => _w;

    /// <summary>
    /// True if β_k is 0 to rounding, or k = n in an orthogonal basis: the space is invariant, and the next step needs <see cref="Renew"/>.
    /// </summary>
    public bool IsExhausted { get; private set; }

    /// <summary>How often <see cref="Renew"/> was called.</summary>
    public int Renewals { get; private set; }

    /// <summary>A bound on ‖T‖: its largest row sum.</summary>
    public double Norm { get; private set; }

    /// <summary>Vectors held now.</summary>
    public int MemoryVectors => _basis is null ? 3 : _basis.Count + 1;

    /// <summary>v₁, v₂, …, at least k of them, where the process keeps them.</summary>
    public double[][] Basis => [.. _basis ?? throw new InvalidOperationException("The basis was not kept.")];

    /// <summary>One product, one dimension more.</summary>
    public void Advance()
    {
        Reserve();
        var k = Steps;
        var before = k > 0 ? _betas[k - 1] : 0;
        _products.Multiply(_v, _w);
        var alpha = _work.Dot(_v, _w);
        var beta = _products.Finite(_work.Recur(_w, alpha, _v, before, k > 0 ? _u : _v));
        if (_basis is not null)
            beta = Orthogonalize(beta);
        (_alphas[k], _betas[k]) = (alpha, beta);
        Steps++;
        Norm = Math.Max(Norm, before + Math.Abs(alpha) + beta);
        if (beta <= BreakdownRoundings * Roundoff * Norm || (_basis is not null && Steps >= _n))
        {
            IsExhausted = true;
            return;
        }

        MoveOn(1 / beta);
    }

    /// <summary>
    /// Goes on from a new random vector, orthogonal to all there is; β_k becomes 0. Only with a kept basis of fewer than n vectors.
    /// </summary>
    public void Renew()
    {
        Renewals++;
        _betas[Steps - 1] = 0;
        double norm, before;
        do
        {
            _work.FillNormal(_w, _seed, ++_stream);
            before = _work.Norm(_w);
            norm = Orthogonalize(before);
        }
        while (norm < 1e-8 * before);
        IsExhausted = false;
        MoveOn(1 / norm);
        _u = _v; // With β_k = 0 it takes no part.
    }

    private void MoveOn(double factor)
    {
        if (_basis is null)
        {
            _work.Scale(factor, _w, _u);
            (_u, _v) = (_v, _u);
            return;
        }

        var next = new double[_n];
        _work.Scale(factor, _w, next);
        _basis.Add(next);
        (_u, _v) = (_v, next);
    }

    private double Orthogonalize(double norm)
    {
        var count = _basis!.Count;
        if (_coefficients.Length < count)
            _coefficients = new double[2 * count];
        if (_vectors.Length < count)
            Array.Resize(ref _vectors, 2 * count);
        for (var j = count - 1; j >= 0 && _vectors[j] != _basis[j]; j--)
            _vectors[j] = _basis[j];
        return _work.Orthogonalize(_vectors, count, _w, norm, _coefficients);
    }

    private void Reserve()
    {
        if (Steps < _alphas.Length)
            return;
        Array.Resize(ref _alphas, 2 * Steps);
        Array.Resize(ref _betas, 2 * Steps);
    }
}
