using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>A Hessian-vector product along one direction v, by the caller's function and by differences of gradients.</summary>
/// <param name="Norm">‖Hv‖₂ by the caller's product.</param>
/// <param name="Discrepancy">‖Hv − difference‖₂.</param>
/// <param name="Tolerance">How large that may be: three times the estimated error of the difference, and the rounding of Hv.</param>
/// <param name="Row">Where the two differ most.</param>
internal readonly record struct ProductCheck(double Norm, double Discrepancy, double Tolerance, int Row)
{
    /// <summary>True if the discrepancy is within the tolerance.</summary>
    public bool Agrees => Discrepancy <= Tolerance;

    /// <summary>"‖Hv‖ = 2.5, 1E-11 from differences, tolerance 1E-10".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"‖Hv‖ = {Norm:G6}, {Discrepancy:G2} from differences, tolerance {Tolerance:G2}");
}
