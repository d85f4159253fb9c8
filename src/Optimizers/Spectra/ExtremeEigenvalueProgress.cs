using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>Where the search for both ends of a spectrum stands.</summary>
/// <param name="Products">Products Av taken so far in this run.</param>
/// <param name="Smallest">The interval for λmin so far.</param>
/// <param name="Largest">The interval for λmax so far.</param>
public readonly record struct ExtremeEigenvalueProgress(long Products, EigenvalueInterval Smallest, EigenvalueInterval Largest)
{
    /// <summary>One line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Products} products, λmin in {Smallest}, λmax in {Largest}");
}
