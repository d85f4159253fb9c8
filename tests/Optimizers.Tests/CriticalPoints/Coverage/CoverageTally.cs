using Optimizers.Arithmetic;
using Optimizers.Curvature;
using Optimizers.Tests.Proofs;

namespace Optimizers.Tests.Curvature.Coverage;

/// <summary>What became of the points of a family that were asked in one way.</summary>
internal sealed class CoverageTally(string family, CoverageWay way)
{
    private readonly List<double> _widths = [];

    public string Family => family;

    public CoverageWay Way => way;

    /// <summary>The points that were classified.</summary>
    public int Points { get; private set; }

    /// <summary>Those that were refused with an exception.</summary>
    public int Refused { get; private set; }

    /// <summary>Of them, those with a kind.</summary>
    public int Decided { get; private set; }

    /// <summary>Intervals that are called bounds, or probable.</summary>
    public int Bounds { get; private set; }

    public int BoundsMissed { get; private set; }

    /// <summary>Intervals that are called estimated.</summary>
    public int Estimates { get; private set; }

    public int EstimatesMissed { get; private set; }

    /// <summary>Kinds that the loss has not.</summary>
    public int FalseKinds { get; private set; }

    /// <summary>Statements that are called proven or probable, and are not so.</summary>
    public int FalseClaims { get; private set; }

    /// <summary>Statements that are called estimated, and are not so.</summary>
    public int WrongEstimates { get; private set; }

    /// <summary>The median width of an interval, as a part of ‖H‖₂.</summary>
    public double Width => _widths.Count == 0 ? double.NaN : _widths.Order().ElementAt(_widths.Count / 2);

    /// <summary>What was not so, a line each.</summary>
    public List<string> Failures { get; } = [];

    public void Add(CoverageCase of, int seed)
    {
        try
        {
            if (way.Classify(of, seed) is { } point)
                Add(of, point, seed);
        }
        catch (Exception refusal) when (refusal is ArgumentException or InvalidOperationException)
        {
            Refused++;
            Failures.Add($"{family} | {way.Name} | {seed}, {of.Name}: {refusal.Message}");
        }
    }

    private void Add(CoverageCase of, CriticalPoint point, int seed)
    {
        Points++;
        if (point.Kind is CriticalPointKind.LocalMinimum or CriticalPointKind.LocalMaximum or CriticalPointKind.Saddle)
            Decided++;
        var (least, largest) = way.Truth(of);

        // By products the ends are those of the critical point to which the steps lead.
        if (!point.IsAtCriticalPoint || of.IsQuadratic)
        {
            var norm = Math.Max(Math.Abs(least.High), Math.Abs(largest.High));
            AddEnd("λmin", point.SmallestInterval, least, of.LeastSlack);
            AddEnd("λmax", point.LargestInterval, largest, of.LargestSlack);

            void AddEnd(string name, EigenvalueInterval interval, DoubleDouble value, double slack)
            {
                _widths.Add(interval.Width / norm);
                var isEstimated = point.SecondOrder.AreEndsEstimated
                    || (point.ToleranceSources is { IsErrorEstimated: true, HessianError: > 0 } && point.IsSpectrumComplete);
                var isInside = (value - interval.Lower).High >= -slack && (interval.Upper - value).High >= -slack;
                (Estimates, Bounds) = isEstimated ? (Estimates + 1, Bounds) : (Estimates, Bounds + 1);
                if (isInside)
                    return;
                (EstimatesMissed, BoundsMissed) = isEstimated ? (EstimatesMissed + 1, BoundsMissed) : (EstimatesMissed, BoundsMissed + 1);
                var outside = Math.Max((interval.Lower - value).High, (value - interval.Upper).High);
                Note($"{name} = {value.High:R} is {outside:G3} outside {interval} ({(isEstimated ? "estimated" : "bound")}), ‖H‖ = {norm:G4}");
            }
        }

        if (IsFalse(of, point.Kind))
        {
            FalseKinds++;
            Note($"{point.Kind}, proven of {point.ProvenOf}; λmin = {of.Least.High:G6}, λmax = {of.Largest.High:G6}, found {point.SmallestInterval}");
        }

        foreach (var claim in point.Claims)
        {
            if ((claim.Subject == ClaimSubject.Matrix && !way.IsStored) || !IsFalse(of, claim))
                continue;
            (FalseClaims, WrongEstimates) = claim.Certainty == Certainty.Estimated
                ? (FalseClaims, WrongEstimates + 1) : (FalseClaims + 1, WrongEstimates);
            Note(claim.ToString());
        }

        void Note(string what) => Failures.Add($"{family} | {way.Name} | {seed}, {of.Name}: {what}");
    }

    private static bool IsFalse(CoverageCase of, CriticalPointKind kind)
    {
        if (of.IsConvex)
            return kind is CriticalPointKind.Saddle or CriticalPointKind.LocalMaximum || (of.IsFlat && kind == CriticalPointKind.LocalMinimum);

        // Of those that are not convex the signs are those of θ, which is the critical point but for rounding, or not critical.
        var certain = 1e-6 * Math.Max(Math.Abs(of.Least.High), Math.Abs(of.Largest.High));
        return kind switch
        {
            CriticalPointKind.LocalMinimum => of.Least.High < -certain,
            CriticalPointKind.LocalMaximum => of.Largest.High > certain,
            CriticalPointKind.Saddle => of.Least.High > certain || of.Largest.High < -certain,
            _ => false,
        };
    }

    // Of the matrix by its exact inertia, of the true Hessian by what is known of it.
    private static bool IsFalse(CoverageCase of, Claim claim)
    {
        var (falls, rises, isFlat) = (!of.IsConvex && of.Least.High < 0, of.Largest.High > 0, of.IsFlat);
        if (claim.Subject == ClaimSubject.Matrix)
        {
            var stored = of.Hessian!(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(of.Theta));
            var inertia = ExactInertia.Of(stored.ToColumnMajorArray(), stored.RowCount, 0);
            (falls, rises, isFlat) = (inertia.Negative > 0, inertia.Positive > 0, inertia.Zero > 0);
        }

        var text = claim.Statement;
        return (text.Contains("indefinite") && !(falls && rises))
            || (text.Contains("has negative curvature") && !falls)
            || (text.Contains("has positive curvature") && !rises)
            || (text.Contains("positive definite") && (falls || isFlat))
            || (text.Contains("negative definite") && (rises || isFlat));
    }
}
