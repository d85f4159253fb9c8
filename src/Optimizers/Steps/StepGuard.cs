namespace Optimizers.Steps;

/// <summary>
/// Looks at the gradients before anything is written: for what is not finite, and for what a rule would square, or sum up, beyond the range of its
/// element type. One pass, with the norm and the largest element where they are needed.
/// </summary>
internal static class StepGuard
{
    /// <summary>What a bound in double leaves for the roundings of a float's own arithmetic.</summary>
    private const double Margin = 1 - 1e-6;

    /// <summary>True if a look at all gradients together shows that none can be at fault: nearly always.</summary>
    /// <param name="settings">The settings of the step.</param>
    /// <param name="slots">The slots, whose groups have theirs.</param>
    /// <param name="size">The size of the gradient where somebody needs it; else NaN, and without a bound.</param>
    public static bool Admits(in StepSettings settings, StepSlots slots, out GradientSize size)
    {
        var (squares, grows, needsBound, needsValue) = (false, false, false, false);
        foreach (var group in slots.Groups)
        {
            ref readonly var each = ref group.Settings;
            grows |= each.Growth > 1;
            squares |= each.SquaresGradient;
            needsValue |= each.Rates.L2Penalty != 0;
            needsBound |= each.Rates.L2Penalty != 0
                || (each.SquaresGradient && (each.Growth > 1 || settings.Clipping is { NeedsNorm: false, MaxValue: > 1e18 }))
                || ((each.SquaresGradient || each.Growth > 1) && group.Program.Storage != StateStorage.Full);
        }

        var passes = settings.NonFinite == NonFiniteGradients.Pass;
        if (!settings.NeedsNorm && (passes || !needsBound))
        {
            // What only sums up is safe where its squares are finite, unless it sums up more than the root of the largest number.
            size = GradientSize.Unknown;
            return passes || slots.Job.IsFinite((squares && settings.Clipping is null) || grows, settings.MaxThreads);
        }

        size = settings.NeedsNorm ? slots.Job.Norm(settings.MaxThreads) : slots.Job.Largest(settings.MaxThreads);
        return passes
            || (size.IsFinite && !MayOverflow(
                settings, slots, settings.ScaleOf(size), size.Largest, needsValue ? slots.Job.LargestValue(settings.MaxThreads) : 0));
    }

    /// <summary>Joins what several processes have found in their shares.</summary>
    /// <param name="exchange">What joins them.</param>
    /// <param name="fault">What this one has found.</param>
    /// <param name="size">The size of this one's gradients, replaced by that of all.</param>
    /// <returns>True if one of them has found a fault.</returns>
    public static bool Join(IStepExchange exchange, StepFault? fault, ref GradientSize size)
    {
        Span<double> values = [fault is null ? 0 : 1, double.IsNaN(size.Norm) ? 0 : size.Norm * size.Norm];
        exchange.Join(values, Gathering.Sum);
        if (!double.IsNaN(size.Norm))
            size = new(Math.Sqrt(values[1]), 1, size.Largest);
        return values[0] > 0;
    }

    /// <summary>The first fault where the look at all gradients has not ruled one out; null if there is none.</summary>
    public static StepFault? FirstFault(in StepSettings settings, StepSlots slots, in GradientSize size) =>
        FirstNotFinite(slots) ?? FirstTooLarge(settings, slots, settings.ScaleOf(size));

    /// <summary>True if the bounds on gradients and values do not rule out that a rule overflows.</summary>
    private static bool MayOverflow(in StepSettings settings, StepSlots slots, double scale, double largest, double value)
    {
        foreach (var slot in slots.All)
        {
            if (slot.Parameter.Frozen || !IsJudged(slot.Group.Settings))
                continue;
            if (!(slot.Group.Settings.Growth * Seen(settings, slot, scale).Bound(largest, value) <= Margin * LargestSeen(slot)))
                return true;
        }

        return false;
    }

    /// <summary>What neither squares nor sums up, nor adds a penalty, gets no larger than the gradient, which is finite.</summary>
    private static bool IsJudged(in GroupSettings settings) =>
        settings.SquaresGradient || settings.Growth > 1 || settings.Rates.L2Penalty != 0;

    /// <summary>What comes before the rule, as far as it decides whether the rule overflows.</summary>
    private static Preparation Seen(in StepSettings settings, Slot slot, double scale)
    {
        ref readonly var group = ref slot.Group.Settings;
        return new(scale, settings.GradientLimit, group.Rates.L2Penalty * slot.Parameter.WeightDecayScale, 0);
    }

    /// <summary>The largest number that a rule may make of the gradients.</summary>
    private static double LargestSeen(Slot slot) => (IsDouble(slot), slot.Group.Settings.SquaresGradient) switch
    {
        (true, true) => 1.3407807929942596e154,
        (true, false) => double.MaxValue,
        (false, true) => 1.8446742974197924e19, // 2⁶⁴ − 2⁴⁰, whose square rounds to the largest float.
        (false, false) => float.MaxValue,
    };

    /// <summary>True if what is remembered has the range of doubles; narrower state has that of floats.</summary>
    private static bool IsDouble(Slot slot) => slot.Kind == ElementKind.Double && slot.Group.Program.Storage == StateStorage.Full;

    private static StepFault? FirstNotFinite(StepSlots slots)
    {
        for (var position = 0; position < slots.Count; position++)
        {
            var slot = slots[position];
            if (slot.Parameter.Frozen || slot.IsFinite(0, slot.Shape.Length, squared: false))
                continue;
            var (start, count) = (0, slot.Shape.Length);
            while (count > 1)
            {
                var half = count / 2;
                if (slot.IsFinite(start, half, squared: false))
                    (start, count) = (start + half, count - half);
                else
                    count = half;
            }

            return new(position, start, slot.GradientAt(start), double.NaN, IsSquare: false);
        }

        return null;
    }

    /// <summary>Rare, so it is plain: what the rule sees, element by element, in its own arithmetic.</summary>
    private static StepFault? FirstTooLarge(in StepSettings settings, StepSlots slots, double scale)
    {
        for (var position = 0; position < slots.Count; position++)
        {
            var slot = slots[position];
            if (slot.Parameter.Frozen || !IsJudged(slot.Group.Settings))
                continue;
            var preparation = Seen(settings, slot, scale);
            var (growth, largest) = (slot.Group.Settings.Growth, LargestSeen(slot));
            for (var index = 0; index < slot.Shape.Length; index++)
            {
                var seen = growth * slot.SeenAt(index, preparation);
                if (!(Math.Abs(seen) <= largest))
                    return new(position, index, slot.GradientAt(index), seen, slot.Group.Settings.SquaresGradient);
            }
        }

        return null;
    }
}
