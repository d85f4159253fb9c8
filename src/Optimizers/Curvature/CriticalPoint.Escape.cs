using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature.Functions;

namespace Optimizers.Curvature;

public sealed partial class CriticalPoint
{
    /// <inheritdoc cref="Escape(Func{Vector{double}, double}, Vector{double}, EscapeOptions)"/>
    public Vector<double> Escape(Func<Vector<double>, double> loss, Vector<double> theta) => Escape(loss, theta, EscapeOptions.Default);

    /// <summary>
    /// Leaves the point along negative curvature: θ₀ + αu, u the eigenvector of λmin with gᵀu ≤ 0, α by a line search on the loss itself.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Where gᵀu is within <see cref="GradientTolerance"/>, or the loss does not fall along u, −u is tried too, and the lower point taken.
    /// The first step is max(1, ‖θ₀‖∞)/10, or longer if the loss could not show the decrease; it is halved until the loss is lower and for as long as it gets lower still, or doubled while
    /// that adds half again to the decrease, up to a thousand times the first. Lower means by more than four units in the last place of the loss, and more than
    /// 2·<see cref="EscapeOptions.LossError"/>. A loss that is not finite counts as not lower.
    /// </para>
    /// <para>
    /// Where λmin is multiple (within τ plus 10⁻⁶·(λmax − λmin)), every direction of its eigenspace is as good to the Hessian, but not to a
    /// network: one that is the same for two units that are alike leaves them alike. So u is a random vector from
    /// <see cref="EscapeOptions.Seed"/>, projected on that eigenspace.
    /// </para>
    /// </remarks>
    /// <param name="loss">L. It is handed a new vector each time, and must be the loss that H and g are of.</param>
    /// <param name="theta">θ₀, n entries: where H and g were taken. It is not changed.</param>
    /// <param name="options">The seed, and the error of the loss.</param>
    /// <returns>A new vector of n entries whose loss has been evaluated and is lower than at <paramref name="theta"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="theta"/> has not n entries, or one that is not finite; or its loss is not finite.
    /// </exception>
    /// <exception cref="InvalidOperationException">There is no negative curvature, or no lower loss along it; the message says which.</exception>
    public Vector<double> Escape(Func<Vector<double>, double> loss, Vector<double> theta, EscapeOptions options) =>
        TryEscape(loss, theta, options, out var step, out var reason) ? step.Point : throw new InvalidOperationException(reason);

    /// <inheritdoc cref="TryEscape(Func{Vector{double}, double}, Vector{double}, EscapeOptions, out EscapeStep?)"/>
    public bool TryEscape(Func<Vector<double>, double> loss, Vector<double> theta, [NotNullWhen(true)] out EscapeStep? step) =>
        TryEscape(loss, theta, EscapeOptions.Default, out step);

    /// <summary>As <c>Escape</c>, with the details of the step, and with false where there is none.</summary>
    /// <inheritdoc cref="Escape(Func{Vector{double}, double}, Vector{double}, EscapeOptions)"/>
    /// <param name="loss">L. It is handed a new vector each time, and must be the loss that H and g are of.</param>
    /// <param name="theta">θ₀, n entries: where H and g were taken. It is not changed.</param>
    /// <param name="options">The seed, and the error of the loss.</param>
    /// <param name="step">The step, or null.</param>
    /// <returns>Whether a point of lower loss was found.</returns>
    public bool TryEscape(
        Func<Vector<double>, double> loss, Vector<double> theta, EscapeOptions options, [NotNullWhen(true)] out EscapeStep? step) =>
        TryEscape(loss, theta, options, out step, out _);

    /// <inheritdoc cref="Escape(Func{Vector{float}, double}, Vector{float}, EscapeOptions)"/>
    public Vector<float> Escape(Func<Vector<float>, double> loss, Vector<float> theta) => Escape(loss, theta, EscapeOptions.Default);

    /// <summary>
    /// As in double; every point that is tried is rounded to single precision first, and the loss is taken to be rounded to it too.
    /// </summary>
    /// <inheritdoc cref="Escape(Func{Vector{double}, double}, Vector{double}, EscapeOptions)"/>
    public Vector<float> Escape(Func<Vector<float>, double> loss, Vector<float> theta, EscapeOptions options) =>
        TryEscape(loss, theta, options, out var step, out var reason) ? Narrow(step.Point) : throw new InvalidOperationException(reason);

    /// <inheritdoc cref="TryEscape(Func{Vector{float}, double}, Vector{float}, EscapeOptions, out EscapeStep?)"/>
    public bool TryEscape(Func<Vector<float>, double> loss, Vector<float> theta, [NotNullWhen(true)] out EscapeStep? step) =>
        TryEscape(loss, theta, EscapeOptions.Default, out step);

    /// <summary>
    /// As in double; every point that is tried is rounded to single precision first, and the loss is taken to be rounded to it too. The
    /// entries of <see cref="EscapeStep.Point"/> are the rounded ones.
    /// </summary>
    /// <inheritdoc cref="TryEscape(Func{Vector{double}, double}, Vector{double}, EscapeOptions, out EscapeStep?)"/>
    public bool TryEscape(
        Func<Vector<float>, double> loss, Vector<float> theta, EscapeOptions options, [NotNullWhen(true)] out EscapeStep? step) =>
        TryEscape(loss, theta, options, out step, out _);

    /// <inheritdoc cref="Escape(Objective, Vector{double}, EscapeOptions)"/>
    public Vector<double> Escape(Objective objective, Vector<double> theta) => Escape(objective, theta, EscapeOptions.Default);

    /// <summary>
    /// Leaves the point along negative curvature, by the loss of an objective: at any size; or, from a saddle that only the higher orders show, along the
    /// curve on which they fall.
    /// </summary>
    /// <param name="objective">The one that the point was classified by.</param>
    /// <param name="theta">θ₀, n entries. It is not changed.</param>
    /// <param name="options">The seed, the error of the loss, cancellation and progress.</param>
    /// <returns>A new vector of n entries whose loss has been evaluated and is lower.</returns>
    /// <inheritdoc cref="Escape(Func{Vector{double}, double}, Vector{double}, EscapeOptions)" path="/exception"/>
    public Vector<double> Escape(Objective objective, Vector<double> theta, EscapeOptions options) =>
        TryEscape(objective, theta, options, out var step, out var reason) ? step.Point : throw new InvalidOperationException(reason);

    /// <summary>As <c>Escape</c>, with the details of the step; where there is none, with the reason.</summary>
    /// <inheritdoc cref="Escape(Objective, Vector{double}, EscapeOptions)"/>
    /// <param name="objective">The one that the point was classified by.</param>
    /// <param name="theta">θ₀, n entries. It is not changed.</param>
    /// <param name="options">The seed, the error of the loss, cancellation and progress.</param>
    /// <param name="step">The step, or null.</param>
    /// <param name="reason">Why there is none; empty where there is one.</param>
    /// <returns>Whether a point of lower loss was found.</returns>
    public bool TryEscape(
        Objective objective, Vector<double> theta, EscapeOptions options, [NotNullWhen(true)] out EscapeStep? step, out string reason)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(options);
        if (theta.Count != Dimension)
            throw new ArgumentException($"θ has {theta.Count} entries; the point that was classified has {Dimension}.", nameof(theta));
        if (NegativeCount > 0)
        {
            var direction = Vector<double>.Build.Dense(DirectionOfEscape(options.Seed));
            return new NegativeCurvatureEscape(direction).TryLeave(objective, theta, options, out step, out reason);
        }

        (step, reason) = (null, NoNegativeCurvature());
        if (_wayDown is not null)
            step = DownTheCurve(new Departure(objective, theta.ToArray(), options), _wayDown, ref reason);
        return step is not null;
    }

    // The curve is one of higher order: from far to near, the first point that is lower by more than the loss can tell.
    private static EscapeStep? DownTheCurve(Departure from, DescentCurve curve, ref string reason)
    {
        for (var t = 0.1 * from.Scale; t > DoubleEpsilon * from.Scale; t /= 2)
        {
            var point = curve.Point(from.Theta, t);
            var loss = from.LossAt(point);
            if (from.IsLower(loss))
            {
                reason = "";
                return from.StepTo(point, loss);
            }
        }

        reason = "No lower loss: along the curve on which the higher orders fall, none is below that at θ by more than its noise.";
        return null;
    }

    private bool TryEscape(
        Func<Vector<double>, double> loss,
        Vector<double> theta,
        EscapeOptions options,
        [NotNullWhen(true)] out EscapeStep? step,
        out string reason)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(options);
        return TryEscape(loss, theta.ToArray(), x => x, DoubleEpsilon, options, out step, out reason);
    }

    private bool TryEscape(
        Func<Vector<float>, double> loss,
        Vector<float> theta,
        EscapeOptions options,
        [NotNullWhen(true)] out EscapeStep? step,
        out string reason)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(options);
        return TryEscape(point => loss(Narrow(point)), Widen(theta.ToArray()), x => (float)x, SingleEpsilon, options, out step, out reason);
    }

    private bool TryEscape(
        Func<Vector<double>, double> loss,
        double[] theta,
        Func<double, double> round,
        double epsilon,
        EscapeOptions options,
        [NotNullWhen(true)] out EscapeStep? step,
        out string reason)
    {
        var n = Dimension;
        if (theta.Length != n)
            throw new ArgumentException($"θ has {theta.Length} entries; the point that was classified has {n}.", nameof(theta));
        Arguments.ThrowIfNotFinite(theta, nameof(theta));

        step = null;
        if (NegativeCount == 0)
        {
            reason = NoNegativeCurvature();
            return false;
        }

        var before = loss(Vector<double>.Build.DenseOfArray(theta));
        if (!double.IsFinite(before))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The loss at θ is {before}."), nameof(loss));

        var (direction, slope, curvature) = Descent(options.Seed);
        var search = new NegativeCurvatureSearch(LossAt, before, new LossResolution(epsilon, options.LossError));
        var firstStep = 0.1 * theta.Aggregate(1.0, (largest, entry) => Math.Max(largest, Math.Abs(entry)));
        var best = search.Search(firstStep, slope, curvature);
        if (best is null || Math.Abs(slope) <= GradientTolerance)
        {
            var other = search.Search(-firstStep, slope, curvature);
            if (best is null || other?.Loss < best?.Loss)
                best = other;
        }

        if (best is not { } found)
        {
            reason = string.Create(
                CultureInfo.InvariantCulture,
                $"No lower loss: along the curvature {curvature:G4}, both ways, none of {search.Evaluations} losses is below the {before:G6} at θ by " +
                $"more than rounding and a LossError of {options.LossError:G4}. Are H and the loss of the same function, at the same θ?");
            return false;
        }

        var sign = Math.Sign(found.StepSize);
        reason = "";
        step = new EscapeStep
        {
            Point = At(found.StepSize),
            Direction = Vector<double>.Build.Dense(n, i => sign * direction[i]),
            StepSize = Math.Abs(found.StepSize),
            Curvature = curvature,
            Slope = sign * slope,
            LossBefore = before,
            LossAfter = found.Loss,
            Evaluations = search.Evaluations + 1,
        };
        return true;

        double LossAt(double alpha)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            return loss(At(alpha));
        }

        Vector<double> At(double alpha) => Vector<double>.Build.Dense(n, i => round(theta[i] + alpha * direction[i]));
    }

    /// <summary>u of <c>Escape</c>: the eigenvector of λmin with gᵀu ≤ 0, or a random one of its eigenspace.</summary>
    internal double[] DirectionOfEscape(int seed) => Descent(seed).Direction;

    // u with gᵀu ≤ 0, gᵀu and uᵀHu: by their coordinates in the eigenvectors next to λmin.
    private (double[] Direction, double Slope, double Curvature) Descent(int seed)
    {
        var n = Dimension;
        var width = Tolerance + 1e-6 * LargestEigenvalue - 1e-6 * SmallestEigenvalue;
        var multiplicity = Eigenvalues.Take(NegativeCount).Count(value => value - Eigenvalues[0] <= width);
        double[] w = [1];
        if (multiplicity > 1)
        {
            var random = RandomDirection.Next(n, seed);
            w = [.. Enumerable.Range(0, multiplicity).Select(i => SymmetricEigenSystem.Dot(VectorAt(i), random))];
        }

        var length = Math.Sqrt(SymmetricEigenSystem.Dot(w, w));
        var direction = new double[n];
        double slope = 0, curvature = 0;
        for (var i = 0; i < multiplicity; i++)
        {
            w[i] /= length;
            SymmetricEigenSystem.AddScaled(direction, w[i], VectorAt(i));
            slope += w[i] * _slopes[i];
            curvature += w[i] * w[i] * Eigenvalues[i];
        }

        return slope > 0 ? ([.. direction.Select(entry => -entry)], -slope, curvature) : (direction, slope, curvature);
    }

    private static Vector<float> Narrow(Vector<double> point) => Vector<float>.Build.Dense(point.Count, i => (float)point[i]);
}
