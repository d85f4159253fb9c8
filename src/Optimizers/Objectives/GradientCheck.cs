using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

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
/// <see cref="GradientCheckResult.DetectableError"/> follows. More losses are taken only where the loss is not finite at a first step.
/// </para>
/// <para>
/// Where one step does not fit all entries, since they differ in size or the loss would change by more than itself, every entry of up to 64, or every
/// named parameter, has a scale of its own, found by losses along it (two a try). d is then multiplied by it, and the least error that would have
/// been seen is that of the entries times their scales.
/// </para>
/// <para>
/// Where θ is on a kink along d, gᵀd is compared with the slopes on both sides: between them it is no finding, outside it nothing is concluded, since
/// frameworks take the slope of a kink as they like. The check is then repeated beside the kink (<see cref="GradientCheckResult.Beside"/>), and what
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
public static class GradientCheck
{
    private const int DirectionCount = 2;
    private const double MissProbability = 1e-3;

    // Two values of one point that differ by no more of themselves are sums in another order.
    internal const double LastBits = 1e-11;
    internal const double LastBitsOfFloats = 1e-5;

    // √(2/3), of Ball's bound.
    private const double SmallBall = 0.816496580927726;

    /// <summary>Checks the gradient of an objective at θ.</summary>
    /// <param name="objective">L, with a gradient of the caller's.</param>
    /// <param name="theta">θ, n entries. A point where the gradient is not near zero tells most.</param>
    /// <param name="options">The seed, and what else to look for; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The objective is null.</exception>
    /// <exception cref="ArgumentException">θ has not the length of the layout, or the objective has no gradient of the caller's.</exception>
    /// <exception cref="InvalidOperationException">The loss or the gradient is not finite at θ.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static GradientCheckResult Run(Objective objective, ReadOnlySpan<double> theta, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (!objective.HasGradient)
            throw new ArgumentException("The objective has no gradient of its own: there is nothing to check.", nameof(objective));
        return new Search(objective, theta.ToArray(), options ?? GradientCheckOptions.Default).Run();
    }

    private sealed class Search(Objective objective, double[] theta, GradientCheckOptions options)
    {
        private readonly double[] _gradient = new double[theta.Length];
        private readonly double[] _point = new double[theta.Length];
        private LossPrecision _precision;
        private double _u;
        private readonly double _scale = objective.ParameterScale(theta);
        private readonly EvaluationCounts _before = objective.Evaluations;
        private double _loss;
        private double _noise;
        private double _gradientNorm;
        private double _repeatability;

        // What each entry of a direction is multiplied by: its own scale over the common one. Null where one scale does for all.
        private double[]? _weights;

        // The largest change of the loss over the first steps, which are those up to this length.
        private double _changeAtFirst;
        private double _firstSteps;

        /// <param name="looksBeside">True to look beside a kink that θ is on.</param>
        public GradientCheckResult Run(bool looksBeside = true)
        {
            _loss = Loss(theta);
            var lossAgain = Loss(theta);
            objective.Gradient(theta, _gradient);
            objective.Gradient(theta, _point);
            var gradientRepeatability = 0.0;
            for (var i = 0; i < _point.Length; i++)
                gradientRepeatability = Math.Max(gradientRepeatability, Math.Abs(_gradient[i] - _point[i]));
            _gradientNorm = Math.Sqrt(Reduction.SumOfSquares<double>(_gradient));
            var result = new GradientCheckResult
            {
                Loss = _loss,
                LossRepeatability = Math.Abs(_loss - lossAgain),
                GradientRepeatability = gradientRepeatability,
                GradientNorm = _gradientNorm,
            };
            // Sums in another order differ in the last bits: that is noise, above which there is much to see.
            var largest = _gradient.Length == 0 ? 0 : _gradient.Max(Math.Abs);
            var last = objective.Options.SinglePrecision ? LastBitsOfFloats : LastBits;
            _repeatability = gradientRepeatability;
            if (result.LossRepeatability > last * Math.Abs(_loss) || gradientRepeatability > last * largest)
                return Conclude(result, CheckVerdict.NotDeterministic);

            options.CancellationToken.ThrowIfCancellationRequested();
            _weights = objective.Scaled(theta) is { } scaled ? Array.ConvertAll(scaled.Scales, own => own / _scale) : null;
            _precision = objective.PrecisionOfLoss(theta, _loss, _weights);
            SetNoise(result.LossRepeatability);
            var directions = new DirectionCheck[DirectionCount];
            var first = _precision.FirstStep * _scale;
            _firstSteps = 2.5 * first;
            var (step, trials) = (first, 2);
            Slope worst = default;
            var worstStream = 0;
            for (var k = 0; k < DirectionCount; k++, trials = k == 0 ? 2 : 1)
            {
                var slope = SlopeAlong(k, 0, theta.Length, step, trials);
                directions[k] = Compare(null, k, 0, theta.Length, slope);
                if (k == 0 || Excess(directions[k]) > Excess(directions[worstStream]))
                    (worst, worstStream) = (slope, k);
                if (double.IsFinite(slope.Error))
                    step = slope.Step;
                if (k == 0 && _weights is null && TryWeigh())
                {
                    _precision = objective.PrecisionOfLoss(theta, _loss, _weights);
                    SetNoise(result.LossRepeatability);
                    (k, step) = (-1, _precision.FirstStep * _scale); // Both directions again.
                }
            }

            result.LossNoise = _noise;
            result.IsSinglePrecision = _precision.IsSingle;
            result.ScaledGradientNorm = _weights is null ? null : Given(0, 0, theta.Length).Norm;
            result.Directions = directions;
            result.DetectableError = DetectableError(directions);
            result.Factor = Factor(directions);
            if (options.EachParameter)
                result.Parameters = EachParameter(step);

            DirectionCheck[] all = [.. directions, .. result.Parameters];
            if (looksBeside && Array.Exists(all, direction => direction.Kink is not null))
                result.Beside = LookBeside(worst.Step);
            var wrong = Array.Exists(all, direction => !direction.Agrees && direction.Kink is null);
            if (wrong && options.Locate)
                Locate(result, worst, worstStream);
            else if (result.Beside is { Verdict: CheckVerdict.Wrong } beside)
                (result.Factor, result.Entry, result.Range, result.RangeName) = (beside.Factor, beside.Entry, beside.Range, beside.RangeName);
            return Conclude(
                result,
                wrong ? (IsContradicted(result) ? CheckVerdict.Inconclusive : CheckVerdict.Wrong)
                : result.Beside is { Verdict: CheckVerdict.Wrong } ? CheckVerdict.Wrong
                : Array.Exists(all, direction => !direction.Agrees) ? CheckVerdict.Inconclusive
                : result.DetectableError > (result.ScaledGradientNorm ?? _gradientNorm)
                    && result.Beside is not { Verdict: CheckVerdict.Agrees } ? CheckVerdict.Inconclusive
                : CheckVerdict.Agrees);
        }

        private GradientCheckResult Conclude(GradientCheckResult result, CheckVerdict verdict)
        {
            (result.Verdict, result.Evaluations) = (verdict, objective.Evaluations - _before);
            return result;
        }

        // The same check so many steps away along a random direction that none of its own reach back; where there is a kink again, less far.
        private GradientCheckResult? LookBeside(double step)
        {
            const int Stream = 1 << 20;
            GradientCheckResult? result = null;
            var entries = RandomEntriesOf(Stream);
            foreach (var steps in (ReadOnlySpan<double>)[1000, 100])
            {
                var beside = new double[theta.Length];
                for (var i = 0; i < beside.Length; i++)
                    beside[i] = theta[i] + (steps * step * Weight(i) * entries[i]);
                try
                {
                    result = new Search(objective, beside, options).Run(looksBeside: false);
                }
                catch (NotFiniteValueException)
                {
                    continue;
                }

                if (result.Directions.All(direction => direction.Kink is null))
                    return result;
            }

            return result;
        }

        /// <summary>
        /// Where the first step would change the loss by more than itself, one scale does not fit all entries: each (of up to 64, else each named
        /// parameter) is given its own, the longest eighth of it for which the loss changes by no more than itself. Two losses a try.
        /// </summary>
        private bool TryWeigh()
        {
            var enough = Math.Max(Math.Abs(_loss), 1e6 * _noise);
            if (theta.Length == 0 || !(_changeAtFirst > 0.1 * enough))
                return false;
            var blocks = OwnScales.BlocksOf(objective, theta.Length);
            if (blocks.Length == 0)
                return false;
            var weights = new double[theta.Length];
            foreach (var block in blocks)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                var own = OwnScales.Largest(theta, block);
                var scale = OwnScales.Longest(objective, theta, _loss, block, own == 0 ? _scale : own, enough);
                weights.AsSpan(block.Start..block.End).Fill(scale / _scale);
            }

            _weights = weights;
            return true;
        }

        private double[] RandomEntriesOf(int stream)
        {
            var entries = new RandomEntries(options.Seed, stream);
            return [.. Enumerable.Range(0, theta.Length).Select(i => entries.Uniform(i))];
        }

        private void SetNoise(double repeatability)
        {
            (_noise, _u) = (Math.Max(_precision.Noise, 3 * repeatability), _precision.UnitRoundoff);

            // What the rounding of θ alone makes of the loss: a floor for where seven values happen to show less.
            var ofTheta = 0.0;
            for (var i = 0; i < theta.Length; i++)
                ofTheta += _gradient[i] * theta[i] * (_gradient[i] * theta[i]);
            _noise = Math.Max(_noise, _u * Math.Sqrt(ofTheta));
        }

        private double Weight(int i) => _weights is null ? 1 : _weights[i];

        /// <summary>True if the search ended at one entry that by itself is right: then the differences do not fit each other.</summary>
        private static bool IsContradicted(GradientCheckResult result) =>
            result is { Range: { } range, Entry: null } && range.End.Value - range.Start.Value == 1;

        private static double Excess(DirectionCheck direction) => direction.Discrepancy / direction.Tolerance;

        private double Loss(ReadOnlySpan<double> at)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            return objective.Loss(at);
        }

        /// <summary>Of two directions with P(|eᵀd| ≤ m) ≤ √(2/3)·m/‖e‖ each, what ‖e‖ makes the product of the two so small.</summary>
        private static double DetectableError(DirectionCheck[] directions)
        {
            var product = 1 / MissProbability;
            foreach (var direction in directions)
                product *= SmallBall * direction.Hidden;
            return Math.Pow(product, 1.0 / directions.Length);
        }

        /// <summary>gᵀd/(∇Lᵀd) of the first direction, if the second has the same ratio and neither has 1.</summary>
        private static double? Factor(DirectionCheck[] directions)
        {
            if (Array.Exists(directions, direction => direction.Agrees || direction.Kink is not null
                || Math.Abs(direction.Difference) <= 10 * direction.Tolerance))
                return null;
            var factor = directions[0].Given / directions[0].Difference;
            foreach (var direction in directions)
            {
                var ratio = direction.Given / direction.Difference;
                var error = direction.Tolerance * (1 + Math.Abs(ratio)) / Math.Abs(direction.Difference);
                if (!(Math.Abs(ratio - factor) <= 2 * error + directions[0].Tolerance * (1 + Math.Abs(factor)) / Math.Abs(directions[0].Difference)))
                    return null;
            }

            return factor;
        }

        private DirectionCheck[] EachParameter(double step)
        {
            if (objective.Options.Layout is not { } layout)
                return [];
            var checks = new DirectionCheck[layout.Names.Count];
            for (var k = 0; k < checks.Length; k++)
            {
                var range = layout.RangeOf(layout.Names[k]);
                var (start, end) = (range.Start.Value, range.End.Value);
                checks[k] = start == end
                    ? new(layout.Names[k], 0, 0, 0)
                    : Compare(layout.Names[k], DirectionCount + k, start, end, SlopeAlong(DirectionCount + k, start, end, step, 2));
            }

            return checks;
        }

        private Slope SlopeAlong(int stream, int start, int end, double step, int trials)
        {
            var entries = new RandomEntries(options.Seed, stream);
            return Slope.At(
                (double t, out double taken) =>
                {
                    taken = t;
                    return LossAlong(entries, start, end, t);
                },
                _loss,
                _noise,
                _u,
                step,
                0.05 * _scale,
                trials);
        }

        /// <summary>L(θ + t·d), d restricted to a range of its entries.</summary>
        private double LossAlong(RandomEntries entries, int start, int end, double t)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            theta.CopyTo(_point, 0);
            for (var i = start; i < end; i++)
                _point[i] = theta[i] + t * Weight(i) * entries.Uniform(i);
            var loss = objective.LossOrNotFinite(_point);
            if (Math.Abs(t) <= _firstSteps && double.IsFinite(loss))
                _changeAtFirst = Math.Max(_changeAtFirst, Math.Abs(loss - _loss));
            return loss;
        }

        private DirectionCheck Compare(string? parameter, int stream, int start, int end, Slope slope)
        {
            var (given, norm) = Given(stream, start, end);
            var error = slope.Kink?.Error ?? slope.Error;
            return new(parameter, given, slope.Value, (3 * error) + (Rounding(end - start) * norm) + Repeatability(start, end))
            {
                Kink = slope.Kink is { } kink ? (kink.Behind, kink.Ahead) : null,
            };
        }

        // What gᵀd may be off since the gradient is not twice the same.
        private double Repeatability(int start, int end)
        {
            var squares = 0.0;
            for (var i = start; i < end && _repeatability > 0; i++)
                squares += Weight(i) * Weight(i);
            return 10 * _repeatability * Math.Sqrt(squares);
        }

        /// <summary>What the entries of g may be off by their own rounding, and their sum by its.</summary>
        private double Rounding(int count) => 100 * _u + Math.Sqrt(count) * 1.1e-16;

        /// <summary>gᵀd over a range, and ‖g‖ over it.</summary>
        private (double Sum, double Norm) Given(int stream, int start, int end)
        {
            var entries = new RandomEntries(options.Seed, stream);
            double sum = 0, squares = 0;
            for (var i = start; i < end; i++)
            {
                var weighted = Weight(i) * _gradient[i];
                sum += weighted * entries.Uniform(i);
                squares += weighted * weighted;
            }

            return (sum, Math.Sqrt(squares));
        }

        private void Locate(GradientCheckResult result, Slope slope, int stream)
        {
            var direction = result.Directions[stream];
            var (start, end) = (0, theta.Length);
            if (direction.Agrees)
            {
                // Only a parameter's own direction shows the fault.
                var k = 0;
                while (result.Parameters[k].Agrees)
                    k++;
                direction = result.Parameters[k];
                var range = objective.Options.Layout!.RangeOf(direction.Parameter!);
                (start, end, stream) = (range.Start.Value, range.End.Value, DirectionCount + k);
            }

            if (!double.IsFinite(direction.Difference))
                return;
            var entries = new RandomEntries(options.Seed, stream);
            var discrepancy = direction.Difference - direction.Given;
            while (end - start > 1)
            {
                var middle = start + (end - start) / 2;
                var ahead = LossAlong(entries, start, middle, slope.Step);
                var behind = LossAlong(entries, start, middle, -slope.Step);
                var left = (ahead - behind) / (2 * slope.Step) - Given(stream, start, middle).Sum;
                var right = discrepancy - left;
                if (!(Math.Max(Math.Abs(left), Math.Abs(right)) > direction.Tolerance))
                    break;
                (start, end, discrepancy) = Math.Abs(left) >= Math.Abs(right) ? (start, middle, left) : (middle, end, right);
            }

            var layout = objective.Options.Layout;
            (result.Range, result.RangeName) = (start..end, layout is null ? null : $"{layout.Describe(start)} to {layout.Describe(end - 1)}");
            if (end - start == 1)
                result.Entry = EntryAt(start);
        }

        /// <summary>The entry, if a difference along its coordinate alone says that it is wrong.</summary>
        private WrongEntry? EntryAt(int index)
        {
            theta.CopyTo(_point, 0);
            var origin = theta[index];
            var size = _weights is null ? Math.Max(Math.Abs(origin), _scale) : Weight(index) * _scale;
            var slope = Slope.At(
                (double t, out double taken) =>
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    _point[index] = _precision.Representable(origin + t);
                    taken = _point[index] - origin;
                    return objective.LossOrNotFinite(_point);
                },
                _loss,
                _noise,
                _u,
                _precision.FirstStep * size,
                0.05 * size,
                argument: Math.Abs(origin));
            var given = _gradient[index];
            return Math.Abs(given - slope.Value) > 3 * slope.Error + Rounding(1) * Math.Abs(given) + 10 * _repeatability
                ? new(index, objective.Options.Layout?.Describe(index), given, slope.Value, slope.Error)
                : null;
        }
    }
}
