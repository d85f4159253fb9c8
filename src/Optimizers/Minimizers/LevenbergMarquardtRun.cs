using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>One run of <see cref="LevenbergMarquardt"/>: Moré's algorithm 7.1 with the radius of MINPACK's lmder.</summary>
internal sealed class LevenbergMarquardtRun
{
    private const double LeastRatio = 1e-4;

    private readonly ResidualWalk _walk;
    private readonly LevenbergMarquardt _method;
    private readonly int _n;
    private readonly int _m;
    private readonly int _rows;
    private readonly bool _isFinite;
    private readonly PivotedQr _qr;
    private readonly DampedStep _step;
    private readonly double[] _d;
    private readonly double[] _qtr;
    private readonly double[] _jacobian;
    private readonly double[] _w;
    private double[] _theta;
    private double[] _trial;
    private double[] _r;
    private double[] _trialR;
    private double _norm;
    private double _gradientNorm = double.NaN;
    private double _length;
    private double _lengthOfStep;
    private int _iteration;

    public LevenbergMarquardtRun(ResidualWalk walk, double[] start, LevenbergMarquardt method)
    {
        (_walk, _method, _theta, _n) = (walk, method, start, start.Length);
        _r = walk.First(start);
        _m = _r.Length;
        if (_m == 0)
            throw new InvalidOperationException("There are no residuals: the function returned a vector without entries.");
        _norm = Reduction.Norm(_r);
        _isFinite = Reduction.IsFinite<double>(_r) && double.IsFinite(_norm);

        // Fewer residuals than parameters are filled up with zeros.
        _rows = Math.Max(_m, _n);
        (_qr, _d, _qtr, _jacobian) = (new(_rows, _n), new double[_n], new double[_rows], new double[(long)_rows * _n]);
        (_step, _trial, _trialR, _w) = (new(_qr, _n), new double[_n], new double[_m], new double[_n]);
    }

    public LeastSquaresResult Run()
    {
        if (!_isFinite || !_walk.TryJacobian(_theta, _m, _rows, _jacobian))
            return Result(MinimizerOutcome.NotFinite);
        Factorize();
        var radius = _method.InitialRadius * (_length > 0 ? _length : 1);
        if (IsOrthogonal())
            return Result(MinimizerOutcome.GradientConverged);
        var failures = new Rejections();
        while (_iteration < _method.MaxIterations)
        {
            _step.Solve(_d, _qtr, radius);
            var jp = _step.LengthOfJp() / _norm;
            var damping = Math.Sqrt(_step.Mu) * _step.Length / _norm;
            var promised = (jp * jp) + (2 * damping * damping);
            if (_iteration == 0)
                radius = Math.Min(radius, _step.Length);

            var part = Try();
            var isHere = _trial.AsSpan().SequenceEqual(_theta);
            var lowered = 1 - (part * part);
            var ratio = promised > 0 ? lowered / promised : 0;

            // A point where J is not finite is as good as infinitely far.
            var isAccepted = ratio >= LeastRatio && _walk.TryJacobian(_trial, _m, _rows, _jacobian);
            if (ratio >= LeastRatio && !isAccepted)
                (part, lowered, ratio) = (double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
            radius = Resized(radius, ratio, lowered, (jp * jp) + (damping * damping));
            _iteration++;
            if (isAccepted)
                Accept();
            _method.Progress?.Report(new(_iteration, 0.5 * _norm * _norm, _gradientNorm, isAccepted ? _lengthOfStep : 0));

            if (isAccepted && IsOrthogonal())
                return Result(MinimizerOutcome.GradientConverged);
            var least = Math.Max(_method.ValueTolerance, MachineEpsilon.Double);
            if (!isHere && Math.Abs(lowered) <= least && promised <= least && ratio <= 2)
                return Result(MinimizerOutcome.ValueConverged);
            var isShort = radius <= Math.Max(_method.StepTolerance, MachineEpsilon.Double) * _length;
            if (isAccepted)
            {
                failures = new();
                if (isShort)
                    return Result(MinimizerOutcome.StepConverged);
                continue;
            }

            if (!isHere)
                failures = failures.With(promised - lowered, promised, isFinite: double.IsFinite(part));
            var rounding = 100 * MachineEpsilon.Double * Math.Max(1, _length / _norm);
            if (isHere || radius <= MachineEpsilon.Double * _length || (isShort && failures.SawFinite && promised <= rounding))
                return Result(failures.Judge(rounding, MinimizerOutcome.StepConverged));
        }

        return Result(MinimizerOutcome.IterationLimit);
    }

    /// <summary>‖r(θ + p)‖₂/‖r(θ)‖₂; ∞ where it is not finite.</summary>
    private double Try()
    {
        for (var i = 0; i < _n; i++)
            _trial[i] = _theta[i] + _step.P[i];
        return _walk.TryResiduals(_trial, _trialR) ? Reduction.Norm(_trialR) / _norm : double.PositiveInfinity;
    }

    private double Resized(double radius, double ratio, double lowered, double slope)
    {
        if (ratio > 0.25)
        {
            if (_step.Mu != 0 && ratio < 0.75)
                return radius;
            _step.Mu *= 0.5;
            return 2 * _step.Length;
        }

        // The lowest point of the parabola through what was found, of a half to a tenth of the step.
        var factor = lowered >= 0 ? 0.5 : -0.5 * slope / (-slope + (0.5 * lowered));
        factor = factor >= 0.1 ? factor : 0.1;
        _step.Mu /= factor;
        return factor * Math.Min(radius, 10 * _step.Length);
    }

    private void Accept()
    {
        _lengthOfStep = ShortVectors.Norm(_step.P);
        (_theta, _trial) = (_trial, _theta);
        (_r, _trialR) = (_trialR, _r);
        _norm = Reduction.Norm(_r);
        Factorize();
    }

    private void Factorize()
    {
        _jacobian.CopyTo(_qr.Matrix, 0);
        _qr.Factorize();
        Array.Clear(_qtr);
        _r.CopyTo(_qtr, 0);
        _qr.ApplyTransposed(_qtr);
        for (var j = 0; j < _n; j++)
        {
            // A column of zeros has no scale yet.
            _d[j] = _d[j] == 0 && _qr.Norms[j] == 0 ? 1 : Math.Max(_d[j], _qr.Norms[j]);
            _w[j] = _d[j] * _theta[j];
        }

        _length = Reduction.Norm(_w);
        for (var j = 0; j < _n; j++)
        {
            _w[j] = _qr.Diagonal[j] * _qtr[j];
            for (var i = 0; i < j; i++)
                _w[j] += _qr[i, j] * _qtr[i];
        }

        _gradientNorm = Reduction.Norm(_w);
    }

    // w is Jᵀr, in the order of the pivots.
    private bool IsOrthogonal()
    {
        for (var j = 0; j < _n; j++)
        {
            if (!(Math.Abs(_w[j]) <= _method.GradientTolerance * _norm * _qr.Norms[_qr.Pivots[j]]))
                return false;
        }

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
        JacobianEvaluations = _walk.Jacobians,
    };
}
