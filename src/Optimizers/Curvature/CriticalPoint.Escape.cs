using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature.Functions;
using Optimizers.LinearAlgebra;

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
    /// Where the loss does not fall along u, or gᵀu does not decide (|αgᵀu| ≤ ½α²|uᵀHu| at the α found), −u is tried too, and the lower point taken.
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
        return TryEscape(objective, theta.ToArray(), options, nameof(objective), out step, out reason);
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
        return TryEscape(Objective.Create(loss), theta.ToArray(), options, nameof(loss), out step, out reason);
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
        var objective = Objective.Create(point => loss(Narrow(point)), options: new ObjectiveOptions { SinglePrecision = true });
        return TryEscape(objective, Widen(theta.ToArray()), options, nameof(loss), out step, out reason);
    }

    private bool TryEscape(
        Objective objective, double[] theta, EscapeOptions options, string argument, [NotNullWhen(true)] out EscapeStep? step, out string reason)
    {
        if (theta.Length != Dimension)
            throw new ArgumentException($"θ has {theta.Length} entries; the point that was classified has {Dimension}.", nameof(theta));
        Arguments.ThrowIfNotFinite(theta, nameof(theta));
        Arguments.ThrowIfLayoutDiffers(objective, theta.Length, nameof(theta));
        options.CancellationToken.ThrowIfCancellationRequested();
        (step, reason) = (null, NoNegativeCurvature());
        if (NegativeCount == 0 && _wayDown is null)
            return false;
        var from = new Departure(objective, theta, options);
        if (!double.IsFinite(from.Loss))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The loss at θ is {from.Loss}."), argument);
        if (NegativeCount == 0)
        {
            step = DownTheCurve(from, _wayDown!, ref reason);
            return step is not null;
        }

        var (direction, slope, curvature) = DirectionOfEscape(options.Seed);
        step = NegativeCurvatureEscape.Along(direction, slope, curvature, from, out reason);
        if (step is null)
            reason += " Are H and the loss of the same function, at the same θ?";
        return step is not null;
    }

    /// <summary>
    /// u of <c>Escape</c>, the eigenvector of λmin with gᵀu ≤ 0, or a random one of its eigenspace; gᵀu and uᵀHu, by their coordinates in the eigenvectors.
    /// </summary>
    internal (double[] Direction, double Slope, double Curvature) DirectionOfEscape(int seed)
    {
        var work = new VectorWork();
        var n = Dimension;
        var width = Tolerance + 1e-6 * LargestEigenvalue - 1e-6 * SmallestEigenvalue;
        var multiplicity = Eigenvalues.Take(NegativeCount).Count(value => value - Eigenvalues[0] <= width);
        double[] w = [1];
        if (multiplicity > 1)
        {
            var random = RandomDirection.Next(n, seed);
            w = [.. Enumerable.Range(0, multiplicity).Select(i => work.Dot(VectorAt(i), random))];
        }

        var length = Math.Sqrt(SymmetricEigenSystem.Dot(w, w));
        var direction = new double[n];
        double slope = 0, curvature = 0;
        for (var i = 0; i < multiplicity; i++)
        {
            w[i] /= length;
            work.AddScaled(w[i], VectorAt(i), direction);
            slope += w[i] * _slopes[i];
            curvature += w[i] * w[i] * Eigenvalues[i];
        }

        if (!(slope > 0))
            return (direction, slope, curvature);
        work.Scale(-1, direction, direction);
        return (direction, -slope, curvature);
    }

    private static Vector<float> Narrow(Vector<double> point) => Vector<float>.Build.Dense(point.Count, i => (float)point[i]);
}
