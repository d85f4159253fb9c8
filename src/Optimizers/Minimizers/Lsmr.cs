using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// x of least ‖[A; δI]x − [b; 0]‖₂ by LSMR (Fong and Saunders, SIAM J. Sci. Comput. 33, 2011): MINRES on the normal equations through the
/// bidiagonalization of Golub and Kahan, which never squares the condition of A. One product with A and one with Aᵀ an iteration; the norm of the
/// normal residual falls monotonically.
/// </summary>
internal sealed class Lsmr(CountedJacobian a, int m, int n, VectorWork work)
{
    private readonly double[] _u = new double[m];
    private readonly double[] _v = new double[n];
    private readonly double[] _au = new double[n];
    private readonly double[] _av = new double[m];
    private readonly double[] _h = new double[n];
    private readonly double[] _hbar = new double[n];

    public double[] X { get; } = new double[n];

    /// <summary>An estimate of ‖A‖ in the Frobenius norm: of the part of A that the iterations have met.</summary>
    public double NormOfA { get; private set; }

    /// <param name="b">b.</param>
    /// <param name="damping">δ.</param>
    /// <param name="tolerance">It ends where the normal residual ‖Aᵀ(b − Ax) − δ²x‖₂ is no more than this part of ‖Aᵀb‖₂.</param>
    /// <param name="maxIterations">Or after so many iterations.</param>
    /// <returns>False if a product is not finite.</returns>
    public bool Solve(double[] b, double damping, double tolerance, int maxIterations)
    {
        Array.Clear(X);
        Array.Clear(_hbar);
        b.CopyTo(_u, 0);
        var beta = Normalize(_u);
        if (!a.TransposedTimes(_u, _v))
            return false;
        var alpha = Normalize(_v);
        _v.CopyTo(_h, 0);
        double zetabar = alpha * beta, alphabar = alpha, rho = 1, rhobar = 1, cbar = 1, sbar = 0, squares = alpha * alpha;
        var enough = tolerance * zetabar;
        NormOfA = alpha;
        for (var i = 0; i < maxIterations && Math.Abs(zetabar) > enough; i++)
        {
            // βu ← Av − αu, αv ← Aᵀu − βv.
            if (!a.Times(_v, _av))
                return false;
            work.Scale(-alpha, _u, _u);
            work.AddScaled(1, _av, _u);
            beta = Normalize(_u);
            if (!a.TransposedTimes(_u, _au))
                return false;
            work.Scale(-beta, _v, _v);
            work.AddScaled(1, _au, _v);
            alpha = Normalize(_v);
            squares += (beta * beta) + (alpha * alpha);
            NormOfA = Math.Sqrt(squares);

            // The rotations that take in δ, then β, then the next column of R̄.
            var alphahat = Rotation(alphabar, damping).Length;
            var (rhoBefore, rhobarBefore) = (rho, rhobar);
            (var c, var s, rho) = Rotation(alphahat, beta);
            var theta = s * alpha;
            alphabar = c * alpha;
            var thetabar = sbar * rho;
            (cbar, sbar, rhobar) = Rotation(cbar * rho, theta);
            var zeta = cbar * zetabar;
            zetabar = -sbar * zetabar;

            work.Scale(-thetabar * rho / (rhoBefore * rhobarBefore), _hbar, _hbar);
            work.AddScaled(1, _h, _hbar);
            work.AddScaled(zeta / (rho * rhobar), _hbar, X);
            work.Scale(-theta / rho, _h, _h);
            work.AddScaled(1, _v, _h);
        }

        return true;
    }

    private double Normalize(double[] x)
    {
        var norm = work.StableNorm(x);
        if (norm > 0)
            work.Scale(1 / norm, x, x);
        return norm;
    }

    // Norms, and what rotations with c, s ≥ 0 make of them, are not negative.
    private static (double C, double S, double Length) Rotation(double a, double b)
    {
        if (b == 0)
            return (1, 0, a);
        var (large, small) = a > b ? (a, b) : (b, a);
        var ratio = small / large;
        var length = large * Math.Sqrt(1 + (ratio * ratio));
        return (a / length, b / length, length);
    }
}
