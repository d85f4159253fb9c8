using System.Globalization;

namespace Optimizers.Curvature;

public sealed partial class CriticalPoint
{
    /// <summary>
    /// A few lines: what the point is, the eigenvalues that decide, how sure that is, with a line for each claim, the gradient, and the way out.
    /// </summary>
    public override string ToString() => Dimension == 0
        ? Verdict()
        : string.Join('\n', [Verdict(), Spectrum(), .. Flat(), Numerical(), .. _claims.Select(Sure), .. Smooth(), Gradient(), WayOut()]);

    private string Verdict() => Kind switch
    {
        CriticalPointKind.LocalMinimum or CriticalPointKind.LocalMaximum when IsSpectrumComplete && ZeroCount > 0 =>
            $"Local {(Kind == CriticalPointKind.LocalMinimum ? "minimum" : "maximum")} in {Dimensions()}, flat to second order along {ZeroCount}: the higher orders decide.",
        CriticalPointKind.LocalMinimum => $"Local minimum in {Dimensions()}: the loss rises in every direction.",
        CriticalPointKind.LocalMaximum => $"Local maximum in {Dimensions()}: the loss falls in every direction.",
        CriticalPointKind.Saddle when !IsSpectrumComplete => $"Saddle in {Dimensions()}: the loss falls along one direction at least, and rises along another.",
        CriticalPointKind.Saddle when NegativeCount == 0 || PositiveCount == 0 =>
            $"Saddle in {Dimensions()}, flat to second order along {ZeroCount}: the higher orders decide.",
        CriticalPointKind.Saddle => $"Saddle in {Dimensions()}: the loss falls along {NegativeCount} and rises along {PositiveCount}" +
            (ZeroCount > 0 ? $", and is flat along {ZeroCount}." : "."),
        CriticalPointKind.Degenerate when Dimension == 0 =>
            "Degenerate in 0 dimensions: the space has one point, which is minimum and maximum at once.",
        CriticalPointKind.Degenerate when !IsSpectrumComplete && NegativeCount == 0 =>
            $"Second-order stationary in {Dimensions()}: ‖g‖ = {Number(GradientNorm)}, and no curvature below −{BoundText.Above(NegativeCurvatureBound)}" +
            (ZeroCount > 0 ? " transverse to the declared symmetries" : "") + ". A minimum, or flatter than that.",
        CriticalPointKind.Degenerate when PositiveThreshold > Tolerance && NegativeCount == 0 =>
            $"Second-order stationary in {Dimensions()}: no curvature below −{Number(NegativeThreshold)}, and flat to ±{Number(PositiveThreshold)} along {ZeroCount}.",
        CriticalPointKind.Degenerate => $"Degenerate in {Dimensions()}: the second-order test is silent along {ZeroCount}. " + WhatIsLeft(),
        _ => $"Not a critical point, in {Dimensions()}: the gradient is too large for the curvature.",
    };

    private string WhatIsLeft() => (PositiveCount, NegativeCount) switch
    {
        ( > 0, _) => $"It is no maximum, since the loss rises along {PositiveCount}; a minimum (or a valley of them) or a saddle.",
        (_, > 0) => $"It is no minimum, since the loss falls along {NegativeCount}; a maximum (or a ridge of them) or a saddle.",
        _ => "It can be a minimum, a maximum or a saddle: the Hessian is zero.",
    };

    private string Dimensions() => Dimension == 1 ? "1 dimension" : $"{Dimension} dimensions";

    private string Spectrum()
    {
        if (!IsSpectrumComplete)
            return Line("eigenvalues", $"λmin in {Ends(SmallestInterval)}, λmax in {Ends(LargestInterval)}, by {Evaluations}");
        var nearest = Eigenvalues.Where(value => Math.Abs(value) > Tolerance).OrderBy(Math.Abs).Select(Number).FirstOrDefault();
        var flat = PositiveThreshold > Tolerance ? $"within ±{Number(PositiveThreshold)}" : "zero";
        return Line("eigenvalues", $"{NegativeCount} negative, {ZeroCount} {flat}, {PositiveCount} positive; " +
            $"λmin = {Number(SmallestEigenvalue)}, λmax = {Number(LargestEigenvalue)}" + (nearest is null ? "" : $", nearest to zero {nearest}"));
    }

    private static string Ends(EigenvalueInterval interval) => $"[{BoundText.Below(interval.Lower)}, {BoundText.Above(interval.Upper)}]";

    private IEnumerable<string> Flat() => FlatDirections is null ? [] : [Line("flat", FlatDirections.ToString())];

    private static string Sure(Claim claim)
    {
        var about = claim.Subject switch
        {
            ClaimSubject.Matrix => "this matrix",
            ClaimSubject.Hessian => "the true Hessian",
            _ => "the loss",
        };
        var word = claim.Certainty switch
        {
            Certainty.Proven => "proven",
            Certainty.Probable => "probable",
            _ => "estimated",
        };
        var unless = claim.Certainty == Certainty.Probable
            ? string.Create(CultureInfo.InvariantCulture, $" (but for {1 - claim.Probability:G2})")
            : "";
        return Line(word, $"about {about}: {claim.Statement}{unless}");
    }

    private string Numerical() => Line("certainty", $"numerical; zero means up to {Number(Tolerance)} = {ToleranceSources}" +
        (Margin > 0 ? $"; the signs withstand a further error of H of {Number(Margin)}" : ""));

    private IEnumerable<string> Smooth()
    {
        var where = DistanceToCriticalPoint > SmoothRadius ? ", and the critical point of the expansion is outside it" : "";
        if (SmoothRadius is { } radius and < double.PositiveInfinity)
        {
            yield return Line("smooth", radius == 0
                ? "θ lies on a kink of the loss: the claims are about one of the pieces that meet there"
                : $"within {Number(radius)} of θ, by the objective's word; the claims hold inside that piece{where}");
        }
        else if (KinkDistance < double.PositiveInfinity)
        {
            yield return Line("smooth", $"not everywhere: a kink was seen within {Number(KinkDistance)} of θ; the claims hold inside the smooth piece at θ");
        }
    }

    private string Gradient() => Line("gradient", FlatGradientNorm > FlatGradientTolerance
        ? $"‖g‖ = {Number(GradientNorm)}, of it {Number(FlatGradientNorm)} along flat directions, more than the " +
          $"{Number(FlatGradientTolerance)} that the errors explain: the expansion has no critical point"
        : $"‖g‖ = {Number(GradientNorm)}; by the curvature the critical point is {(IsSpectrumComplete || DistanceToCriticalPoint <= Radius ? "" : "at least ")}{Number(DistanceToCriticalPoint)} away, " +
          $"{(DistanceToCriticalPoint <= Radius ? "within" : "outside")} the radius of {Number(Radius)}");

    private string WayOut() => Line("way out", NegativeCount > 0
        ? $"Escape, along the eigenvector of λmin = {Number(SmallestEigenvalue)}"
        : Kind switch
        {
            CriticalPointKind.LocalMinimum => "none, and none is needed",
            CriticalPointKind.Saddle or CriticalPointKind.LocalMaximum when _wayDown is not null => "Escape, along a curve on which the higher orders fall",
            CriticalPointKind.NotCritical => "a step against the gradient; there is no negative curvature",
            _ => "none at second order; evaluate the loss along the flat eigenvectors",
        });

    private string NoNegativeCurvature() => Dimension == 0
        ? "A space of no dimension has no direction to escape along."
        : $"No negative curvature to escape along: λmin = {Number(SmallestEigenvalue)} is not below −{Number(Tolerance)}. " + Kind switch
        {
            CriticalPointKind.LocalMinimum => "The point is a local minimum.",
            CriticalPointKind.NotCritical => "The point is not critical: step against the gradient.",
            _ => "The point is degenerate: evaluate the loss along the flat eigenvectors.",
        };

    private static string Line(string name, string text) => $"  {name,-12}{text}";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
