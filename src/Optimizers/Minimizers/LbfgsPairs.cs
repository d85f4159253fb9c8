using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The last m steps s with the changes y of the gradient over them, and the inverse Hessian that they make: the two-loop recursion (Nocedal and
/// Wright, Numerical Optimization, 2nd ed., algorithm 7.4). The memory is allocated as pairs come, and no more after m of them.
/// </summary>
internal sealed class LbfgsPairs(int history, VectorWork work)
{
    // Below this cosine of s and y the pair shows rounding rather than curvature.
    private const double LeastCosine = 1e-10;

    private readonly double[][] _s = new double[history][];
    private readonly double[][] _y = new double[history][];
    private readonly double[] _rho = new double[history];
    private readonly double[] _alpha = new double[history];
    private double _scale;
    private int _newest = -1;

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <summary>Takes in the pair of a step, unless sᵀy is not clearly positive.</summary>
    public void Add(double[] thetaBefore, double[] theta, double[] gradientBefore, double[] gradient)
    {
        var next = (_newest + 1) % history;
        var s = _s[next] ??= new double[theta.Length];
        var y = _y[next] ??= new double[theta.Length];
        theta.CopyTo(s, 0);
        work.AddScaled(-1, thetaBefore, s);
        gradient.CopyTo(y, 0);
        work.AddScaled(-1, gradientBefore, y);
        double sy = work.Dot(s, y), yy = work.Dot(y, y);
        if (!(sy > LeastCosine * work.StableNorm(s) * Math.Sqrt(yy)) || !double.IsFinite(1 / sy) || !(sy / yy > 0) || !double.IsFinite(yy))
        {
            // The slot held the oldest pair, which is gone.
            Count = Math.Min(Count, history - 1);
            return;
        }

        (_rho[next], _scale, _newest) = (1 / sy, sy / yy, next);
        Count = Math.Min(Count + 1, history);
    }

    /// <summary>p ← −Hg, with H₀ = sᵀy/yᵀy·I of the last pair (eq. 7.20); −g without pairs.</summary>
    public void Direction(double[] gradient, double[] p)
    {
        work.Scale(-1, gradient, p);
        if (Count == 0)
            return;
        for (var k = 0; k < Count; k++)
        {
            var i = Slot(k);
            _alpha[i] = _rho[i] * work.Dot(_s[i], p);
            work.AddScaled(-_alpha[i], _y[i], p);
        }

        work.Scale(_scale, p, p);
        for (var k = Count - 1; k >= 0; k--)
        {
            var i = Slot(k);
            work.AddScaled(_alpha[i] - (_rho[i] * work.Dot(_y[i], p)), _s[i], p);
        }
    }

    // The k-th newest.
    private int Slot(int k) => (_newest - k + history) % history;
}
