using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

// How it is checked.
public sealed partial class GradientCheck
{
    private const int DirectionCount = 2;
    private const double MissProbability = 1e-3;

    // Two values of one point that differ by no more of themselves are sums in another order.
    internal const double LastBits = 1e-11;
    internal const double LastBitsOfFloats = 1e-5;

    // √(2/3), of Ball's bound.
    private const double SmallBall = 0.816496580927726;

    private sealed class Search(Objective objective, double[] theta, int seed, bool locate, bool eachParameter, CancellationToken cancellation)
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
        public GradientCheck Run(bool looksBeside = true)
        {
            _loss = Loss(theta);
            var lossAgain = Loss(theta);
            objective.Gradient(theta, _gradient);
            objective.Gradient(theta, _point);
            var gradientRepeatability = 0.0;
            for (var i = 0; i < _point.Length; i++)
                gradientRepeatability = Math.Max(gradientRepeatability, Math.Abs(_gradient[i] - _point[i]));
            _gradientNorm = Math.Sqrt(Reduction.SumOfSquares<double>(_gradient));
            var result = new GradientCheck
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

            cancellation.ThrowIfCancellationRequested();
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
            if (eachParameter)
                result.Parameters = EachParameter(step);

            DirectionCheck[] all = [.. directions, .. result.Parameters];
            if (looksBeside && Array.Exists(all, direction => direction.Kink is not null))
                result.Beside = LookBeside(worst.Step);
            var wrong = Array.Exists(all, direction => !direction.Agrees && direction.Kink is null);
            if (wrong && locate)
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

        private GradientCheck Conclude(GradientCheck result, CheckVerdict verdict)
        {
            (result.Verdict, result.Evaluations) = (verdict, objective.Evaluations - _before);
            return result;
        }

        // The same check so many steps away along a random direction that none of its own reach back; where there is a kink again, less far.
        private GradientCheck? LookBeside(double step)
        {
            const int Stream = 1 << 20;
            GradientCheck? result = null;
            var entries = RandomEntriesOf(Stream);
            foreach (var steps in (ReadOnlySpan<double>)[1000, 100])
            {
                var beside = new double[theta.Length];
                for (var i = 0; i < beside.Length; i++)
                    beside[i] = theta[i] + (steps * step * Weight(i) * entries[i]);
                try
                {
                    result = new Search(objective, beside, seed, locate, eachParameter, cancellation).Run(looksBeside: false);
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
                cancellation.ThrowIfCancellationRequested();
                var own = OwnScales.Largest(theta, block);
                var scale = OwnScales.Longest(objective, theta, _loss, block, own == 0 ? _scale : own, enough);
                weights.AsSpan(block.Start..block.End).Fill(scale / _scale);
            }

            _weights = weights;
            return true;
        }

        private double[] RandomEntriesOf(int stream)
        {
            var entries = new RandomEntries(seed, stream);
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
        private static bool IsContradicted(GradientCheck result) =>
            result is { Range: { } range, Entry: null } && range.End.Value - range.Start.Value == 1;

        private static double Excess(DirectionCheck direction) => direction.Discrepancy / direction.Tolerance;

        private double Loss(ReadOnlySpan<double> at)
        {
            cancellation.ThrowIfCancellationRequested();
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
            var entries = new RandomEntries(seed, stream);
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
            cancellation.ThrowIfCancellationRequested();
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
            var entries = new RandomEntries(seed, stream);
            double sum = 0, squares = 0;
            for (var i = start; i < end; i++)
            {
                var weighted = Weight(i) * _gradient[i];
                sum += weighted * entries.Uniform(i);
                squares += weighted * weighted;
            }

            return (sum, Math.Sqrt(squares));
        }

        private void Locate(GradientCheck result, Slope slope, int stream)
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
            var entries = new RandomEntries(seed, stream);
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
                    cancellation.ThrowIfCancellationRequested();
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
                ? new(index, null, objective.Options.Layout?.Describe(index), given, slope.Value, slope.Error)
                : null;
        }
    }
}
