using System.Diagnostics.CodeAnalysis;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

// The doors of CriticalPointEscape.
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
    /// The first step is max(1, ‖θ₀‖∞)/10, or longer if the loss could not show the decrease; it is halved until the loss is lower and for as long as
    /// it gets lower still, or doubled while that adds half again to the decrease, up to a thousand times the first. Lower means by more than four
    /// units in the last place of the loss, and more than 2·<see cref="EscapeOptions.LossError"/>. A loss that is not finite counts as not lower.
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
    /// Leaves the point along negative curvature, by the loss of an objective: at any size; or, from a saddle that only the higher orders show, along
    /// the curve on which they fall.
    /// </summary>
    /// <param name="objective">The one that the point was classified by.</param>
    /// <param name="theta">θ₀, n entries. It is not changed.</param>
    /// <param name="options">The seed, the error of the loss, cancellation and progress.</param>
    /// <returns>A new vector of n entries whose loss has been evaluated and is lower.</returns>
    /// <inheritdoc cref="Escape(Func{Vector{double}, double}, Vector{double}, EscapeOptions)" path="/exception"/>
    public Vector<double> Escape(Objective objective, Vector<double> theta, EscapeOptions options) =>
        TryEscape(objective, theta, options, out var step, out var reason) ? step.Point : throw new InvalidOperationException(reason);

    /// <summary>As <c>Escape</c>, with the details of the step, and with false where there is none.</summary>
    /// <inheritdoc cref="Escape(Objective, Vector{double}, EscapeOptions)"/>
    /// <param name="objective">The one that the point was classified by.</param>
    /// <param name="theta">θ₀, n entries. It is not changed.</param>
    /// <param name="step">The step, or null.</param>
    /// <returns>Whether a point of lower loss was found.</returns>
    public bool TryEscape(Objective objective, Vector<double> theta, [NotNullWhen(true)] out EscapeStep? step) =>
        TryEscape(objective, theta, EscapeOptions.Default, out step, out _);

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
        return CriticalPointEscape.Try(this, objective, theta.ToArray(), options, nameof(objective), out step, out reason);
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
        return CriticalPointEscape.Try(this, Objective.Create(loss), theta.ToArray(), options, nameof(loss), out step, out reason);
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
        return CriticalPointEscape.Try(this, objective, Widen(theta.ToArray()), options, nameof(loss), out step, out reason);
    }

    private static Vector<float> Narrow(Vector<double> point) => Vector<float>.Build.Dense(point.Count, i => (float)point[i]);
}
