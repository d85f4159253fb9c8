using System.Globalization;
using System.Text;

namespace Optimizers.Curvature;

/// <summary>
/// Compares a hand-written gradient g with differences of its loss: whether it is wrong for at most 20 losses at any n, and where for about
/// 2·log₂ n more.
/// </summary>
/// <remarks>
/// <para>
/// First the same point is evaluated twice (2 losses, 2 gradients): a loss or a gradient that is not deterministic is reported, and nothing
/// differentiated, unless they differ in their last bits only, as sums in another order do: that is noise, and goes into the tolerances. Then seven
/// values close together show the noise of the loss (6 losses more; Moré and Wild 2011); a loss of floats that was not declared so is noticed by
/// them (and costs 6 more).
/// </para>
/// <para>
/// Then gᵀd is compared with a central difference of losses along d, for two random d whose entries are independent and uniform on (−√3, √3) (12
/// losses more: four for a step h of which 2h tells the error, and once four for a better h). With e = g − ∇L the discrepancy is eᵀd, of variance
/// ‖e‖². It is small by chance only rarely: a section of the unit cube has no more than √2 of volume (Ball, "Cube slicing in Rⁿ", Proc. AMS 97,
/// 1986), so the density of eᵀd/‖e‖ is at most 1/√6, and P(|eᵀd| ≤ δ‖e‖) ≤ √(2/3)·δ, whatever e is: one wrong sign, a transposed block, a missing
/// term. Two independent directions miss an error with the product of their probabilities, from which
/// <see cref="DetectableError"/> follows. More losses are taken only where the loss is not finite at a first step.
/// </para>
/// <para>
/// Where one step does not fit all entries, since they differ in size or the loss would change by more than itself, every entry of up to 64, or every
/// named parameter, has a scale of its own, found by losses along it (two a try). d is then multiplied by it, and the least error that would have
/// been seen is that of the entries times their scales.
/// </para>
/// <para>
/// Where θ is on a kink along d, gᵀd is compared with the slopes on both sides: between them it is no finding, outside it nothing is concluded, since
/// frameworks take the slope of a kink as they like. The check is then repeated beside the kink (<see cref="Beside"/>), and what
/// is wrong there is wrong.
/// </para>
/// <para>
/// A right gradient is not accused: the discrepancy must exceed three times the estimated error of the difference, which has the noise of the loss in
/// it, and 100·u·‖g‖ for the gradient's own rounding. A kink of the loss within the step raises the estimate.
/// </para>
/// <para>
/// Where: d is restricted to one half of the indices (2 losses), the half with the larger discrepancy is kept, and so on. The entry that is left
/// is checked by itself, with a step of its own. A fault that is spread over so many entries that no half shows it ends in a range. Where the
/// entry that is left is right by itself, the differences contradict each other, as on a loss that is rougher than its values close together show,
/// and nothing is concluded.
/// </para>
/// </remarks>
public sealed partial class GradientCheck
{
    private GradientCheck()
    {
    }

    /// <summary>The verdict.</summary>
    public CheckVerdict Verdict { get; private set; }

    /// <summary>L(θ).</summary>
    public double Loss { get; private set; }

    /// <summary>ε_f, the noise floor: an estimate of the largest error of a loss near θ. NaN where it was not measured.</summary>
    public double LossNoise { get; private set; } = double.NaN;

    /// <summary>
    /// True if the loss is computed in single precision: by <see cref="ObjectiveOptions.SinglePrecision"/>, or because its values look so.
    /// </summary>
    public bool IsSinglePrecision { get; private set; }

    /// <summary>|L(θ) − L(θ)| of two evaluations: 0 for a loss that is deterministic.</summary>
    public double LossRepeatability { get; private set; }

    /// <summary>The largest |gᵢ − gᵢ| of two evaluations: 0 for a gradient that is deterministic.</summary>
    public double GradientRepeatability { get; private set; }

    /// <summary>‖g‖₂ of the caller's gradient.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>
    /// ‖s∘g‖₂ where every entry has a scale s of its own, over the common one, since the loss is far steeper along some than along others: then
    /// <see cref="DetectableError"/> is that of s∘g. Null where one scale does for all.
    /// </summary>
    public double? ScaledGradientNorm { get; private set; }

    /// <summary>The directions that were tried, over all parameters.</summary>
    public IReadOnlyList<DirectionCheck> Directions { get; private set; } = [];

    /// <summary>One direction for each named parameter, if that was asked for.</summary>
    public IReadOnlyList<DirectionCheck> Parameters { get; private set; } = [];

    /// <summary>
    /// The least error ‖g − ∇L‖₂ that would have been seen with probability 0.999; a smaller one can have been missed. NaN where nothing was
    /// differentiated.
    /// </summary>
    public double DetectableError { get; private set; } = double.NaN;

    /// <summary>c if the gradient looks like c·∇L, c ≠ 1: the same ratio along every direction. Null if not.</summary>
    public double? Factor { get; private set; }

    /// <summary>
    /// An entry that is certainly among the wrong ones; null if none was looked for, or if the fault is too spread out for one entry to show it.
    /// </summary>
    public WrongEntry? Entry { get; private set; }

    /// <summary>The narrowest range of indices of θ in which the fault was seen; null if there is none or none was looked for.</summary>
    public Range? Range { get; private set; }

    /// <summary>The names of the first and the last entry of <see cref="Range"/> in the layout; null without one.</summary>
    public string? RangeName { get; private set; }

    /// <summary>
    /// The check at a point beside the kink that θ is on (<see cref="DirectionCheck.Kink"/>); null where no kink was met, or nothing beside it is
    /// finite.
    /// </summary>
    public GradientCheck? Beside { get; private set; }

    /// <summary>What the check cost, that beside a kink included.</summary>
    public EvaluationCounts Evaluations { get; private set; }

    /// <summary>Checks the gradient of an objective at θ.</summary>
    /// <param name="objective">L, with a gradient of the caller's.</param>
    /// <param name="theta">θ, n entries. A point where the gradient is not near zero tells most.</param>
    /// <param name="seed">Chooses the random directions.</param>
    /// <param name="locate">True to look for the wrong entry when the gradient is wrong: about 2·log₂ n more losses.</param>
    /// <param name="eachParameter">
    /// True to check every named parameter of <see cref="ObjectiveOptions.Layout"/> along a direction of its own, for 4 to 8 losses each.
    /// </param>
    /// <param name="cancellation">Ends the check between two evaluations.</param>
    /// <exception cref="ArgumentNullException">The objective is null.</exception>
    /// <exception cref="ArgumentException">θ has not the length of the layout, or the objective has no gradient of the caller's.</exception>
    /// <exception cref="InvalidOperationException">The loss or the gradient is not finite at θ.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static GradientCheck Run(
        Objective objective,
        ReadOnlySpan<double> theta,
        int seed = 0,
        bool locate = true,
        bool eachParameter = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (!objective.HasGradient)
            throw new ArgumentException("The objective has no gradient of its own: there is nothing to check.", nameof(objective));
        return new Search(objective, theta.ToArray(), seed, locate, eachParameter, cancellation).Run();
    }

    /// <summary>The finding in a few lines.</summary>
    public override string ToString()
    {
        var invariant = CultureInfo.InvariantCulture;
        var text = new StringBuilder(Finding());
        foreach (var direction in Directions)
            text.AppendLine().Append("  along a random direction: ").Append(direction);
        foreach (var parameter in Parameters)
            text.AppendLine().Append("  ").Append(parameter).Append(parameter.Agrees ? "" : ": wrong");
        if (Beside is { } beside)
            text.AppendLine().Append("  beside the kink: ").Append(beside.Finding());
        if (!double.IsNaN(LossNoise))
        {
            if (GradientRepeatability > 0 && Verdict != CheckVerdict.NotDeterministic)
                text.AppendLine().Append(invariant,
                    $"  two gradients of the same point differ by {GradientRepeatability:G2}: noise, below which nothing is seen");
            text.AppendLine().Append(invariant, $"  loss {Loss:G6}, its noise {LossNoise:G2}{(IsSinglePrecision ? ": single precision" : "")}");
        }

        return text.AppendLine().Append(invariant, $"  evaluations: {Evaluations}").ToString();
    }

    private string Finding()
    {
        const string What = "gradient", Of = "loss";
        var invariant = CultureInfo.InvariantCulture;
        var size = ScaledGradientNorm is { } scaled
            ? string.Create(invariant, $"‖s∘g‖ = {scaled:G4}, every entry times its own scale")
            : string.Create(invariant, $"‖g‖ = {GradientNorm:G4}");
        return Verdict switch
        {
            CheckVerdict.Agrees when Directions.Concat(Parameters).Any(direction => direction.Kink is not null) =>
                "The gradient agrees with differences of the loss: θ is on a kink of it, and the slope is between those of the two sides.",
            CheckVerdict.Agrees => VerdictText.Agrees(What, Of, DetectableError, $" (of {size})"),
            CheckVerdict.Inconclusive when Range is { } range => string.Create(
                invariant,
                $"The differences contradict each other: the gradient is wrong along a direction, but not in the entry "
                + $"(θ[{range.Start.Value}]) that this " +
                $"comes from. The loss is rougher than its values close together show."),
            CheckVerdict.Inconclusive when Directions.Concat(Parameters).Any(direction => !direction.Agrees) =>
                "The gradient cannot be judged here: θ is on a kink of the loss, and its slope is not between those of the two sides.",
            CheckVerdict.Inconclusive => VerdictText.TooSmall(What, Of, DetectableError, $" ({size})"),
            CheckVerdict.NotDeterministic => LossRepeatability > 0
                ? VerdictText.NotDeterministic(Of, "values", LossRepeatability)
                : VerdictText.NotDeterministic(What, "entries", GradientRepeatability),
            _ => VerdictText.Wrong(What, Factor, Entry, Range is not { } range ? null : string.Create(
                invariant,
                $"the fault is within entries {range.Start.Value} to {range.End.Value - 1} of "
                + $"θ{(RangeName is null ? "" : $" ({RangeName})")}, and too " +
                $"spread out there for one entry to show it")),
        };
    }
}
