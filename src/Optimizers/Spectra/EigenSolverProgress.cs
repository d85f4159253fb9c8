using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>Where an eigen-solver stands.</summary>
/// <param name="Products">Products Av taken so far in this run.</param>
/// <param name="Converged">How many of the wanted pairs have converged.</param>
/// <param name="Wanted">How many are wanted.</param>
/// <param name="Smallest">The smallest Ritz value, in the units of A.</param>
/// <param name="Largest">The largest Ritz value.</param>
/// <param name="Residual">The largest residual among the wanted pairs.</param>
public readonly record struct EigenSolverProgress(
    long Products, int Converged, int Wanted, double Smallest, double Largest, double Residual)
{
    /// <summary>One line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Products} products, {Converged} of {Wanted} converged, spectrum from {Smallest:G6} to {Largest:G6}, residual {Residual:G3}");
}
