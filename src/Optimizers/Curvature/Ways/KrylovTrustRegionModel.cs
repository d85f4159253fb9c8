using Optimizers.Kernels;

namespace Optimizers.Curvature;

/// <summary>
/// The model by products alone. First MINRES, one product an iteration, while ‖p‖₂ ≤ Δ; where it leaves the ball, conjugate gradients on
/// H²p = −Hg (CGLS, Hestenes and Stiefel 1952), two products an iteration, to the boundary (Steihaug, SIAM J. Numer. Anal. 20, 1983): its p grow
/// monotonically, so that the first one outside shows where the path crosses.
/// </summary>
internal sealed class KrylovTrustRegionModel : TrustRegionModel
{
    private readonly SymmetricOperator _h;
    private readonly double[] _gradient;
    private readonly double[] _hg;
    private readonly int _maxIterations;
    private readonly CancellationToken _cancellation;
    private double _normOfH;

    public KrylovTrustRegionModel(SymmetricOperator h, double[] gradient, int maxIterations, CancellationToken cancellation)
    {
        _h = h;
        _gradient = gradient;
        _maxIterations = maxIterations;
        _cancellation = cancellation;
        _hg = new double[gradient.Length];
        h.Multiply(gradient, _hg);
        NormOfHg = Reduction.Norm(_hg);
        var norm = Reduction.Norm(gradient);
        _normOfH = norm > 0 ? NormOfHg / norm : 0;
    }

    public override double NormOfH => _normOfH;

    public override double NormOfHg { get; }

    public override TrustRegionStep Minimize(double radius, double tolerance)
    {
        var minusGradient = Array.ConvertAll(_gradient, entry => -entry);
        var newton = MinimumResidual.Solve(_h, minusGradient, tolerance, _maxIterations, radius, _cancellation);
        _normOfH = Math.Max(_normOfH, newton.NormOfA);
        return newton.End == MinimumResidual.End.Outside
            ? ToTheBoundary(radius, tolerance, minusGradient)
            : new(newton.X, Reduction.Norm(newton.X), newton.Residual, true);
    }

    public override double[] NewtonStep(double[] gradient) =>
        MinimumResidual.Solve(_h, Array.ConvertAll(gradient, entry => -entry), 1e-8, _maxIterations, double.PositiveInfinity, _cancellation).X;

    // r is −(g + Hp), s is Hr.
    private TrustRegionStep ToTheBoundary(double radius, double tolerance, double[] r)
    {
        const double Epsilon = LossResolution.DoubleEpsilon;
        var n = r.Length;
        var p = new double[n];
        var s = Array.ConvertAll(_hg, entry => -entry);
        var d = (double[])s.Clone();
        var hd = new double[n];
        var target = tolerance * Reduction.Norm(r);
        var gamma = SymmetricEigenSystem.Dot(s, s);
        for (var i = 0; i < _maxIterations && gamma > 0; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            _h.Multiply(d, hd);
            double dd = SymmetricEigenSystem.Dot(d, d), curvature = SymmetricEigenSystem.Dot(hd, hd);
            _normOfH = Math.Max(_normOfH, Math.Sqrt(curvature / dd));
            if (Math.Sqrt(curvature) <= 10 * Epsilon * _normOfH * Math.Sqrt(dd))
                break;
            var alpha = gamma / curvature;
            double pp = SymmetricEigenSystem.Dot(p, p), pd = SymmetricEigenSystem.Dot(p, d);
            if (pp + alpha * (2 * pd + alpha * dd) >= radius * radius)
            {
                // The positive root of ‖p + τd‖² = Δ².
                var tau = (radius * radius - pp) / (pd + Math.Sqrt(pd * pd + dd * (radius * radius - pp)));
                SymmetricEigenSystem.AddScaled(p, tau, d);
                SymmetricEigenSystem.AddScaled(r, -tau, hd);
                return new(p, radius, Reduction.Norm(r), false);
            }

            SymmetricEigenSystem.AddScaled(p, alpha, d);
            SymmetricEigenSystem.AddScaled(r, -alpha, hd);
            _h.Multiply(r, s);
            var next = SymmetricEigenSystem.Dot(s, s);
            if (Reduction.Norm(r) <= target || Math.Sqrt(next) <= 10 * Epsilon * _normOfH * Reduction.Norm(r))
                break;
            var beta = next / gamma;
            gamma = next;
            for (var k = 0; k < n; k++)
                d[k] = s[k] + beta * d[k];
        }

        return new(p, Reduction.Norm(p), Reduction.Norm(r), false);
    }
}
