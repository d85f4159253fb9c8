using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Finds a critical point near θ₀, of whatever kind: the system ∇L(θ) = 0 by a trust-region method for ½‖∇L‖₂² with the Gauss–Newton model
/// ‖g + Hp‖₂ (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithms 4.1 and 11.5).
/// </summary>
/// <remarks>
/// <para>
/// Where that ends at a minimum of ‖∇L‖₂ which is no critical point, Newton's method goes from θ₀ again, damped by the natural monotonicity test,
/// which lets ‖∇L‖₂ rise and asks that Newton's steps get shorter (Deuflhard, Newton Methods for Nonlinear Problems, 2004, section 3.3); what it
/// finds is finished by the trust-region method.
/// </para>
/// <para>
/// Infinity is suspected after eight Newton steps in a row (those that the trust region cut short not counted) that pointed the same way and were no
/// shorter than half of the longest of them, although each by its model led to a critical point: next to one where L is of order m, Newton's steps
/// shrink by (m − 2)/(m − 1) each time. Then the losses at distances that double, up to 1024·max(1, ‖θ‖₂), decide: the mean slope over the last
/// doubling must be no more than ‖∇L‖₂.
/// </para>
/// </remarks>
internal sealed class CriticalPointSearch
{
    private const double Stagnation = 1e-8;
    private const int StepsToInfinity = 8;
    private const int CreepWindow = 40;
    private const double LeastDamping = 1e-6;

    private readonly Objective _objective;
    private readonly CriticalPointSearchOptions _options;
    private readonly double[] _start;
    private readonly EvaluationCounts _before;
    private readonly double _startLoss;
    private readonly double _startGradientNorm;
    private readonly LossResolution _resolution;
    private readonly VectorWork _work = new();

    private double[] _theta;
    private double[] _gradient;
    private double _loss;
    private double _norm;
    private double _gradientError;
    private double _newtonDistance = double.NaN;
    private double _normOfH;
    private int _iteration;

    // The Newton steps in a row that did not come nearer.
    private int _run;
    private double _longestOfRun;
    private double _lossBeforeRun;
    private double[]? _lastNewtonStep;

    private CriticalPointSearch(Objective objective, double[] start, CriticalPointSearchOptions options)
    {
        _objective = objective;
        _options = options;
        _start = start;
        _before = objective.Evaluations;
        _resolution = LossResolution.Of(objective, 0);
        _theta = (double[])start.Clone();
        _gradient = new double[start.Length];
        _startLoss = _loss = objective.LossOrNotFinite(start);
        if (!double.IsFinite(_loss))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The loss at θ₀ is {_loss}."), nameof(objective));
        _gradientError = GradientAt(_theta, _gradient);
        _startGradientNorm = _norm = _work.StableNorm(_gradient);
    }

    /// <summary>max(1, ‖θ‖₂).</summary>
    private double Scale => Math.Max(1, _work.StableNorm(_theta));

    private double Resolution => Math.Max(_gradientError, _theta.Length * _resolution.Epsilon * _normOfH * Scale);

    // ‖g + Hp‖/‖g‖ that is good enough: quadratic convergence, as far as a tenth of one rounding of Hθ.
    private double Tolerance =>
        Math.Min(0.1, Math.Max(Math.Max(1e-10, _norm / _startGradientNorm), 0.1 * MachineEpsilon.Double * _normOfH * Scale / _norm));

    /// <summary>Searches from θ₀.</summary>
    /// <param name="objective">L.</param>
    /// <param name="near">θ₀, n entries. It is not changed.</param>
    /// <param name="options">Tolerances, limits, cancellation and progress.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">θ₀ is empty or has an entry that is not finite, or its loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CriticalPointSearchResult Run(Objective objective, Vector<double> near, CriticalPointSearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(near);
        ArgumentNullException.ThrowIfNull(options);
        var start = near.ToArray();
        if (start.Length == 0)
            throw new ArgumentException("A space of no dimension has one point, and nothing to search.", nameof(near));
        Arguments.ThrowIfNotFinite(start, nameof(near));
        objective.ThrowIfLayoutDiffers(start.Length, nameof(near));
        options.CancellationToken.ThrowIfCancellationRequested();
        using var scope = new CancellationScope(objective, options.CancellationToken);
        return new CriticalPointSearch(objective, start, options).Run();
    }

    private CriticalPointSearchResult Run()
    {
        var startGradient = (double[])_gradient.Clone();
        var startError = _gradientError;
        var result = MinimizeGradient(_options.InitialRadius * Scale);
        if (result.Outcome != CriticalPointSearchOutcome.Stagnated)
            return result;

        (_theta, _gradient) = ((double[])_start.Clone(), startGradient);
        (_loss, _norm, _gradientError) = (_startLoss, _startGradientNorm, startError);
        (_run, _lastNewtonStep) = (0, null);
        if (ApproachByNewton() is { } radius && MinimizeGradient(radius) is var second && second.Outcome != CriticalPointSearchOutcome.Stagnated
            && second.Outcome != CriticalPointSearchOutcome.IterationLimit)
        {
            return second;
        }

        (result.Iterations, result.Evaluations) = (_iteration, _objective.Evaluations - _before);
        result.Evidence += " Newton's method from the start found none either.";
        return result;
    }

    // Damped Newton steps, until one that is not damped makes the next one ten times shorter; then the length of that next one, or none where H is
    // singular, no damping helps, or the iterations are done.
    private double? ApproachByNewton()
    {
        var damping = 1.0;
        while (_norm > 0)
        {
            var model = Model();
            var step = model.Minimize(double.PositiveInfinity, 1e-8);
            if (!(step.ModelNorm <= 0.5 * _norm) || !double.IsFinite(step.Length))
                return null;
            for (damping = Math.Min(damping, 10 * Scale / step.Length); ; damping /= 2)
            {
                if (damping < LeastDamping || _iteration == _options.MaxIterations)
                    return null;
                _options.CancellationToken.ThrowIfCancellationRequested();
                _iteration++;
                var next = Evaluate(step.P, damping);
                var simplified = double.IsFinite(next.Norm) ? _work.StableNorm(model.NewtonStep(next.Gradient)) : double.PositiveInfinity;
                var isAccepted = simplified <= (1 - damping / 4) * step.Length;
                if (isAccepted)
                    Accept(next);
                _options.Progress?.Report(new(_iteration, _loss, _norm, isAccepted ? damping * step.Length : 0));
                if (!isAccepted)
                    continue;
                if (damping == 1 && simplified <= 0.1 * step.Length)
                    return 2 * Math.Max(simplified, _options.DistanceTolerance * Scale);
                break;
            }

            damping = Math.Min(1, 4 * damping);
        }

        return Scale;
    }

    private CriticalPointSearchResult MinimizeGradient(double radius)
    {
        var (normBefore, iterationBefore) = (_norm, _iteration);
        while (true)
        {
            if (_norm == 0)
                return Result(CriticalPointSearchOutcome.Converged, "the gradient is zero.");
            var model = Model();
            _normOfH = model.NormOfH;
            if (_norm > Resolution && model.NormOfHg / _norm * Scale <= Stagnation * _norm)
                return Stagnated($"‖Hg‖ = {Number(model.NormOfHg)}: to first order no step within 10⁸·max(1, ‖θ‖) lowers ‖g‖ to zero.");

            // At a rejected step H and g stay: only the radius changes.
            var isRejected = true;
            while (isRejected)
            {
                if (_iteration == _options.MaxIterations)
                    return Result(CriticalPointSearchOutcome.IterationLimit, $"{_iteration} iterations are all that were allowed.");
                _options.CancellationToken.ThrowIfCancellationRequested();
                if (_iteration - iterationBefore == CreepWindow)
                {
                    if (_norm > 0.8 * normBefore && _norm > Resolution)
                    {
                        return Stagnated(
                            $"in {CreepWindow} iterations ‖g‖ fell from {Number(normBefore)} to {Number(_norm)} only; ‖Hg‖ = "
                            + $"{Number(model.NormOfHg)}.");
                    }

                    (normBefore, iterationBefore) = (_norm, _iteration);
                }

                _iteration++;
                var step = model.Minimize(radius, Tolerance);
                _normOfH = Math.Max(_normOfH, model.NormOfH);
                if (step.IsInside)
                    _newtonDistance = step.Length;
                var isNear = step.IsInside && step.Length <= _options.DistanceTolerance * Scale
                    && (step.ModelNorm <= 0.5 * _norm || _norm <= Resolution);
                isRejected = !TryStep(step, ref radius, out var actual);
                _options.Progress?.Report(new(_iteration, _loss, _norm, isRejected ? 0 : step.Length));

                if (isNear && (isRejected || _norm <= _options.GradientTolerance))
                    return Converged(step.Length);
                if (_norm <= Resolution && (isRejected || actual > 0.5))
                    return AtResolution(step);
                if (isRejected && radius <= MachineEpsilon.Double * Scale)
                {
                    return Stagnated(
                        $"‖Hg‖ = {Number(model.NormOfHg)}, and no step down to {Number(radius)} lowers ‖g‖: a minimum of it as far as its rounding " +
                        "tells, or a kink.");
                }

                if (!isRejected && CountTowardsInfinity(step, actual) && AtInfinity(step) is { } result)
                    return result;
            }
        }
    }

    private TrustRegionModel Model()
    {
        if (_theta.Length > _options.MaxDenseDimension)
        {
            return new KrylovTrustRegionModel(
                new HessianOperator(_objective, _theta), _gradient, _options.MaxInnerIterations, _options.CancellationToken, _work);
        }

        var hessian = _objective.Hessian(_theta, out var error);
        var system = HessianEigenSystem.Of(hessian.ToColumnMajorArray(), _theta.Length, MachineEpsilon.Double, error);
        return new DenseTrustRegionModel(system, _gradient, error);
    }

    /// <summary>Goes to θ + p if ‖∇L‖₂² falls by 10⁻⁴ of what the model promises, and sets the next radius.</summary>
    /// <param name="step">p.</param>
    /// <param name="radius">Δ.</param>
    /// <param name="actual">‖∇L(θ + p)‖₂/‖∇L(θ)‖₂; ∞ where it is not finite.</param>
    private bool TryStep(TrustRegionStep step, ref double radius, out double actual)
    {
        var next = Evaluate(step.P, 1);
        actual = next.Norm / _norm;
        var promised = step.ModelNorm / _norm;
        var ratio = (1 - actual * actual) / (1 - promised * promised);
        if (!(ratio >= 0.25))
            radius = 0.25 * step.Length;
        else if (ratio > 0.5)
            radius = Math.Max(radius, 2.5 * step.Length);
        if (!(actual < 1 && ratio >= 1e-4))
            return false;
        Accept(next);
        return true;
    }

    // θ + αp and what is known there; a norm of ∞ where the loss is not finite.
    private Trial Evaluate(double[] p, double alpha)
    {
        var theta = (double[])_theta.Clone();
        _work.AddScaled(alpha, p, theta);
        var loss = _objective.LossOrNotFinite(theta);
        var gradient = new double[theta.Length];
        if (!double.IsFinite(loss))
            return new(theta, gradient, loss, double.PositiveInfinity, 0);
        try
        {
            var error = GradientAt(theta, gradient);
            return new(theta, gradient, loss, _work.StableNorm(gradient), error);
        }
        catch (NotFiniteValueException)
        {
            return new(theta, gradient, loss, double.PositiveInfinity, 0);
        }
    }

    private void Accept(Trial next) => (_theta, _gradient, _loss, _norm, _gradientError) =
        (next.Theta, next.Gradient, next.Loss, next.Norm, next.Error);

    // True if this was the last of enough Newton steps that did not come nearer. Steps to the boundary between them do not count.
    private bool CountTowardsInfinity(TrustRegionStep step, double actual)
    {
        if (!step.IsInside)
            return false;
        var previous = _lastNewtonStep;
        var isNewton = step.ModelNorm <= 0.1 * _norm / actual;
        _lastNewtonStep = isNewton ? step.P : null;
        var goesOn = isNewton && actual >= 0.05 && previous is not null
            && _work.Dot(previous, step.P) > 0.5 * _work.StableNorm(previous) * step.Length
            && step.Length >= 0.5 * Math.Max(_longestOfRun, _work.StableNorm(previous));
        if (!goesOn)
        {
            (_run, _longestOfRun, _lossBeforeRun) = (0, 0, _loss);
            return false;
        }

        _longestOfRun = Math.Max(_longestOfRun, step.Length);
        return ++_run % StepsToInfinity == 0;
    }

    // Follows the last step, over distances that double and as far as the loss is finite. Losses are all that is asked for: their mean slope over the
    // last doubling shows whether the gradient vanishes.
    private CriticalPointSearchResult? AtInfinity(TrustRegionStep step)
    {
        var farthest = 1024 * Scale;
        var point = new double[_theta.Length];
        var (last, reached, slope, isRising) = (_loss, 0.0, double.PositiveInfinity, false);
        for (var distance = step.Length; reached < farthest; distance *= 2)
        {
            _theta.CopyTo(point, 0);
            _work.AddScaled(distance / step.Length, step.P, point);
            var loss = _objective.LossOrNotFinite(point);
            if (!double.IsFinite(loss))
                break;
            isRising |= _resolution.IsLower(last, loss);
            (slope, last, reached) = (Math.Abs(loss - last) / (distance - reached), loss, distance);
        }

        // Where the loss ends before the first distance, nothing was seen.
        if (reached == 0 || !(slope <= _norm + _resolution.Noise(last) / reached))
            return null;
        var way = $"{_run} Newton steps in a row, the last of {Number(step.Length)}, came no nearer to the critical point that each predicted";
        return !isRising && _resolution.IsLower(last, _lossBeforeRun)
            ? Result(
                CriticalPointSearchOutcome.DescendsToInfinity,
                $"estimated: {way}, while the loss fell from {Number(_lossBeforeRun)} to {Number(_loss)}; {Number(reached)} further on it is " +
                $"{Number(last)}, without a rise on the way.")
            : Result(
                CriticalPointSearchOutcome.VanishesAtInfinity,
                $"estimated: {way}; {Number(reached)} further on the loss is {Number(last)}, from {Number(_loss)}, and its mean "
                + $"slope there {Number(slope)}.");
    }

    private CriticalPointSearchResult Converged(double distance) => Result(
        CriticalPointSearchOutcome.Converged,
        $"the last Newton step was {Number(distance)} long, within {Number(_options.DistanceTolerance)} of max(1, ‖θ‖).");

    // ‖g‖ is no more than its error: what Newton's step predicts from it says how near that is.
    private CriticalPointSearchResult AtResolution(TrustRegionStep step) => Result(
        CriticalPointSearchOutcome.Converged,
        $"‖g‖ is no more than the {Number(Resolution)} that its error explains" +
        (step.IsInside ? $"; by the curvature the critical point is {Number(step.Length)} away." : "."));

    private CriticalPointSearchResult Stagnated(string evidence) => Result(CriticalPointSearchOutcome.Stagnated, evidence);

    private CriticalPointSearchResult Result(CriticalPointSearchOutcome outcome, string evidence)
    {
        return new()
        {
            Outcome = outcome,
            Point = Vector<double>.Build.Dense(_theta),
            Loss = _loss,
            GradientNorm = _norm,
            GradientResolution = Resolution,
            NewtonDistance = _newtonDistance,
            DistanceFromStart = _work.Distance(_theta, _start),
            StartLoss = _startLoss,
            StartGradientNorm = _startGradientNorm,
            Iterations = _iteration,
            Evaluations = _objective.Evaluations - _before,
            Evidence = evidence,
        };
    }

    private double GradientAt(double[] theta, double[] gradient) => Math.Max(_options.GradientError, _objective.Gradient(theta, gradient));

    private readonly record struct Trial(double[] Theta, double[] Gradient, double Loss, double Norm, double Error);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
