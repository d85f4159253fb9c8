using System.Globalization;
using MathNet.Numerics;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The eigen-system of a Hessian, which is refused where it is less symmetric than its rounding and error explain.</summary>
internal static class HessianEigenSystem
{
    /// <summary>Decomposes (H + Hᵀ)/2.</summary>
    /// <param name="hessian">The n² finite entries of H, column by column; the array is overwritten.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="epsilon">The spacing of the numbers next to 1 in the precision in which H was given.</param>
    /// <param name="hessianError">A bound on the 2-norm of the error of H.</param>
    /// <param name="cancellationToken">Cancels between two columns of a large block.</param>
    /// <exception cref="ArgumentException">H is not symmetric, beyond what its errors explain; or ‖H‖₂ overflows.</exception>
    /// <exception cref="NonConvergenceException">The iteration for the eigenvalues did not converge.</exception>
    public static SymmetricEigenSystem Of(double[] hessian, int n, double epsilon, double hessianError, CancellationToken cancellationToken = default)
    {
        var part = SymmetricPart.Of(hessian, n);
        ThrowIfNotSymmetric(part, epsilon, hessianError, nameof(hessian));
        var system = SymmetricEigenSystem.Of(part, cancellationToken);
        if (!double.IsFinite(Math.ScaleB(system.Norm, system.Exponent)))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The largest eigenvalue of the Hessian is {system.Norm:G4}·2^{system.Exponent}, more than a double holds: scale the loss down."),
                nameof(hessian));
        }

        return system;
    }

    private static void ThrowIfNotSymmetric(SymmetricPart part, double epsilon, double hessianError, string argument)
    {
        // Each entry is a sum of many terms: its order may cost a hundred roundings. |eᵢⱼ − eⱼᵢ| ≤ 2‖E‖₂ is what an error E can do.
        var (worst, exponent) = (part.Worst, part.Exponent);
        var allowed = ((part.Dimension + 100) * epsilon * part.LargestEntry) + (2 * Math.ScaleB(hessianError, -exponent));
        if (!(worst.Difference > allowed))
            return;
        throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"The Hessian is not symmetric: h[{worst.Row},{worst.Column}] = {Math.ScaleB(worst.Above, exponent)} and "
            + $"h[{worst.Column},{worst.Row}] = " +
            $"{Math.ScaleB(worst.Below, exponent)} differ by {Math.ScaleB(worst.Difference, exponent):G4}, more than the " +
            $"{Math.ScaleB(allowed, exponent):G4} that rounding and a HessianError of {hessianError:G4} explain. " +
            $"If H is inexact, state its error in {nameof(CriticalPointOptions)}.{nameof(CriticalPointOptions.HessianError)}."), argument);
    }
}
