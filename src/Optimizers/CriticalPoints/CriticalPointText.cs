using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>Writes a critical point as text.</summary>
/// <param name="point">The point.</param>
internal sealed class CriticalPointText(CriticalPoint point)
{
    /// <inheritdoc cref="CriticalPoint.ToString"/>
    public override string ToString() => point.Dimension == 0
        ? Verdict()
        : string.Join('\n', [Verdict(), Spectrum(), .. Flat(), Numerical(), .. point.Claims.Select(Sure), .. Smooth(), Gradient(), WayOut()]);

    private string Verdict() => point.Kind switch
    {
        CriticalPointKind.LocalMinimum or CriticalPointKind.LocalMaximum when point.IsSpectrumComplete && point.ZeroCount > 0 =>
            $"Local {(point.Kind == CriticalPointKind.LocalMinimum ? "minimum" : "maximum")} in {Dimensions()}, flat to second order along "
            + $"{point.ZeroCount}: the higher orders decide.",
        CriticalPointKind.LocalMinimum => $"Local minimum in {Dimensions()}: the loss rises in every direction.",
        CriticalPointKind.LocalMaximum => $"Local maximum in {Dimensions()}: the loss falls in every direction.",
        CriticalPointKind.Saddle when !point.IsSpectrumComplete =>
            $"Saddle in {Dimensions()}: the loss falls along one direction at least, and rises along another.",
        CriticalPointKind.Saddle when point.NegativeCount == 0 || point.PositiveCount == 0 =>
            $"Saddle in {Dimensions()}, flat to second order along {point.ZeroCount}: the higher orders decide.",
        CriticalPointKind.Saddle => $"Saddle in {Dimensions()}: the loss falls along {point.NegativeCount} and rises along {point.PositiveCount}" +
            (point.ZeroCount > 0 ? $", and is flat along {point.ZeroCount}." : "."),
        CriticalPointKind.Degenerate when point.Dimension == 0 =>
            "Degenerate in 0 dimensions: the space has one point, which is minimum and maximum at once.",
        CriticalPointKind.Degenerate when !point.IsSpectrumComplete && point.NegativeCount == 0 =>
            $"Second-order stationary in {Dimensions()}: ‖g‖ = {Number(point.GradientNorm)}, and no curvature below "
            + $"−{BoundText.Above(point.NegativeCurvatureBound)}" +
            (point.ZeroCount > 0 ? " transverse to the declared symmetries" : "") + ". A minimum, or flatter than that.",
        CriticalPointKind.Degenerate when point.PositiveThreshold > point.Tolerance && point.NegativeCount == 0 =>
            $"Second-order stationary in {Dimensions()}: no curvature below −{Number(point.NegativeThreshold)}, and flat to "
            + $"±{Number(point.PositiveThreshold)} along {point.ZeroCount}.",
        CriticalPointKind.Degenerate => $"Degenerate in {Dimensions()}: the second-order test is silent along {point.ZeroCount}. " + WhatIsLeft(),
        _ => $"Not a critical point, in {Dimensions()}: the gradient is too large for the curvature.",
    };

    private string WhatIsLeft() => (point.PositiveCount, point.NegativeCount) switch
    {
        ( > 0, _) => $"It is no maximum, since the loss rises along {point.PositiveCount}; a minimum (or a valley of them) or a saddle.",
        (_, > 0) => $"It is no minimum, since the loss falls along {point.NegativeCount}; a maximum (or a ridge of them) or a saddle.",
        _ => "It can be a minimum, a maximum or a saddle: the Hessian is zero.",
    };

    private string Dimensions() => point.Dimension == 1 ? "1 dimension" : $"{point.Dimension} dimensions";

    private string Spectrum()
    {
        if (!point.IsSpectrumComplete)
            return Line("eigenvalues", $"λmin in {Ends(point.SmallestInterval)}, λmax in {Ends(point.LargestInterval)}, by {point.Evaluations}");
        var nearest = point.Eigenvalues.Where(value => Math.Abs(value) > point.Tolerance).OrderBy(Math.Abs).Select(Number).FirstOrDefault();
        var flat = point.PositiveThreshold > point.Tolerance ? $"within ±{Number(point.PositiveThreshold)}" : "zero";
        return Line("eigenvalues", $"{point.NegativeCount} negative, {point.ZeroCount} {flat}, {point.PositiveCount} positive; " +
            $"λmin = {Number(point.SmallestEigenvalue)}, λmax = {Number(point.LargestEigenvalue)}"
                + (nearest is null ? "" : $", nearest to zero {nearest}"));
    }

    private static string Ends(EigenvalueInterval interval) => $"[{BoundText.Below(interval.Lower)}, {BoundText.Above(interval.Upper)}]";

    private IEnumerable<string> Flat() => point.FlatDirections is null ? [] : [Line("flat", point.FlatDirections.ToString())];

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

    private string Numerical() => Line("certainty", $"numerical; zero means up to {Number(point.Tolerance)} = {point.ToleranceSources}" +
        (point.Margin > 0 ? $"; the signs withstand a further error of H of {Number(point.Margin)}" : ""));

    private IEnumerable<string> Smooth()
    {
        var where = point.DistanceToCriticalPoint > point.SmoothRadius ? ", and the critical point of the expansion is outside it" : "";
        if (point.SmoothRadius is { } radius and < double.PositiveInfinity)
        {
            yield return Line("smooth", radius == 0
                ? "θ lies on a kink of the loss: the claims are about one of the pieces that meet there"
                : $"within {Number(radius)} of θ, by the objective's word; the claims hold inside that piece{where}");
        }
        else if (point.KinkDistance < double.PositiveInfinity)
        {
            yield return Line("smooth",
                $"not everywhere: a kink was seen within {Number(point.KinkDistance)} of θ; the claims hold inside the smooth piece at θ");
        }
    }

    private string Gradient() => Line("gradient", point.FlatGradientNorm > point.FlatGradientTolerance
        ? $"‖g‖ = {Number(point.GradientNorm)}, of it {Number(point.FlatGradientNorm)} along flat directions, more than the " +
          $"{Number(point.FlatGradientTolerance)} that the errors explain: the expansion has no critical point"
        : $"‖g‖ = {Number(point.GradientNorm)}; by the curvature the critical point is "
            + (point.IsSpectrumComplete || point.DistanceToCriticalPoint <= point.Radius ? "" : "at least ")
            + $"{Number(point.DistanceToCriticalPoint)} away, " +
          $"{(point.DistanceToCriticalPoint <= point.Radius ? "within" : "outside")} the radius of {Number(point.Radius)}");

    private string WayOut() => Line("way out", point.NegativeCount > 0
        ? $"Escape, along the eigenvector of λmin = {Number(point.SmallestEigenvalue)}"
        : point.Kind switch
        {
            CriticalPointKind.LocalMinimum => "none, and none is needed",
            CriticalPointKind.Saddle or CriticalPointKind.LocalMaximum when point.WayDown is not null =>
                "Escape, along a curve on which the higher orders fall",
            CriticalPointKind.NotCritical => "a step against the gradient; there is no negative curvature",
            _ => "none at second order; evaluate the loss along the flat eigenvectors",
        });

    /// <summary>Why there is no escape along negative curvature.</summary>
    public string NoNegativeCurvature() => point.Dimension == 0
        ? "A space of no dimension has no direction to escape along."
        : $"No negative curvature to escape along: λmin = {Number(point.SmallestEigenvalue)} is not below −{Number(point.Tolerance)}. "
        + point.Kind switch
        {
            CriticalPointKind.LocalMinimum => "The point is a local minimum.",
            CriticalPointKind.NotCritical => "The point is not critical: step against the gradient.",
            _ => "The point is degenerate: evaluate the loss along the flat eigenvectors.",
        };

    private static string Line(string name, string text) => $"  {name,-12}{text}";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
