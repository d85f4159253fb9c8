using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// A way to leave a point θ₀, such as a saddle, for one of lower loss. Every method gives a point whose loss has been evaluated and is lower by more
/// than its noise (four units in the last place and 2·<see cref="EscapeOptions.LossError"/>), or none and the reason.
/// </summary>
public abstract class EscapeMethod
{
    private protected EscapeMethod()
    {
    }

    /// <inheritdoc cref="Leave(Objective, Vector{double}, EscapeOptions)"/>
    public EscapeStep Leave(Objective objective, Vector<double> theta) => Leave(objective, theta, EscapeOptions.Default);

    /// <summary>Leaves the point for one of lower loss.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ₀, n entries. It is not changed.</param>
    /// <param name="options">The seed, the error of the loss, cancellation and progress.</param>
    /// <returns>The step.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="theta"/> has an entry that is not finite, its loss is not finite, or its length is not the one that the method was made for.
    /// </exception>
    /// <exception cref="InvalidOperationException">No lower loss was found; the message says why.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EscapeStep Leave(Objective objective, Vector<double> theta, EscapeOptions options) =>
        TryLeave(objective, theta, options, out var step, out var reason) ? step : throw new InvalidOperationException(reason);

    /// <summary>As <c>Leave</c>, with false where no lower loss was found.</summary>
    /// <inheritdoc cref="Leave(Objective, Vector{double}, EscapeOptions)"/>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ₀, n entries. It is not changed.</param>
    /// <param name="options">The seed, the error of the loss, cancellation and progress.</param>
    /// <param name="step">The step, or null.</param>
    /// <param name="reason">Why there is none; empty where there is one.</param>
    /// <returns>Whether a point of lower loss was found.</returns>
    public bool TryLeave(
        Objective objective, Vector<double> theta, EscapeOptions options, [NotNullWhen(true)] out EscapeStep? step, out string reason)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(options);
        var origin = theta.ToArray();
        Arguments.ThrowIfNotFinite(origin, nameof(theta));
        objective.ThrowIfLayoutDiffers(origin.Length, nameof(theta));
        if (origin.Length == 0)
        {
            (step, reason) = (null, "A space of no dimension has no direction to escape along.");
            return false;
        }

        ThrowIfUnsuited(origin.Length, nameof(theta));
        options.CancellationToken.ThrowIfCancellationRequested();
        using var scope = new CancellationScope(objective, options.CancellationToken);
        var departure = new Departure(objective, origin, options);
        if (!double.IsFinite(departure.Loss))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The loss at θ is {departure.Loss}."), nameof(objective));
        step = Leave(departure, out reason);
        return step is not null;
    }

    private protected abstract EscapeStep? Leave(Departure from, out string reason);

    private protected virtual void ThrowIfUnsuited(int dimension, string argument)
    {
    }
}
