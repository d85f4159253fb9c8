using System.Globalization;

namespace Optimizers.Curvature;

public sealed partial class CriticalPoint
{
    /// <summary>Five lines: what the point is, the eigenvalues that decide, how sure that is, the gradient, and the way out.</summary>
    public override string ToString() => Dimension == 0 ? Verdict() : string.Join('\n', Verdict(), Spectrum(), Certainty(), Gradient(), WayOut());

    private string Verdict() => Kind switch
    {
        CriticalPointKind.LocalMinimum => $"Local minimum in {Dimensions()}: the loss rises in every direction.",
        CriticalPointKind.LocalMaximum => $"Local maximum in {Dimensions()}: the loss falls in every direction.",
        CriticalPointKind.Saddle => $"Saddle in {Dimensions()}: the loss falls along {NegativeCount} and rises along {PositiveCount}" +
            (ZeroCount > 0 ? $", and is flat along {ZeroCount}." : "."),
        CriticalPointKind.Degenerate when Dimension == 0 =>
            "Degenerate in 0 dimensions: the space has one point, which is minimum and maximum at once.",
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
        var nearest = Eigenvalues.Where(value => Math.Abs(value) > Tolerance).OrderBy(Math.Abs).Select(Number).FirstOrDefault();
        return Line("eigenvalues", $"{NegativeCount} negative, {ZeroCount} zero, {PositiveCount} positive; " +
            $"λmin = {Number(SmallestEigenvalue)}, λmax = {Number(LargestEigenvalue)}" + (nearest is null ? "" : $", nearest to zero {nearest}"));
    }

    private string Certainty() => Line("certainty", $"numerical; zero means up to {Number(Tolerance)} = {ToleranceSources}" +
        (Margin > 0 ? $"; the signs withstand a further error of H of {Number(Margin)}" : ""));

    private string Gradient() => Line("gradient", FlatGradientNorm > FlatGradientTolerance
        ? $"‖g‖ = {Number(GradientNorm)}, of it {Number(FlatGradientNorm)} along flat directions, more than the " +
          $"{Number(FlatGradientTolerance)} that the errors explain: the expansion has no critical point"
        : $"‖g‖ = {Number(GradientNorm)}; by the curvature the critical point is {Number(DistanceToCriticalPoint)} away, " +
          $"{(DistanceToCriticalPoint <= Radius ? "within" : "outside")} the radius of {Number(Radius)}");

    private string WayOut() => Line("way out", NegativeCount > 0
        ? $"Escape, along the eigenvector of λmin = {Number(SmallestEigenvalue)}"
        : Kind switch
        {
            CriticalPointKind.LocalMinimum => "none, and none is needed",
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
