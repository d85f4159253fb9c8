using System.Globalization;
using System.Text;

namespace Optimizers.Curvature;

/// <summary>
/// Compares hand-written Hessian-vector products with differences of the gradient: whether they are wrong for 14 gradients and 3 products at any n,
/// and where for about 2·log₂ n gradients and log₂ n products more. The gradient is taken to be right: check it first.
/// </summary>
/// <remarks>
/// <para>
/// First the same point is evaluated twice (2 gradients, 2 products): what is not deterministic is reported, and nothing differentiated, unless it
/// differs in its last bits only, which is noise, and goes into the tolerances. Then Hv is
/// compared with the difference of gradients along v for two random v (12 gradients, 1 product) whose entries are independent and uniform on (−√3,
/// √3). With E = H − ∇²L the discrepancy is at least σ|xᵀv|, σ = ‖E‖₂ and x its right singular vector, which is below δσ with a probability of at
/// most √(2/3)·δ (as for <see cref="GradientCheck"/>). The two products also tell whether uᵀHv = vᵀHu.
/// </para>
/// <para>
/// Right products are not accused: the discrepancy must exceed three times the estimated error of the difference, and 100·u·‖Hv‖ for
/// the product's own rounding. Where it does, two products more tell what the product is off by itself: a linear map would show nothing of
/// H(u + v) − Hu − Hv and H(3v) − 3Hv. Eight times the larger, for a vector of length 1, is allowed too, up to 10⁻⁴ of the product: products made of
/// differences are not wrong.
/// </para>
/// <para>
/// Where: the row is where product and difference are farthest apart. The column is found by restricting v to one half of its entries and keeping the
/// half with the larger discrepancy in that row. The entry that is left is checked by itself.
/// </para>
/// </remarks>
public sealed partial class HessianCheck
{
    private HessianCheck()
    {
    }

    /// <summary>The verdict.</summary>
    public CheckVerdict Verdict { get; private set; }

    /// <summary>The largest |gᵢ − gᵢ| of two evaluations of the gradient at the same point: 0 if it is deterministic.</summary>
    public double GradientRepeatability { get; private set; }

    /// <summary>The largest |pᵢ − pᵢ| of two evaluations of the same product: 0 if it is deterministic.</summary>
    public double ProductRepeatability { get; private set; }

    /// <summary>The directions that were tried.</summary>
    internal IReadOnlyList<ProductCheck> Directions { get; private set; } = [];

    /// <summary>|uᵀHv − vᵀHu| of the two directions, of which a Hessian has none but for rounding.</summary>
    public double Asymmetry { get; private set; }

    /// <summary>What rounding explains of <see cref="Asymmetry"/>.</summary>
    public double AsymmetryTolerance { get; private set; }

    /// <summary>True if <see cref="Asymmetry"/> is within its tolerance.</summary>
    public bool IsSymmetric => Asymmetry <= AsymmetryTolerance;

    /// <summary>
    /// The least error ‖H − ∇²L‖₂ that would have been seen with probability 0.999; a smaller one can have been missed. NaN where
    /// nothing was differentiated.
    /// </summary>
    public double DetectableError { get; private set; } = double.NaN;

    /// <summary>c if the products look like those of c·∇²L, c ≠ 1. Null if not.</summary>
    public double? Factor { get; private set; }

    /// <summary>The index in θ of a row that is wrong: where the product is farthest from the difference. Null if the Hessian agrees.</summary>
    public int? Row { get; private set; }

    /// <summary>The name of <see cref="Row"/> in the layout; null without one.</summary>
    public string? RowName { get; private set; }

    /// <summary>
    /// An entry that is certainly among the wrong ones; null if none was looked for, or if the fault is too spread out for one entry to show it.
    /// </summary>
    public WrongEntry? Entry { get; private set; }

    /// <summary>What the check cost.</summary>
    public EvaluationCounts Evaluations { get; private set; }

    /// <summary>Checks the Hessian-vector product of an objective at θ, or its Hessian by the products with it.</summary>
    /// <param name="objective">L, with a gradient and a product or a Hessian of the caller's.</param>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="seed">Chooses the random directions.</param>
    /// <param name="locate">
    /// True to look for the wrong entry when the Hessian is wrong: about 2·log₂ n gradients and log₂ n products more.
    /// </param>
    /// <param name="cancellation">Ends the check between two evaluations.</param>
    /// <exception cref="ArgumentNullException">The objective is null.</exception>
    /// <exception cref="ArgumentException">θ has not the length of the layout, or the objective lacks a gradient or a product of
    /// the caller's.</exception>
    /// <exception cref="InvalidOperationException">The gradient or the product is not finite at θ.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static HessianCheck Run(
        Objective objective, ReadOnlySpan<double> theta, int seed = 0, bool locate = true, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (!objective.HasProduct)
            throw new ArgumentException(
                "The objective has neither a Hessian-vector product nor a Hessian of its own: there is nothing to check.", nameof(objective));
        if (!objective.HasGradient)
            throw new ArgumentException(
                "The objective has no gradient of its own: there is nothing to check its Hessian against.", nameof(objective));
        return new Search(objective, theta.ToArray(), seed, locate, cancellation).Run();
    }

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
