using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// An approximate eigenvalue θ of a symmetric A with its residual r = ‖Ax − θx‖₂/‖x‖₂. A symmetric matrix has an eigenvalue in [θ − r, θ + r] for
/// any x ≠ 0 (Parlett, The Symmetric Eigenvalue Problem, theorem 4.5.1): certain, but for the rounding of the products. Which eigenvalue, and whether
/// one is missing beside it, a residual cannot tell.
/// </summary>
public sealed class EigenPair
{
    internal EigenPair(double value, double residual, double productError, bool isVerified, Vector<double>? vector)
    {
        Value = value;
        Residual = residual;
        ProductError = productError;
        IsVerified = isVerified;
        Vector = vector;
    }

    /// <summary>θ, in the units of A.</summary>
    public double Value { get; }

    /// <summary>r, in the units of A, for the products as they were computed.</summary>
    public double Residual { get; }

    /// <summary>The operator's own estimate of ‖computed − Av‖₂/‖v‖₂; 0 for an operator that is exact but for rounding.</summary>
    public double ProductError { get; }

    /// <summary>
    /// True if r comes from a product Ax of its own; false if it is the recurrence's β_k·|s_k|, which equals r but for rounding
    /// (of about k^1.5·10⁻¹⁶·‖A‖, Paige 1980, where vectors are not reorthogonalized).
    /// </summary>
    public bool IsVerified { get; }

    /// <summary>x, of norm 1, or null where only values were asked for.</summary>
    public Vector<double>? Vector { get; }

    /// <summary>θ − r − <see cref="ProductError"/>.</summary>
    public double Lower => Value - Residual - ProductError;

    /// <summary>θ + r + <see cref="ProductError"/>: an eigenvalue of A lies between <see cref="Lower"/> and here.</summary>
    public double Upper => Value + Residual + ProductError;

    /// <summary>θ ± r.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Value:G10} ± {Residual + ProductError:G3}");
}
