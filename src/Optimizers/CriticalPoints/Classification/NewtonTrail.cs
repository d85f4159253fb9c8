using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// What the critical point is to which Newton's steps from θ lead. The Hessian names it only where it keeps its signs over the step: p = −H₀⁻¹g on
/// the directions that are not flat, H₁ = H(θ + p), and δ = ‖Bᵀ(H₁ − H₀)B‖₂ in the <see cref="SignedFrame"/> B of H₀.
/// </summary>
/// <remarks>
/// <para>
/// δ &lt; 1 keeps the inertia (Weyl), but says nothing of the rest of the way: a step of Newton's leaves about δ/2 of the way to go where the third
/// order is what changes H, and the next change is about the square of it. So it is asked that δ, and the errors of H, are no more than ¼. At an xᵐ,
/// m ≥ 3, the step is x/(m − 1) and δ = 1 − ((m − 2)/(m − 1))^(m−2): 0.5 for x³, 0.556 for x⁴, growing to 1 − 1/e, at every distance; 1 − 1/e is also
/// that of eᵏˣ and of the tail of a softplus, and 3/4 that of −ln x. None passes.
/// </para>
/// <para>
/// Where δ is more, the next step goes from θ + p, three times at most: near a critical point that is not degenerate δ falls with ‖p‖.
/// Where it stays while the steps shrink, the point is degenerate along the columns of least |λ| that δ asks to leave out; where the steps
/// do not shrink, there is none.
/// </para>
/// <para>It is numerical: three evaluations are no proof. Proofs are those of the certificates.</para>
/// </remarks>
internal sealed class NewtonTrail
{
    /// <summary>δ and the errors of H up to which the signs of H₁ are those of the critical point.</summary>
    public const double LargestChange = 0.25;

    private const int Repetitions = 3;

    /// <summary>How many gradients and Hessians the way can take, at most, where the second does not do.</summary>
    public const int MostModels = 4 * (Repetitions + 1);

    // Steps that shrink less lead nowhere: those of xᵐ shrink by (m − 2)/(m − 1).
    private const double Shrinking = 0.97;

    // And H changes as much as along an exponential, 1 − 1/e; in the curved valley of an x⁴ steps can grow once or twice too.
    private const double Lasting = 0.6;

    // Where the steps along null directions lead, no more than this part of the slope along them is left.
    private const double Vanishing = 0.1;

    private NewtonTrail()
    {
    }

    /// <summary>What the critical point is by the signs there; NotCritical where the steps lead to none, Undecided where they do not say.</summary>
    public required CriticalPointKind Kind { get; init; }

    /// <summary>δ of the last step.</summary>
    public required double Change { get; init; }

    /// <summary>‖BᵀEB‖₂ of the last step, at most, for the errors E of H.</summary>
    public required double Error { get; init; }

    /// <summary>How many steps were taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The way from θ to the critical point, n entries.</summary>
    public required double[] Way { get; init; }

    /// <summary>θ + <see cref="Way"/>.</summary>
    public double[] Limit => Sum(Start, Way);

    /// <summary>θ.</summary>
    public required double[] Start { get; init; }

    /// <summary>Where the last Hessian was taken, with it.</summary>
    public required LocalModel End { get; init; }

    /// <summary>How many directions are null at the critical point.</summary>
    public required int NullCount { get; init; }

    /// <summary>n₋ there, of the directions that are not null.</summary>
    public required int NegativeCount { get; init; }

    /// <summary>Goes.</summary>
    /// <param name="source">What can be evaluated.</param>
    /// <param name="start">θ, and what is known there.</param>
    public static NewtonTrail Follow(ILocalModels source, LocalModel start)
    {
        var model = start;
        var (before, shrunk, shrunkBefore) = (double.NaN, double.NaN, double.NaN);
        double change = double.PositiveInfinity, changeBefore = change, error = 0;
        SignedFrame.Change? last = null;
        for (var steps = 1; ; steps++)
        {
            var frame = model.Frame;
            var step = frame.NewtonStep(model.Gradient, frame.Count);
            var (along, against, noise) = frame.NoisySteps(model, frame.Count);
            var length = Length(step, source.Scales);
            var at = Sum(model.Theta, step);
            var next = at.AsSpan().SequenceEqual(model.Theta) ? model : source.TryModel(at);
            if (next is null)
                return Lost(start, model, step, steps, change);

            last = frame.ChangeTo(model.Hessian, next.Hessian);
            changeBefore = change;
            change = last.Of(frame.Count);
            var flat = frame.FlatCurvature(next.Hessian);
            if (model.IsBound && noise > 0.1 * ShortVectors.Norm(step))
                (change, last, flat) = OverNoise(source, model, frame, frame.Count, (along, against), (change, last, flat));

            error = frame.ErrorOf(frame.Count);
            (shrunkBefore, shrunk) = (shrunk, length / before);
            before = length;
            var isFlat = frame.FlatCount == 0 || flat <= 3 * frame.Tolerance;
            if (change + error <= LargestChange && isFlat)
                return At(source, start, model, next, step, frame.Count, last, steps);
            if (steps <= Repetitions)
            {
                model = next;
                continue;
            }

            if (Math.Min(shrunk, shrunkBefore) > Shrinking && Math.Min(change, changeBefore) > Lasting && length > 10 * noise / source.LeastScale)
            {
                return new()
                {
                    Kind = CriticalPointKind.NotCritical,
                    Change = change,
                    Error = error,
                    Steps = steps,
                    Way = Difference(Sum(model.Theta, step), start.Theta),
                    Start = start.Theta,
                    End = next,
                    NullCount = frame.FlatCount,
                    NegativeCount = frame.NegativeCount(frame.Count),
                };
            }

            // The most columns over which H keeps its signs; principal parts of a matrix have no larger norm than it.
            int kept = 0, tooMany = frame.Count;
            while (tooMany - kept > 1)
            {
                var middle = (kept + tooMany) / 2;
                if (last.Of(middle) + frame.ErrorOf(middle) <= LargestChange)
                    kept = middle;
                else
                    tooMany = middle;
            }

            foreach (var candidate in (int[])[kept, start.PlainFrame.Count, start.PlainFrame.LargestGap()])
            {
                if (Beside(source, start, candidate) is { } alone)
                    return alone;
            }

            // The steps along the others shrink by the same factor each time.
            var rest = shrunk is > 0 and < Shrinking ? shrunk / (1 - shrunk) : 0;
            var ahead = Array.ConvertAll(step, entry => (1 + rest) * entry);
            return At(source, start, model, next, ahead, kept, last, steps, factor: 1 + rest);
        }
    }

    // A critical point reached by steps along the directions that stay alone: there the others are flat, and the gradient along
    // them no more than rounding.
    private static NewtonTrail? Beside(ILocalModels source, LocalModel start, int kept)
    {
        var model = start;
        for (var steps = 1; steps <= Repetitions; steps++)
        {
            var frame = model.PlainFrame;
            if (frame.Count < kept || kept == 0 || kept == frame.Dimension)
                return null;
            var step = frame.NewtonStep(model.Gradient, kept);
            if (source.TryModel(Sum(model.Theta, step)) is not { } next)
                return null;
            var change = frame.ChangeTo(model.Hessian, next.Hessian);
            var (along, against, noise) = frame.NoisySteps(model, kept);
            if (model.IsBound && noise > 0.1 * ShortVectors.Norm(step))
                change = OverNoise(source, model, frame, kept, (along, against), (change.Of(kept), change, 0)).Last;
            var there = next.PlainFrame;
            if (change.Of(kept) + frame.ErrorOf(kept) <= LargestChange && there.Count <= kept
                && there.SlopeBeyond(there.Count, next.Gradient) <= Rounding(next))
                return At(source, start, model, next, step, kept, change, steps, frame);
            model = next;
        }

        return null;
    }

    // The largest change of H over the step, and over those that the noise of the gradient makes of it; an infinite one where H is not finite.
    private static (double Change, SignedFrame.Change Last, double Flat) OverNoise(
        ILocalModels source,
        LocalModel model,
        SignedFrame frame,
        int kept,
        (double[] Along, double[]? Against) steps,
        (double Change, SignedFrame.Change Last, double Flat) largest)
    {
        foreach (var step in new[] { steps.Along, steps.Against })
        {
            if (step is null || largest.Change > LargestChange)
                continue;
            var beside = source.TryHessian(Sum(model.Theta, step));
            if (beside is null)
                return (double.PositiveInfinity, SignedFrame.Change.Infinite, largest.Flat);
            var change = frame.ChangeTo(model.Hessian, beside);
            largest.Flat = Math.Max(largest.Flat, frame.FlatCurvature(beside));
            if (change.Of(kept) is var larger && larger > largest.Change)
                (largest.Change, largest.Last) = (larger, change);
        }

        return largest;
    }

    /// <summary>How far the gradient may be off by rounding, in the 2-norm, and what the caller says of it.</summary>
    public static double Rounding(LocalModel model) =>
        model.GradientError + ShortVectors.Norm(model.GradientErrors) + (model.Sources.Decomposition * ShortVectors.Norm(model.Theta));

    private static NewtonTrail At(
        ILocalModels source, LocalModel start, LocalModel model, LocalModel next, double[] step, int kept, SignedFrame.Change change, int steps,
        SignedFrame? plain = null, double factor = 1)
    {
        var frame = plain ?? model.Frame;
        var negative = frame.NegativeCount(kept);
        var count = frame.Dimension - kept;
        var positive = kept - negative;
        return new()
        {
            Kind = count > 0 && !IsCritical() ? CriticalPointKind.Undecided
                : negative > 0 && positive > 0 ? CriticalPointKind.Saddle
                : count > 0 || kept == 0 ? CriticalPointKind.Degenerate
                : negative == 0 ? CriticalPointKind.LocalMinimum : CriticalPointKind.LocalMaximum,
            Change = change.Of(frame.Count),
            Error = frame.ErrorOf(frame.Count),
            Steps = steps,
            Way = Difference(Sum(model.Theta, step), start.Theta),
            Start = start.Theta,
            End = next,
            NullCount = count,
            NegativeCount = negative,
        };

        // Steps along directions that are null at their end lead to a critical point only if the gradient vanishes there: x³ + 3f²x has a slope at 0,
        // and no critical point. The error of the extrapolation is taken out by further steps of the same factor.
        bool IsCritical()
        {
            if (steps == 1 && kept == frame.Count)
                return true;
            var at = Sum(model.Theta, step);
            var slope = frame.SlopeBeyond(kept, model.Gradient);
            for (var k = 0; k <= Repetitions; k++)
            {
                if (source.TryModel(at) is not { } there)
                    return false;
                var left = frame.SlopeBeyond(kept, there.Gradient);
                if (left <= Math.Max(Rounding(start), Rounding(there)))
                    return true;
                if (!(left <= Vanishing * slope))
                    return false;
                slope = left;
                at = Sum(at, Array.ConvertAll(there.Frame.NewtonStep(there.Gradient, there.Frame.Count), entry => factor * entry));
            }

            return false;
        }
    }

    private static NewtonTrail Lost(LocalModel start, LocalModel model, double[] step, int steps, double change) => new()
    {
        Kind = CriticalPointKind.Undecided,
        Change = change,
        Error = model.Frame.ErrorOf(model.Frame.Count),
        Steps = steps,
        Way = Difference(Sum(model.Theta, step), start.Theta),
        Start = start.Theta,
        End = model,
        NullCount = model.Frame.FlatCount,
        NegativeCount = model.Frame.NegativeCount(model.Frame.Count),
    };

    private static double Length(double[] step, double[] scales)
    {
        var scaled = new double[step.Length];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = step[i] / scales[i];
        return ShortVectors.Norm(scaled);
    }

    private static double[] Sum(double[] a, double[] b)
    {
        var sum = (double[])a.Clone();
        ShortVectors.AddScaled(sum, 1, b);
        return sum;
    }

    private static double[] Difference(double[] a, double[] b)
    {
        var difference = (double[])a.Clone();
        ShortVectors.AddScaled(difference, -1, b);
        return difference;
    }
}
