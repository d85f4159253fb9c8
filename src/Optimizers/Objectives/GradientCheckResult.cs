using System.Globalization;
using System.Text;

namespace Optimizers.Curvature;

/// <summary>What <see cref="GradientCheck"/> found.</summary>
public sealed class GradientCheckResult
{
    internal GradientCheckResult()
    {
    }

    /// <summary>The verdict.</summary>
    public CheckVerdict Verdict { get; internal set; }

    /// <summary>L(θ).</summary>
    public double Loss { get; internal set; }

    /// <summary>ε_f, the noise floor: an estimate of the largest error of a loss near θ. NaN where it was not measured.</summary>
    public double LossNoise { get; internal set; } = double.NaN;

    /// <summary>
    /// True if the loss is computed in single precision: by <see cref="ObjectiveOptions.SinglePrecision"/>, or because its values look so.
    /// </summary>
    public bool IsSinglePrecision { get; internal set; }

    /// <summary>|L(θ) − L(θ)| of two evaluations: 0 for a loss that is deterministic.</summary>
    public double LossRepeatability { get; internal set; }

    /// <summary>The largest |gᵢ − gᵢ| of two evaluations: 0 for a gradient that is deterministic.</summary>
    public double GradientRepeatability { get; internal set; }

    /// <summary>‖g‖₂ of the caller's gradient.</summary>
    public double GradientNorm { get; internal set; }

    /// <summary>
    /// ‖s∘g‖₂ where every entry has a scale s of its own, over the common one, since the loss is far steeper along some than along others: then
    /// <see cref="DetectableError"/> is that of s∘g. Null where one scale does for all.
    /// </summary>
    public double? ScaledGradientNorm { get; internal set; }

    /// <summary>The directions that were tried, over all parameters.</summary>
    public IReadOnlyList<DirectionCheck> Directions { get; internal set; } = [];

    /// <summary>One direction for each named parameter, if that was asked for.</summary>
    public IReadOnlyList<DirectionCheck> Parameters { get; internal set; } = [];

    /// <summary>
    /// The least error ‖g − ∇L‖₂ that would have been seen with probability 0.999; a smaller one can have been missed. NaN where nothing was
    /// differentiated.
    /// </summary>
    public double DetectableError { get; internal set; } = double.NaN;

    /// <summary>c if the gradient looks like c·∇L, c ≠ 1: the same ratio along every direction. Null if not.</summary>
    public double? Factor { get; internal set; }

    /// <summary>
    /// An entry that is certainly among the wrong ones; null if none was looked for, or if the fault is too spread out for one entry to show it.
    /// </summary>
    public WrongEntry? Entry { get; internal set; }

    /// <summary>The narrowest range of indices of θ in which the fault was seen; null if there is none or none was looked for.</summary>
    public Range? Range { get; internal set; }

    /// <summary>The names of the first and the last entry of <see cref="Range"/> in the layout; null without one.</summary>
    public string? RangeName { get; internal set; }

    /// <summary>
    /// The check at a point beside the kink that θ is on (<see cref="DirectionCheck.Kink"/>); null where no kink was met, or nothing beside it is
    /// finite.
    /// </summary>
    public GradientCheckResult? Beside { get; internal set; }

    /// <summary>What the check cost, that beside a kink included.</summary>
    public EvaluationCounts Evaluations { get; internal set; }

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
