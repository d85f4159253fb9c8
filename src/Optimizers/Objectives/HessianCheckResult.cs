using System.Globalization;
using System.Text;

namespace Optimizers.Curvature;

/// <summary>What <see cref="HessianCheck"/> found.</summary>
public sealed class HessianCheckResult
{
    internal HessianCheckResult()
    {
    }

    /// <summary>The verdict.</summary>
    public CheckVerdict Verdict { get; internal set; }

    /// <summary>The largest |gᵢ − gᵢ| of two evaluations of the gradient at the same point: 0 if it is deterministic.</summary>
    public double GradientRepeatability { get; internal set; }

    /// <summary>The largest |pᵢ − pᵢ| of two evaluations of the same product: 0 if it is deterministic.</summary>
    public double ProductRepeatability { get; internal set; }

    /// <summary>The directions that were tried.</summary>
    public IReadOnlyList<ProductCheck> Directions { get; internal set; } = [];

    /// <summary>|uᵀHv − vᵀHu| of the two directions, of which a Hessian has none but for rounding.</summary>
    public double Asymmetry { get; internal set; }

    /// <summary>What rounding explains of <see cref="Asymmetry"/>.</summary>
    public double AsymmetryTolerance { get; internal set; }

    /// <summary>True if <see cref="Asymmetry"/> is within its tolerance.</summary>
    public bool IsSymmetric => Asymmetry <= AsymmetryTolerance;

    /// <summary>
    /// The least error ‖H − ∇²L‖₂ that would have been seen with probability 0.999; a smaller one can have been missed. NaN where
    /// nothing was differentiated.
    /// </summary>
    public double DetectableError { get; internal set; } = double.NaN;

    /// <summary>c if the products look like those of c·∇²L, c ≠ 1. Null if not.</summary>
    public double? Factor { get; internal set; }

    /// <summary>The index in θ of a row that is wrong: where the product is farthest from the difference. Null if the Hessian agrees.</summary>
    public int? Row { get; internal set; }

    /// <summary>The name of <see cref="Row"/> in the layout; null without one.</summary>
    public string? RowName { get; internal set; }

    /// <summary>
    /// An entry that is certainly among the wrong ones; null if none was looked for, or if the fault is too spread out for one entry to show it.
    /// </summary>
    public WrongHessianEntry? Entry { get; internal set; }

    /// <summary>What the check cost.</summary>
    public EvaluationCounts Evaluations { get; internal set; }

    /// <summary>The finding in a few lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Finding());
        foreach (var direction in Directions)
            text.AppendLine().Append("  along a random direction: ").Append(direction);
        var noise = Math.Max(GradientRepeatability, ProductRepeatability);
        if (noise > 0 && Verdict != CheckVerdict.NotDeterministic)
            text.AppendLine().Append(
                CultureInfo.InvariantCulture, $"  two evaluations of the same point differ by {noise:G2}: noise, below which nothing is seen");
        return text.AppendLine().Append(CultureInfo.InvariantCulture, $"  evaluations: {Evaluations}").ToString();
    }

    private string Finding()
    {
        const string What = "Hessian", Of = "gradient";
        return Verdict switch
        {
            CheckVerdict.Agrees => VerdictText.Agrees(What, Of, DetectableError),
            CheckVerdict.Inconclusive => VerdictText.TooSmall(What, Of, DetectableError),
            CheckVerdict.NotDeterministic => GradientRepeatability > 0
                ? VerdictText.NotDeterministic(Of, "entries", GradientRepeatability)
                : VerdictText.NotDeterministic("Hessian-vector product", "entries", ProductRepeatability),
            _ => VerdictText.Wrong(What, Factor, Entry, Row is not { } row ? null : string.Create(
                CultureInfo.InvariantCulture, $"row {row}{(RowName is null ? "" : $" ({RowName})")} is, in more than one entry")) + Asymmetric(),
        };
    }

    private string Asymmetric() => IsSymmetric
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $" It is not symmetric: uᵀHv and vᵀHu differ by {Asymmetry:G3}; rounding explains {AsymmetryTolerance:G2}.");
}
