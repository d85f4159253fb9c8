using System.Numerics;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// Checks whether the gradient is that of the loss. It runs <see cref="Curvature.GradientCheck"/>, and states the findings in shares of the gradient.
/// </summary>
internal static class GradientProbe
{
    // Two equal evaluations, the noise twice over, a first direction of two steps and a second of one, each shortened seven times at most, four
    // losses a step, and an entry by itself.
    private const int Losses = 2 + 12 + (4 * (2 + 7)) + (4 * (1 + 7)) + (4 * (6 + 7));

    // A wrong derivative is off by far more where the units are alive.
    private const double AtKink = 0.05;

    // A direction of two steps.
    private const int LossesOfParameter = 4 * (2 + 7);

    /// <summary>What a check takes at most.</summary>
    /// <param name="objective">L.</param>
    /// <param name="n">The number of parameters.</param>
    /// <param name="eachParameter">True if every parameter of the layout is checked along a direction of its own.</param>
    public static EvaluationCounts Price(Objective? objective, int n, bool eachParameter)
    {
        var parameters = eachParameter ? objective?.Options.Layout?.Names.Count ?? 0 : 0;
        var halvings = BitOperations.Log2((uint)Math.Max(1, n)) + 1;
        return ProbePrice.Losses(objective, Losses + (2 * halvings) + (parameters * LossesOfParameter)) + ProbePrice.Gradients(objective, n, 2);
    }

    /// <summary>
    /// Checks at one place, and at a second one where the first decides nothing: its loss is not finite, its gradient is too small against
    /// what differences can see, or the error is of a few per cent, which differences across a kink of a ReLU make as well. A slip in the
    /// code is wrong everywhere.
    /// </summary>
    /// <param name="objective">L, with a gradient of the caller's.</param>
    /// <param name="theta">The first place; null to begin with the second.</param>
    /// <param name="start">The second place; null if there is none.</param>
    /// <param name="parts">The parameters' names and lengths, for an objective without a layout; may be empty.</param>
    /// <param name="seed">Chooses the directions.</param>
    /// <param name="eachParameter">True to check every parameter of the layout along a direction of its own.</param>
    /// <param name="cancellation">Cancels before the next evaluation.</param>
    /// <returns>The report; null if there is no place.</returns>
    /// <exception cref="InvalidOperationException">Loss or gradient is not finite at the last place.</exception>
    public static GradientReport? Run(
        Objective objective,
        double[]? theta,
        double[]? start,
        IReadOnlyList<(string Name, int Length)> parts,
        int seed,
        bool eachParameter,
        CancellationToken cancellation)
    {
        GradientReport? report = null;
        try
        {
            if (theta is not null)
                report = Report(At(theta), "θ", objective, parts);
        }
        catch (NotFiniteValueException) when (start is not null)
        {
            // Another probe says that θ has no finite loss; the gradient can still be checked where the training began.
        }

        var decides = report is not (
            null or { Verdict: CheckVerdict.Inconclusive } or { Verdict: CheckVerdict.Wrong, LargestRelativeError: < AtKink });
        return decides || start is null ? report : AtStart(report);

        GradientCheck At(double[] place) => GradientCheck.Run(objective, place, seed, eachParameter: eachParameter, cancellation: cancellation);

        GradientReport? AtStart(GradientReport? before)
        {
            var atStart = Report(At(start), "the start", objective, parts);
            return before is not null && atStart.Verdict == CheckVerdict.Inconclusive ? before : atStart;
        }
    }

    private static GradientReport Report(GradientCheck result, string place,
        Objective objective, IReadOnlyList<(string Name, int Length)> parts)
    {
        var discrepancy = 0.0;
        foreach (var direction in result.Directions.Concat(result.Parameters))
            discrepancy = Math.Max(discrepancy, direction.Discrepancy);
        return new(
            result.Verdict,
            place,
            discrepancy == 0 ? 0 : discrepancy / result.GradientNorm,
            result.DetectableError == 0 ? 0 : result.DetectableError / result.GradientNorm,
            result.Factor,
            WrongPart(result, objective, parts),
            result.Entry?.ToString(),
            result.LossRepeatability,
            result.Loss,
            result.ToString());
    }

    /// <summary>The parameter that holds the whole of the narrowest faulty range, else the only one whose own direction disagrees.</summary>
    private static string? WrongPart(GradientCheck result, Objective objective, IReadOnlyList<(string Name, int Length)> parts)
    {
        if (objective.Options.Layout is { } layout)
            parts = [.. layout.Names.Select(name => (name, layout.RangeOf(name).End.Value - layout.RangeOf(name).Start.Value))];
        if (result.Range is { } range)
        {
            var end = 0;
            foreach (var (name, length) in parts)
            {
                var start = end;
                end += length;
                if (start <= range.Start.Value && range.End.Value <= end)
                    return name;
            }
        }

        DirectionCheck[] wrong = [.. result.Parameters.Where(parameter => !parameter.Agrees)];
        return wrong is [var only] ? only.Parameter : null;
    }
}
