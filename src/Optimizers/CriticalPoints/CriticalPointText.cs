using System.Globalization;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>Writes a critical point as text.</summary>
/// <param name="point">The point.</param>
internal sealed class CriticalPointText(CriticalPoint point)
{
    /// <inheritdoc cref="CriticalPoint.ToString"/>
    public override string ToString() => point.Dimension == 0
        ? Verdict()
        : string.Join('\n', [Verdict(), Spectrum(), .. Flat(), Numerical(),
            .. point.Claims.Select(Sure), .. Smooth(), Gradient(), .. Way(), WayOut()]);

    private string Verdict() => point.Kind switch
    {
        CriticalPointKind.Degenerate when point.Dimension == 0 =>
            "Degenerate in 0 dimensions: the space has one point, which is minimum and maximum at once.",
        CriticalPointKind.LocalMinimum or CriticalPointKind.LocalMaximum when IsByHigherOrders =>
            $"{Title()}: flat to second order along {point.Silent}, and the higher orders decide.",
        CriticalPointKind.LocalMinimum => $"{Title()}: {What} rises in every direction.",
        CriticalPointKind.LocalMaximum => $"{Title()}: {What} falls in every direction.",
        CriticalPointKind.Saddle when !point.IsSpectrumComplete => $"{Title()}: {What} falls along one direction at least, and rises along another.",
        CriticalPointKind.Saddle when IsByHigherOrders => $"{Title()}: flat to second order along {point.Silent}, and the higher orders decide.",
        CriticalPointKind.Saddle => $"{Title()}: {What} falls along {point.Falling} and rises along {point.Rising}" +
            (point.Silent > 0 ? $", and is flat along {point.Silent}." : "."),
        CriticalPointKind.Degenerate when !point.IsSpectrumComplete && point.NegativeCount == 0 =>
            $"Second-order stationary in {Dimensions()}, {HowSure()}: ‖g‖ = {Number(point.GradientNorm)}, and no curvature below "
            + $"−{BoundText.Above(point.NegativeCurvatureBound)}" +
            (point.ZeroCount > 0 ? " transverse to the declared symmetries" : "") + ". A minimum, or flatter than that.",
        CriticalPointKind.Degenerate when point.PositiveThreshold > point.Tolerance && point.NegativeCount == 0 =>
            $"Second-order stationary in {Dimensions()}, {HowSure()}: no curvature below −{Number(point.NegativeThreshold)}, and flat to "
            + $"±{Number(point.PositiveThreshold)} along {point.ZeroCount}.",
        CriticalPointKind.Degenerate => $"{Title()}: the second-order test is silent along {Silent()}. {WhatIsLeft()}",
        CriticalPointKind.Undecided => $"{Title()}: {WhyUndecided()}.",
        _ => $"Not a critical point, in {Dimensions()}, {HowSure()}: {WhyNot()}.",
    };

    private string What => point.IsQuadraticModel ? "the model" : "the loss";

    // The second order of the critical point does not make it the kind that it is.
    private bool IsByHigherOrders => point.IsSpectrumComplete && point.ProvenOf is null && point.Kind switch
    {
        CriticalPointKind.LocalMinimum or CriticalPointKind.LocalMaximum => point.Silent > 0,
        _ => point.Falling == 0 || point.Rising == 0,
    };

    private string Title()
    {
        var kind = point.Kind switch
        {
            CriticalPointKind.LocalMinimum => "Local minimum",
            CriticalPointKind.LocalMaximum => "Local maximum",
            CriticalPointKind.Saddle => "Saddle",
            CriticalPointKind.Undecided => "Undecided",
            _ => "Degenerate",
        };
        return $"{kind} {(point.IsQuadraticModel ? "of the quadratic model " : "")}in {Dimensions()}, {HowSure()}";
    }

    private string HowSure() => point.ProvenOf switch
    {
        ClaimSubject.Matrix => "proven of this matrix as stored",
        ClaimSubject.Hessian => "proven of every matrix within the stated error",
        ClaimSubject.Loss => "proven of the loss",
        _ => "numerically",
    };

    private string Silent() => point.Silent > 0 ? $"{point.Silent}" : $"{point.ZeroCount}";

    private string WhatIsLeft() => (point.Rising, point.Falling) switch
    {
        ( > 0, _) => $"It is no maximum, since {What} rises along {point.Rising}; a minimum (or a valley of them) or a saddle.",
        (_, > 0) => $"It is no minimum, since {What} falls along {point.Falling}; a maximum (or a ridge of them) or a saddle.",
        _ => point.LargestEigenvalue == 0 && point.SmallestEigenvalue == 0
            ? "It can be a minimum, a maximum or a saddle: the Hessian is zero."
            : "It can be a minimum, a maximum or a saddle: no curvature is left at the critical point that its errors and its change do not explain.",
    };

    private string WhyUndecided() => point.Kink == KinkTest.Finding.FirstOrder || point.SmoothRadius == 0
        ? "the loss has a kink there, and its slopes on the two sides differ"
        : point.Kink == KinkTest.Finding.SecondOrder
            ? "the second derivatives jump there, and the Hessian is that of one side"
        : point.SecondOrder.IsLostInErrors
                ? $"the errors of H of {Number(point.ToleranceSources.Input)} are as large as H itself, and the gradient is not zero"
                : "the Hessian is not finite, or not the same, on the way to the critical point that it predicts";

    private string WhyNot() => !double.IsFinite(point.RelativeDistance)
        ? "the gradient is too large for the curvature"
        : point.KindAtCriticalPoint switch
        {
            CriticalPointKind.NotCritical => "each step to the critical point that the curvature predicts leads as far as the one before it",
            CriticalPointKind.LocalMinimum => $"the critical point {Far()} away is a local minimum",
            CriticalPointKind.LocalMaximum => $"the critical point {Far()} away is a local maximum",
            CriticalPointKind.Saddle => $"the critical point {Far()} away is a saddle",
            CriticalPointKind.Degenerate => $"the critical point {Far()} away is degenerate",
            _ => $"the gradient is too large for the curvature, which predicts the critical point {Far()} away",
        };

    private string Far() => Number(point.DistanceToCriticalPoint);

    private string Dimensions() => point.Dimension == 1 ? "1 dimension" : $"{point.Dimension} dimensions";

    private string Spectrum()
    {
        if (!point.IsSpectrumComplete)
            return Line("eigenvalues",
                $"λmin in {Ends(point.SmallestInterval)}, λmax in {Ends(point.LargestInterval)}, "
                + $"{(point.SecondOrder.AreEndsEstimated ? "estimated" : "probable")}, by "
                + $"{point.Evaluations}{(point.IsAtCriticalPoint ? ", at the critical point to which Newton's steps lead" : "")}");
        var nearest = point.Eigenvalues.Where(value => Math.Abs(value) > point.Tolerance).OrderBy(Math.Abs).Select(Number).FirstOrDefault();
        var flat = point.PositiveThreshold > point.Tolerance ? $"within ±{Number(point.PositiveThreshold)}" : "zero";
        return Line("eigenvalues", $"{point.NegativeCount} negative, {point.ZeroCount} {flat}, {point.PositiveCount} positive; " +
            $"λmin = {Number(point.SmallestEigenvalue)}, λmax = {Number(point.LargestEigenvalue)}"
                + (nearest is null ? "" : $", nearest to zero {nearest}") +
            (point.SecondOrder.IsGraded
                ? "; the counts are those of H with rows and columns scaled by powers of two, since what is within the "
                    + "tolerance here is not lost there" : ""));
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

    private string Numerical() => Line("tolerance", $"zero means up to {Number(point.Tolerance)} = {point.ToleranceSources}" +
        (point.Margin > 0 ? $"; the signs withstand a further error of H of {Number(point.Margin)}" : ""));

    private IEnumerable<string> Smooth()
    {
        if (point.Kink != KinkTest.Finding.Smooth)
        {
            yield return Line("smooth",
                $"not here: the {(point.Kink == KinkTest.Finding.FirstOrder ? "first" : "second")} derivatives differ on the sides of "
                + $"θ or of the critical point");
            yield break;
        }

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

    private string Gradient() => Line("gradient", point.FlatGradientNorm > point.FlatGradientTolerance && !double.IsFinite(point.RelativeDistance)
        ? $"‖g‖ = {Number(point.GradientNorm)}, of it {Number(point.FlatGradientNorm)} along flat directions, more than the " +
          $"{Number(point.FlatGradientTolerance)} that the errors explain: the expansion has no critical point"
        : point.SecondOrder.IsLostInErrors
            ? $"‖g‖ = {Number(point.GradientNorm)}; how far the critical point is cannot be told, since the errors of H are as large as H"
            : $"‖g‖ = {Number(point.GradientNorm)}; by the curvature the critical point is "
                + $"{AtLeast()}{Number(point.DistanceToCriticalPoint)} away, " +
              $"{Relative()}{(point.RelativeDistance <= point.Radius ? "within" : "outside")} the radius of {Number(point.Radius)}");

    private string AtLeast() => point.IsSpectrumComplete || point.RelativeDistance <= point.Radius ? "" : "at least ";

    private string Relative() => point.IsQuadraticModel && point.RelativeDistance == point.DistanceToCriticalPoint
        ? ""
        : $"{Number(point.RelativeDistance)} of the scale of the parameters, ";

    private IEnumerable<string> Way()
    {
        if (point.Trail is not { } trail)
            yield break;
        var steps = trail.Steps == 1 ? "the step" : $"step {trail.Steps}";
        yield return Line("change", double.IsFinite(trail.Change)
            ? $"over {steps} to the critical point H changes by {Number(trail.Change)} of itself, and its errors are {Number(trail.Error)}; " +
              $"up to {Number(NewtonTrail.LargestChange)} its signs are those of the critical point"
            : $"over {steps} to the critical point H is not finite, or not flat where it was");
    }

    private string WayOut() => Line("way out", point.Kind == CriticalPointKind.NotCritical
        ? "a step against the gradient"
        + (point.NegativeCount > 0 ? $"; the curvature λmin = {Number(point.SmallestEigenvalue)} is negative too"
            : "; there is no negative curvature")
        : point.NegativeCount > 0
        ? point.SecondOrder.GradedDescent is { } graded
            ? $"Escape, along a direction of curvature {Number(graded.Curvature)}"
            : $"Escape, along the eigenvector of λmin = {Number(point.SmallestEigenvalue)}"
        : point.Kind switch
        {
            CriticalPointKind.LocalMinimum => point.IsQuadraticModel ? "none of the model, and none is needed" : "none, and none is needed",
            CriticalPointKind.Saddle or CriticalPointKind.LocalMaximum when point.WayDown is not null =>
                "Escape, along a curve on which the higher orders fall",
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
