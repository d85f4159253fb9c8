
namespace Optimizers.Diagnostics;

/// <summary>
/// The inverse Hessian of limited-memory BFGS from the last m = 10 pairs of movements s and changes of the gradient y (Nocedal and Wright 2006,
/// "Numerical optimization", algorithm 7.4, the two-loop recursion).
/// </summary>
internal sealed class LimitedMemory
{
    private const int Capacity = 10;

    // Below this cosine of s and y the pair shows rounding or negative curvature rather than a convex piece.
    private const double LeastCosine = 1e-8;

    private readonly List<(double[] S, double[] Y, double Rho)> _pairs = [];

    /// <summary>True if there is no pair; the direction is then −g.</summary>
    public bool IsEmpty => _pairs.Count == 0;

    /// <summary>Forgets all pairs.</summary>
    public void Clear() => _pairs.Clear();

    /// <summary>Takes in a pair, unless sᵀy is not clearly greater than 0: the matrix stays positive definite.</summary>
    /// <param name="s">The movement. It is kept.</param>
    /// <param name="y">The change of the gradient over it. It is kept.</param>
    public void Add(double[] s, double[] y)
    {
        var product = Spans.Dot(s, y);
        if (!(product > LeastCosine * Spans.Norm(s) * Spans.Norm(y) && double.IsFinite(1 / product)))
            return;
        if (_pairs.Count == Capacity)
            _pairs.RemoveAt(0);
        _pairs.Add((s, y, 1 / product));
    }

    /// <summary>−Hg, with H₀ = sᵀy/yᵀy·I of the last pair (eq. 7.20).</summary>
    public double[] Direction(double[] gradient)
    {
        var q = Array.ConvertAll(gradient, entry => -entry);
        Span<double> alphas = stackalloc double[Capacity];
        for (var k = _pairs.Count - 1; k >= 0; k--)
        {
            var (s, y, rho) = _pairs[k];
            alphas[k] = rho * Spans.Dot(s, q);
            AddScaled(q, -alphas[k], y);
        }

        if (_pairs is [.., var last])
        {
            var gamma = 1 / (last.Rho * Spans.Dot(last.Y, last.Y));
            for (var i = 0; i < q.Length; i++)
                q[i] *= gamma;
        }

        for (var k = 0; k < _pairs.Count; k++)
        {
            var (s, y, rho) = _pairs[k];
            AddScaled(q, alphas[k] - (rho * Spans.Dot(y, q)), s);
        }

        return q;
    }

    private static void AddScaled(double[] x, double factor, double[] y)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] += factor * y[i];
    }
}
