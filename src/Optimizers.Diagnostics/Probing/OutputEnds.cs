using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// Whether the outputs have ends, as the loss alone tells it: where the last bias is huge the outputs of an activation with an end stand at it, and
/// the loss does not change any more however much larger the bias gets.
/// </summary>
/// <param name="Lower">The loss where every output stands at its lower end; NaN where there is none.</param>
/// <param name="Upper">At its upper end likewise.</param>
/// <param name="Activation">The activation that has these ends, as they lie to the targets; null if none of the usual ones and losses does.</param>
/// <param name="Floor">The loss of the best outputs within these ends; NaN where they are not known.</param>
public sealed record OutputEnds(double Lower, double Upper, string? Activation = null, double Floor = double.NaN)
{
    private static readonly double[] Sizes = [1e4, 1e6];

    // Outputs that are sums of the same terms in another order.
    private const double Rounding = 1e-9;

    // An end that is reached to the precision of floats.
    private const double SameLoss = 1e-5;

    // Of one output: half the square or the whole of it, the absolute error, and Huber's with its usual border.
    private static readonly Func<double, double>[] Losses =
        [error => error * error, error => error * error / 2, Math.Abs, error => Math.Abs(error) < 1 ? error * error / 2 : Math.Abs(error) - 0.5];

    /// <summary>The loss at the better end; NaN where there is none.</summary>
    public double Lowest => double.MinNumber(Lower, Upper);

    /// <summary>What it takes at most.</summary>
    internal static EvaluationCounts Price(Objective? objective) => ProbePrice.Losses(objective, 1 + (2 * Sizes.Length));

    /// <summary>The report; null where the last parameter is no vector, or where the loss does not see what is the same in all outputs, as behind a
    /// softmax.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, where L is finite.</param>
    /// <param name="parts">The parameters in their order: name, place in θ, extents.</param>
    /// <param name="targets">The targets of the objective, of one output; null if not told.</param>
    internal static OutputEnds? Of(
        Objective objective, double[] theta, IReadOnlyList<(string Name, Range Range, IReadOnlyList<int> Shape)> parts,
        IReadOnlyList<double>? targets)
    {
        if (parts is not [_, .., var last] || last.Shape.Count(extent => extent > 1) > 1)
            return null;
        var now = objective.Loss(theta);
        var (lower, upper) = (End(-1), End(1));
        return Math.Abs(lower - now) <= Rounding * Math.Abs(now) && Math.Abs(upper - now) <= Rounding * Math.Abs(now) ? null
            : targets is { Count: > 0 } ? Told(lower, upper, targets) : new(lower, upper);

        double End(int side)
        {
            var losses = Array.ConvertAll(Sizes, size =>
            {
                var there = theta.ToArray();
                there.AsSpan(last.Range).Fill(side * size * (1 + Spans.Norm(theta)));
                return objective.LossOrNotFinite(there);
            });
            return double.IsFinite(losses[0]) && Math.Abs(losses[1] - losses[0]) <= Rounding * Math.Abs(losses[0]) ? losses[0] : double.NaN;
        }
    }

    private static OutputEnds Told(double lower, double upper, IReadOnlyList<double> targets)
    {
        foreach (var (activation, from, to) in RangeFloor.Ranges)
        {
            foreach (var loss in Losses)
            {
                if (IsAt(lower, from, loss) && IsAt(upper, to, loss))
                    return new(lower, upper, activation, targets.Average(y => loss(y - Math.Clamp(y, from, to))));
            }
        }

        return new(lower, upper);

        bool IsAt(double measured, double end, Func<double, double> loss) => double.IsInfinity(end) ? double.IsNaN(measured)
            : targets.Average(y => loss(y - end)) is var expected && Math.Abs(measured - expected) <= SameLoss * expected;
    }
}
