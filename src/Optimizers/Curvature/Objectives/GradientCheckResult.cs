using System.Globalization;
using System.Text;

namespace Optimizers.Curvature;

/// <summary>What <see cref="GradientCheck"/> found.</summary>
public sealed record GradientCheckResult
{
    internal GradientCheckResult()
    {
    }

    /// <summary>The verdict.</summary>
    public CheckVerdict Verdict { get; internal init; }

    /// <summary>L(θ).</summary>
    public double Loss { get; internal init; }

    /// <summary>ε_f, the noise floor: an estimate of the largest error of a loss near θ. NaN where it was not measured.</summary>
    public double LossNoise { get; internal init; } = double.NaN;

    /// <summary>True if the loss is computed in single precision: by <see cref="ObjectiveOptions.SinglePrecision"/>, or because its values look so.</summary>
    public bool IsSinglePrecision { get; internal init; }

    /// <summary>|L(θ) − L(θ)| of two evaluations: 0 for a loss that is deterministic.</summary>
    public double LossRepeatability { get; internal init; }

    /// <summary>The largest |gᵢ − gᵢ| of two evaluations: 0 for a gradient that is deterministic.</summary>
    public double GradientRepeatability { get; internal init; }

    /// <summary>‖g‖₂ of the caller's gradient.</summary>
    public double GradientNorm { get; internal init; }

    /// <summary>The directions that were tried, over all parameters.</summary>
    public IReadOnlyList<DirectionCheck> Directions { get; internal init; } = [];

    /// <summary>One direction for each named parameter, if that was asked for.</summary>
    public IReadOnlyList<DirectionCheck> Parameters { get; internal init; } = [];

    /// <summary>
    /// The least error ‖g − ∇L‖₂ that would have been seen with probability 0.999; a smaller one can have been missed. NaN where nothing was
    /// differentiated.
    /// </summary>
    public double DetectableError { get; internal init; } = double.NaN;

    /// <summary>c if the gradient looks like c·∇L, c ≠ 1: the same ratio along every direction. Null if not.</summary>
    public double? Factor { get; internal init; }

    /// <summary>An entry that is certainly among the wrong ones; null if none was looked for, or if the fault is too spread out for one entry to show it.</summary>
    public WrongEntry? Entry { get; internal init; }

    /// <summary>The narrowest range of indices of θ in which the fault was seen; null if there is none or none was looked for.</summary>
    public Range? Range { get; internal init; }

    /// <summary>The names of the first and the last entry of <see cref="Range"/> in the layout; null without one.</summary>
    public string? RangeName { get; internal init; }

    /// <summary>What the check cost.</summary>
    public EvaluationCounts Evaluations { get; internal init; }

    /// <summary>The finding in a few lines.</summary>
    public override string ToString()
    {
        var invariant = CultureInfo.InvariantCulture;
        var text = new StringBuilder();
        switch (Verdict)
        {
            case CheckVerdict.Agrees:
                text.Append(invariant, $"The gradient agrees with differences of the loss: an error of {DetectableError:G2} or more (of ‖g‖ = {GradientNorm:G4}) would have been seen with probability 0.999.");
                break;
            case CheckVerdict.Inconclusive when Range is { } range:
                text.Append(invariant, $"The differences contradict each other: the gradient is wrong along a direction, but not in the entry (θ[{range.Start.Value}]) that this comes from. The loss is rougher than its values close together show.");
                break;
            case CheckVerdict.Inconclusive:
                text.Append(invariant, $"The gradient (‖g‖ = {GradientNorm:G4}) is too small here for differences of the loss to check it: only an error of {DetectableError:G2} or more would have been seen. Check it at another point.");
                break;
            case CheckVerdict.NotDeterministic:
                text.Append(LossRepeatability > 0
                    ? string.Create(invariant, $"The loss is not deterministic: the same point gave values {LossRepeatability:G3} apart. ")
                    : string.Create(invariant, $"The gradient is not deterministic: the same point gave entries {GradientRepeatability:G3} apart. "));
                text.Append("Nothing was differentiated. Fix the seed of what is random in it (dropout, shuffling, augmentation, the order of a parallel sum).");
                break;
            default:
                text.Append("The gradient is wrong");
                if (Factor is { } factor)
                    text.Append(invariant, $": it is {factor:G6} times what it should be.");
                else if (Entry is not null)
                    text.Append(invariant, $": {Entry}.");
                else if (Range is not { } range)
                    text.Append('.');
                else
                    text.Append(invariant, $": the fault is within entries {range.Start.Value} to {range.End.Value - 1} of θ{(RangeName is null ? "" : $" ({RangeName})")}, and too spread out there for one entry to show it.");
                break;
        }

        foreach (var direction in Directions)
            text.AppendLine().Append("  along a random direction: ").Append(direction);
        foreach (var parameter in Parameters)
            text.AppendLine().Append("  ").Append(parameter).Append(parameter.Agrees ? "" : ": wrong");
        if (!double.IsNaN(LossNoise))
            text.AppendLine().Append(invariant, $"  loss {Loss:G6}, its noise {LossNoise:G2}{(IsSinglePrecision ? ": single precision" : "")}");
        return text.AppendLine().Append(invariant, $"  evaluations: {Evaluations}").ToString();
    }
}
