using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// One run of <see cref="LevenbergMarquardt"/> by products: [J; √μI]p = [−r; 0] by <see cref="Lsmr"/>, with μ by the ratio of what was gained to what
/// was promised (Nielsen, Damping Parameter in Marquardt's Method, 1999; Madsen, Nielsen and Tingleff, Methods for Non-Linear Least Squares Problems,
/// 2004, algorithm 3.16).
/// </summary>
internal sealed class ProductLevenbergMarquardtRun
{
    private const double LeastRatio = 1e-4;
    private const double FirstDamping = 1e-3;

    private readonly ResidualWalk _walk;
    private readonly Func<Vector<double>, JacobianProducts> _jacobian;
    private readonly LevenbergMarquardt _method;
    private readonly VectorWork _work = new();
    private readonly CountedJacobian _products;
    private readonly double[] _g;
    private readonly double[] _b;
    private readonly double[] _jp;
    private double[] _theta;
    private double[] _trial;
    private double[] _r;
    private double[] _trialR;
    private double _norm;
    private double _gradientNorm = double.NaN;
    private int _iteration;
    private long _points;

    public ProductLevenbergMarquardtRun(
        ResidualWalk walk,
        Func<Vector<double>, JacobianProducts> jacobian,
        double[] start,
        LevenbergMarquardt method,
        CancellationToken cancellation)
    {
        (_walk, _jacobian, _theta, _method, _products) = (walk, jacobian, start, method, new(cancellation));
        _r = walk.First(start);
        if (_r.Length == 0)
            throw new InvalidOperationException("There are no residuals: the function returned a vector without entries.");
        (_trial, _g) = (new double[start.Length], new double[start.Length]);
        (_trialR, _b, _jp) = (new double[_r.Length], new double[_r.Length], new double[_r.Length]);
        _norm = _work.StableNorm(_r);
    }

    public LeastSquaresResult Run()
    {
        if (!Reduction.IsFinite<double>(_r) || !double.IsFinite(_norm) || !TryGradient(_theta, _r))
            return Result(MinimizerOutcome.NotFinite);
        var lsmr = new Lsmr(_products, _r.Length, _theta.Length, _work);
        var first = _gradientNorm;
        if (first == 0)
            return Result(MinimizerOutcome.GradientConverged);
        var (mu, nu) = (FirstDamping * (first / _norm) * (first / _norm), 2.0);
        var failures = new Rejections();
        while (_iteration < _method.MaxIterations)
        {
            // As exact as it pays: superlinear where the residuals vanish.
            _work.Scale(-1, _r, _b);
            var tolerance = Math.Min(0.1, Math.Max(1e-10, _gradientNorm / first));
            if (!lsmr.Solve(_b, Math.Sqrt(mu), tolerance, _method.MaxInnerIterations) || !_products.Times(lsmr.X, _jp))
                return Result(MinimizerOutcome.NotFinite);
            var promised = -((2 * _work.Dot(_r, _jp)) + _work.Dot(_jp, _jp)) / _norm / _norm;
            var length = _work.StableNorm(lsmr.X);

            _theta.CopyTo(_trial, 0);
            _work.AddScaled(1, lsmr.X, _trial);
            var isHere = _trial.AsSpan().SequenceEqual(_theta);
            var part = _walk.TryResiduals(_trial, _trialR) ? _work.StableNorm(_trialR) / _norm : double.PositiveInfinity;
            var lowered = (1 - part) * (1 + part);
            var ratio = promised > 0 ? lowered / promised : 0;

            // A point where Jᵀr is not finite is as good as infinitely far.
            var isAccepted = ratio >= LeastRatio && TryGradient(_trial, _trialR);
            if (ratio >= LeastRatio && !isAccepted)
                (part, lowered, ratio) = (double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
            _iteration++;
            if (isAccepted)
            {
                (_theta, _trial, _r, _trialR) = (_trial, _theta, _trialR, _r);
                _norm = _work.StableNorm(_r);
                var bend = (2 * ratio) - 1;
                (mu, nu) = (mu * Math.Max(1.0 / 3, 1 - (bend * bend * bend)), 2);
                failures = new();
            }
            else
            {
                (mu, nu) = (mu * nu, 2 * nu);
                if (!isHere)
                    failures = failures.With(promised - lowered, promised, isFinite: double.IsFinite(part));
            }

            _method.Progress?.Report(new(_iteration, 0.5 * _norm * _norm, _gradientNorm, isAccepted ? length : 0));
            if (isAccepted && _gradientNorm <= _method.GradientTolerance * lsmr.NormOfA * _norm)
                return Result(MinimizerOutcome.GradientConverged);
            var least = Math.Max(_method.ValueTolerance, MachineEpsilon.Double);
            if (!isHere && Math.Abs(lowered) <= least && promised <= least && ratio <= 2)
                return Result(MinimizerOutcome.ValueConverged);
            var size = _work.StableNorm(_theta);
            var isShort = length <= Math.Max(_method.StepTolerance, MachineEpsilon.Double) * size;
            if (isAccepted && isShort)
                return Result(MinimizerOutcome.StepConverged);

            var rounding = 100 * MachineEpsilon.Double * Math.Max(1, lsmr.NormOfA * size / _norm);
            if (!isAccepted && (isHere || length <= MachineEpsilon.Double * size || (isShort && failures.SawFinite && promised <= rounding)))
                return Result(failures.Judge(rounding, MinimizerOutcome.StepConverged));
        }

        return Result(MinimizerOutcome.IterationLimit);
    }

    // J belongs to the point that this has last succeeded at: where it fails, the products go back to where they were.
    private bool TryGradient(double[] theta, double[] r)
    {
        _points++;
        var before = _products.At;
        _products.MoveTo(_jacobian(Vector<double>.Build.Dense((double[])theta.Clone())));
        if (!_products.TransposedTimes(r, _g))
        {
            _products.At = before;
            return false;
        }

        _gradientNorm = _work.StableNorm(_g);
        return true;
    }

    private LeastSquaresResult Result(MinimizerOutcome outcome) => new()
    {
        Outcome = outcome,
        Point = Vector<double>.Build.Dense(_theta),
        Residuals = Vector<double>.Build.Dense(_r),
        SumOfSquares = _norm * _norm,
        GradientNorm = _gradientNorm,
        Iterations = _iteration,
        ResidualEvaluations = _walk.Residuals,
        JacobianEvaluations = _points,
        JacobianProducts = _products.Products,
    };
}
