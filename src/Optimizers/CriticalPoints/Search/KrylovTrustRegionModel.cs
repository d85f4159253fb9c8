using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The model by products alone. First MINRES, one product an iteration, while ‖p‖₂ ≤ Δ; where it leaves the ball, conjugate gradients on
/// H²p = −Hg (CGLS, Hestenes and Stiefel 1952), two products an iteration, to the boundary (Steihaug, SIAM J. Numer. Anal. 20, 1983): its p grow
/// monotonically, so that the first one outside shows where the path crosses.
/// </summary>
internal sealed class KrylovTrustRegionModel : TrustRegionModel
{
    private readonly SymmetricOperator _h;
    private readonly double[] _minusGradient;
    private readonly double[] _minusHg;
    private readonly VectorWork _work;
    private readonly int _maxIterations;
    private readonly CancellationToken _cancellation;
    private double _normOfH;
    private double _newtonLength;

    public KrylovTrustRegionModel(SymmetricOperator h, double[] gradient, int maxIterations, CancellationToken cancellation, VectorWork? work = null)
    {
        _h = h;
        _maxIterations = maxIterations;
        _cancellation = cancellation;
        _work = work ?? new();
        _minusGradient = Negative(gradient);
        _minusHg = new double[gradient.Length];
        h.Multiply(_minusGradient, _minusHg);
        NormOfHg = _work.StableNorm(_minusHg);
        var norm = _work.StableNorm(gradient);
        _normOfH = norm > 0 ? NormOfHg / norm : 0;
    }

    public override double NormOfH => _normOfH;

    public override double NormOfHg { get; }

    public override TrustRegionStep Minimize(double radius, double tolerance)
    {
        // After a rejected step: an x of MINRES that is known to be outside shows where the same iteration would end again.
        if (_newtonLength > radius)
            return ToTheBoundary(radius, tolerance);
        var newton = MinimumResidual.Solve(_h, _minusGradient, tolerance, _maxIterations, radius, _cancellation, _work, _minusHg);
        _normOfH = Math.Max(_normOfH, newton.NormOfA);
        _newtonLength = _work.StableNorm(newton.X);
        return newton.End == MinimumResidual.End.Outside
            ? ToTheBoundary(radius, tolerance)
            : new(newton.X, _newtonLength, newton.Residual, true);
    }

    public override double[] NewtonStep(double[] gradient) =>
        MinimumResidual.Solve(_h, Negative(gradient), 1e-8, _maxIterations, double.PositiveInfinity, _cancellation, _work).X;

    private double[] Negative(double[] x)
    {
        var negative = new double[x.Length];
        _work.Scale(-1, x, negative);
        return negative;
    }

    // r is −(g + Hp), s is Hr.
    private TrustRegionStep ToTheBoundary(double radius, double tolerance)
    {
        const double Epsilon = MachineEpsilon.Double;
        var r = (double[])_minusGradient.Clone();
        var s = (double[])_minusHg.Clone();
        var d = (double[])s.Clone();
        var p = new double[r.Length];
        var hd = new double[r.Length];
        var residual = _work.StableNorm(r);
        var target = tolerance * residual;
        var gamma = _work.Dot(s, s);
        for (var i = 0; i < _maxIterations && gamma > 0; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            _h.Multiply(d, hd);
            double dd = _work.Dot(d, d), curvature = _work.Dot(hd, hd);
            _normOfH = Math.Max(_normOfH, Math.Sqrt(curvature / dd));
            if (Math.Sqrt(curvature) <= 10 * Epsilon * _normOfH * Math.Sqrt(dd))
                break;
            var alpha = gamma / curvature;
            double pp = _work.Dot(p, p), pd = _work.Dot(p, d);
            if (pp + alpha * (2 * pd + alpha * dd) >= radius * radius)
            {
                // The positive root of ‖p + τd‖² = Δ².
                var tau = (radius * radius - pp) / (pd + Math.Sqrt(pd * pd + dd * (radius * radius - pp)));
                _work.AddScaled(tau, d, p);
                _work.AddScaled(-tau, hd, r);
                return new(p, radius, _work.StableNorm(r), false);
            }

            _work.AddScaled(alpha, d, p);
            _work.AddScaled(-alpha, hd, r);
            _h.Multiply(r, s);
            residual = _work.StableNorm(r);
            var next = _work.Dot(s, s);
            if (residual <= target || Math.Sqrt(next) <= 10 * Epsilon * _normOfH * residual)
                break;
            var beta = next / gamma;
            gamma = next;
            _work.Scale(beta, d, d);
            _work.AddScaled(1, s, d);
        }

        return new(p, _work.StableNorm(p), residual, false);
    }
}
