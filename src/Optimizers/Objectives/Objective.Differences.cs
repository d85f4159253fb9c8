using System.Globalization;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;
using Lanes = System.Numerics.Vector<double>;

namespace Optimizers.Curvature;

public abstract partial class Objective
{
    private const double StepRatio = 8;
    private const int MaxSteps = 7;

    // Where the gradient changes within less than the shortest of them, as of a logistic unit whose input is in small units.
    private const int MaxStepsIntoJump = 18;
    private const int MaxShortenings = 6;

    // Of the change of the one-sided differences that a smooth loss does not explain: a jump of the gradient is off by 32/63 of it, one of the
    // Hessian by 4/7.
    private const double KinkShare = 0.7;

    private readonly double[][] _scratch = [[], [], [], [], [], []];
    private Matrix<double>? _keptHessian;
    private double[]? _keptTheta;

    /// <summary>One of six vectors of n entries that are kept between calls. Its contents are anything.</summary>
    internal double[] Scratch(int which, int n)
    {
        ref var array = ref _scratch[which];
        if (array.Length != n)
            array = new double[n];
        return array;
    }

    /// <summary>
    /// How exact the loss is near θ. ε_f, a bound on its error: the caller's, u·|L|, or three standard deviations of the computational noise of seven
    /// values a spacing of u^0.6 times the scale apart, whichever is largest. 6 losses.
    /// </summary>
    /// <remarks>
    /// A loss of floats that was not declared so gives itself away by values that are floats, or by neighbours that are the same, as its θ is
    /// rounded: 6 losses more with the spacing of floats then show its noise, and <see cref="LossPrecision.UnitRoundoff"/> is that of floats
    /// if the values are floats.
    /// </remarks>
    /// <param name="theta">θ.</param>
    /// <param name="loss">L(θ).</param>
    /// <param name="weights">What the scale is multiplied by for each entry; null for one scale.</param>
    internal LossPrecision PrecisionOfLoss(ReadOnlySpan<double> theta, double loss, double[]? weights = null)
    {
        var (isSingle, isBlunt) = (_options.SinglePrecision, false);
        var (noise, floats, repeats) = NoiseOfNeighbours(theta, loss, RoundoffOf(isSingle), weights);
        if (!isSingle && (floats || repeats))
        {
            (var coarse, isSingle, _) = NoiseOfNeighbours(theta, loss, ObjectiveOptions.SingleRoundoff, weights);

            // Over the longer spacing a kink can pass for noise; the noise of floats is not that large.
            var single = ObjectiveOptions.SingleRoundoff * Math.Abs(loss);
            noise = Math.Max(noise, Math.Min(coarse, 100 * single));
            isBlunt = noise > 0.1 * single;
        }

        var unitRoundoff = RoundoffOf(isSingle);
        return new(Math.Max(noise, Math.Max(_options.LossError, unitRoundoff * Math.Abs(loss))), unitRoundoff, isSingle, isBlunt);
    }

    private double RoundoffOf(bool isSingle) => isSingle ? ObjectiveOptions.SingleRoundoff : _options.UnitRoundoff;

    /// <summary>
    /// Three standard deviations of the noise of seven values; whether they are floats, and whether two neighbours are the same.
    /// </summary>
    private (double Noise, bool Floats, bool Repeats) NoiseOfNeighbours(
        ReadOnlySpan<double> theta, double loss, double unitRoundoff, double[]? weights)
    {
        var spacing = Math.Pow(unitRoundoff, 0.6) * ParameterScale(theta);
        var signs = new RandomEntries(0);
        var point = Scratch(0, theta.Length);
        Span<double> values = stackalloc double[ComputationalNoise.Points];
        var (floats, repeats) = (true, false);
        for (var k = 0; k < values.Length; k++)
        {
            var t = (k - values.Length / 2) * spacing;
            for (var i = 0; i < point.Length; i++)
                point[i] = theta[i] + t * signs.Sign(i) * (weights is null ? 1 : weights[i]);
            values[k] = t == 0 ? loss : LossOrNotFinite(point);
            if (!double.IsFinite(values[k]))
                return (0, false, false);
            floats &= values[k] == (float)values[k];
            repeats |= k > 0 && values[k] == values[k - 1];
        }

        return (3 * ComputationalNoise.StandardDeviation(values), floats, repeats);
    }

    private double DifferenceGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        var n = theta.Length;
        if (n == 0)
            return 0;
        var loss = Loss(theta);
        var precision = PrecisionOfLoss(theta, loss);
        var scale = ParameterScale(theta);
        var point = Scratch(0, n);
        theta.CopyTo(point);
        var (index, origin) = (0, 0.0);
        var line = new Slope.Line((double t, out double taken) =>
        {
            point[index] = precision.Representable(origin + t);
            taken = point[index] - origin;
            return LossOrNotFinite(point);
        });

        var relative = precision.FirstStep;
        var squares = 0.0;
        for (; index < n; index++)
        {
            origin = theta[index];
            var size = Math.Max(Math.Abs(origin), scale);
            var slope = Slope.At(line, loss, precision.Noise, precision.UnitRoundoff, relative * size, 0.05 * size, argument: Math.Abs(origin));
            point[index] = origin;
            if (!double.IsFinite(slope.Error))
                throw NotFiniteAround(theta, index, slope.Step);
            gradient[index] = slope.Value;
            squares += slope.Error * slope.Error;
            relative = slope.Step / size;
        }

        return Math.Sqrt(squares);
    }

    /// <summary>∇²L(θ)·v by differences of the caller's gradients, and an estimate of its error. See <c>Product</c>.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="vector">v.</param>
    /// <param name="product">∇²L(θ)·v.</param>
    /// <param name="middle">∇L(θ); null to have it evaluated.</param>
    /// <param name="kinkDistance">As of <c>Product</c>.</param>
    /// <param name="followsJumps">
    /// True to shorten the steps into what looks like a jump. On a kink there is no end of that: it is then asked again without.
    /// </param>
    internal double GradientDifferenceProduct(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product, double[]? middle, out double kinkDistance,
        bool followsJumps = true)
    {
        kinkDistance = double.PositiveInfinity;
        var roundoff = _options.UnitRoundoff;
        var step = StepRatio * StepAlong(theta, vector, Math.Cbrt(3 * roundoff));
        if (step == 0)
        {
            product.Clear();
            return 0;
        }

        // The squares of what is compared must neither overflow nor vanish: v is then taken times a power of two.
        var exponent = Math.ILogB(step);
        exponent = Math.Abs(exponent) > 100 ? exponent : 0;
        var unit = Math.ScaleB(1, exponent);
        var n = theta.Length;
        var (point, shorter, scratch) = (Scratch(0, n), Scratch(1, n), Scratch(2, n));
        var (sizeOfTheta, sizeOfVector) = (NormWhereMoved(theta, vector), Norm(vector, unit));
        var (bend, bendOfLonger) = (Scratch(3, n), Scratch(4, n));
        if (middle is null)
            OwnGradient(theta, middle = Scratch(5, n));
        double previous = double.PositiveInfinity, change, rounding, kinkOfLonger = double.NaN, kinkOfShorter;
        bool isNoise, blind, isJump;
        int steps = 0, shortenings = 0, likeNoise = 0;
        var areFloats = _options.SinglePrecision;
        while (true)
        {
            var finite = steps > 0 || TryDifference(theta, vector, step, unit, point, middle, product, bendOfLonger, scratch, out _);
            if (finite && !areFloats && AreFloats(scratch))
            {
                // A gradient of floats that was not declared so.
                areFloats = true;
                step *= Math.Cbrt(ObjectiveOptions.SingleRoundoff / roundoff);
                roundoff = ObjectiveOptions.SingleRoundoff;
                (steps, likeNoise, previous) = (0, 0, double.PositiveInfinity);
                continue;
            }

            if (finite && TryDifference(theta, vector, step / StepRatio, unit, point, middle, shorter, bend, scratch, out var size))
            {
                change = Distance(shorter, product);

                // What is left of the bend where no kink is within the longer step, is nothing: it is odd in t.
                for (var i = 0; i < n; i++)
                    bendOfLonger[i] = bend[i] - bendOfLonger[i] / StepRatio;
                kinkOfShorter = KinkShare * Norm(bendOfLonger);
                if (!double.IsFinite(kinkOfShorter))
                    kinkOfShorter = 0; // There is no gradient at θ itself.
                var sizeOfShorter = Norm(shorter);

                // Of the gradients, and of θ ± tv: tv is then another vector, by u‖θ‖ at most.
                rounding = roundoff * (size + sizeOfTheta * sizeOfShorter / sizeOfVector) / (step / StepRatio / unit);
                steps++;
                if (steps > 1 && previous > 300 * change && previous > 1000 * rounding)
                    kinkDistance = Math.Min(kinkDistance, StepRatio * (step / unit) * sizeOfVector);

                // Once, a ratio of 8 can be chance. Gradients that are the same ahead and behind are those of a rounded θ.
                // A difference that is eight times the longer one, entry by entry, is that of a gradient that changes within the step as a jump does.
                isJump = followsJumps && DistanceFromMultiple(shorter, product, StepRatio) <= 0.5 * sizeOfShorter && sizeOfShorter > 0;
                var isLikeNoise = change >= previous * StepRatio / 2 && change <= previous * StepRatio * 2;
                likeNoise = isLikeNoise && !(isJump && change > 100 * rounding) ? likeNoise + 1 : 0;
                isNoise = change <= 100 * rounding || likeNoise == 2;
                var isBlind = sizeOfShorter == 0 && change > 0;
                var isRough = followsJumps && (isJump || change > 0.1 * sizeOfShorter);
                if ((steps > 1 && (isNoise || (steps >= MaxSteps && !isRough) || steps == MaxStepsIntoJump)) || isBlind)
                {
                    isNoise &= !isBlind;
                    blind = isBlind;
                    if (steps == 1)
                        kinkOfLonger = StepRatio * kinkOfShorter;
                    break;
                }

                previous = change;
                kinkOfLonger = kinkOfShorter;
                shorter.CopyTo(product);
                bend.CopyTo(bendOfLonger, 0);
                step /= StepRatio;
                continue;
            }

            if (++shortenings > MaxShortenings)
            {
                // At θ itself the gradient may be at fault: then this names its entry.
                Gradient(theta, product);
                throw new NotFiniteValueException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The gradient is finite at θ, but not at θ ± {step:G3}·v: there is no difference of gradients along v."));
            }

            (steps, likeNoise, previous) = (0, 0, double.PositiveInfinity);
            step /= StepRatio * StepRatio;
        }

        if (isJump && steps == MaxStepsIntoJump)
            return GradientDifferenceProduct(theta, vector, product, middle, out kinkDistance, followsJumps: false);
        // Between the law of noise, eight times more at each step, and that of truncation, 64 times less, the change is neither's alone.
        var isEither = previous > change / 2 && previous < 2 * StepRatio * change;
        var truncation = isEither ? change : Math.Min(change, previous / (StepRatio * StepRatio - 1));
        var ofLonger = isNoise ? change / StepRatio + truncation : blind ? change : double.PositiveInfinity;
        var ofShorter = isNoise ? change + truncation / (StepRatio * StepRatio) : blind ? double.PositiveInfinity : change;
        (ofLonger, ofShorter) = (2 * ofLonger + kinkOfLonger, 2 * ofShorter + kinkOfShorter);
        if (ofShorter < ofLonger)
            shorter.CopyTo(product);
        if (exponent != 0)
        {
            for (var i = 0; i < n; i++)
                product[i] /= unit;
        }

        // Within the rounding of θ there can be as much curvature as makes the whole jump.
        var hidden = isJump && sizeOfTheta > 0
            ? StepRatio * StepRatio * Norm(shorter) * Math.Max(1, step / StepRatio / unit / (roundoff * sizeOfTheta / sizeOfVector)) : 0;

        // The terms of the gradient are rounded whether v moves them or not.
        rounding += roundoff * Norm(theta) * Norm(shorter) / sizeOfVector / (step / StepRatio / unit);
        return (Math.Min(ofLonger, ofShorter) + 4 * rounding / StepRatio + hidden) / unit;
    }

    // ‖θ‖₂ of the entries that v moves: the others are not rounded.
    private static double NormWhereMoved(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector)
    {
        var squares = 0.0;
        for (var i = 0; i < theta.Length; i++)
            squares += vector[i] == 0 ? 0 : theta[i] * theta[i];
        return Math.Sqrt(squares);
    }

    /// <summary>True if every entry is a float, and not every entry 0.</summary>
    internal static bool AreFloats(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (value != (float)value)
                return false;
        }

        return values.ContainsAnyExcept(0.0);
    }

    /// <summary>
    /// (∇L(θ + tv) − ∇L(θ − tv))/(2t/unit), how much more the one-sided difference ahead is than that behind, and the norm of one of the gradients;
    /// false where something is not finite.
    /// </summary>
    private bool TryDifference(
        ReadOnlySpan<double> theta,
        ReadOnlySpan<double> vector,
        double t,
        double unit,
        double[] point,
        double[] middle,
        Span<double> difference,
        double[] bend,
        double[] behind,
        out double size)
    {
        Displace(theta, t, vector, point);
        OwnGradient(point, difference);
        Displace(theta, -t, vector, point);
        OwnGradient(point, behind);
        size = Math.Sqrt(Reduction.SumOfSquares<double>(behind));
        for (var i = 0; i < bend.Length; i++)
            bend[i] = (difference[i] - middle[i] - (middle[i] - behind[i])) / (t / unit);
        Subtract(difference, behind, 1 / (2 * t / unit));
        return Reduction.IsFinite<double>(difference); // What is not finite in one gradient, is not in the difference.
    }

    /// <summary>
    /// M(h)ᵢ = (L(θ + tv + keᵢ) − L(θ + tv − keᵢ) − L(θ − tv + keᵢ) + L(θ − tv − keᵢ))/4tk is off by a term in h², which M(2h) − M(h) shows
    /// threefold, and by ε/tk. Both steps move their coordinates by the same part of the scale, the one that is best along v.
    /// </summary>
    private double LossDifferenceProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        product.Clear();
        var whole = StepAlong(theta, vector, 1);
        if (whole == 0)
            return 0;

        var n = theta.Length;
        var loss = Loss(theta);
        var precision = PrecisionOfLoss(theta, loss);
        var noise = precision.Noise;
        var differences = new LossDifferences(this, precision);
        var scale = ParameterScale(theta);
        var (ahead, behind) = (Scratch(0, n), Scratch(1, n));
        vector.CopyTo(behind);
        var relative = SecondDifferenceStep(theta, whole, behind, ahead, loss, precision);
        var step = relative * whole;
        var squares = 0.0;
        for (var factor = 1; factor <= 2; factor++)
        {
            var t = factor * step;
            Displace(theta, t, vector, ahead);
            Displace(theta, -t, vector, behind);
            for (var i = 0; i < n; i++)
            {
                var k = factor * relative * Math.Max(Math.Abs(theta[i]), scale);
                var mixed = (differences.SlopeOf(ahead, i, k) - differences.SlopeOf(behind, i, k)) / (2 * t);
                if (!double.IsFinite(mixed))
                    throw NotFiniteAround(theta, i, k);
                if (factor == 1)
                {
                    product[i] = mixed;
                    continue;
                }

                noise = Math.Max(noise, precision.UnitRoundoff * differences.LargestLoss);
                var error = Math.Abs(mixed - product[i]) / 3 + noise / (step * k / 2);
                squares += error * error;
            }
        }

        // θ ± tv is rounded too: tv is then another vector, by u‖θ‖ at most.
        var displacement = precision.UnitRoundoff * Norm(theta) / (step * Norm(vector));
        return Math.Sqrt(squares) + displacement * Norm(product);
    }

    private (Matrix<double> Hessian, DifferenceError Error, double KinkDistance) HessianOfProducts(ReadOnlySpan<double> theta)
    {
        var kinkDistance = double.PositiveInfinity;
        var n = theta.Length;
        var columns = Matrix<double>.Build.Dense(n, n);
        var unit = new double[n];
        var column = new double[n];
        double squares = 0, scaledSquares = 0;
        double[]? middle = null;
        double[]? scales = null;
        for (var j = 0; j < n; j++)
        {
            unit[j] = 1;
            var error = ProductWithError(theta, unit, column, ref middle, out var kink);
            kinkDistance = Math.Min(kinkDistance, kink);
            unit[j] = 0;
            squares += error.Norm * error.Norm;
            if (error.Scaled is { } scaled)
            {
                scales = scaled.Scales;
                scaledSquares += scales[j] * scaled.Norm * (scales[j] * scaled.Norm);
            }

            columns.SetColumn(j, column);
        }

        // |hᵢⱼ − hⱼᵢ|/2, summed over both.
        double asymmetry = 0, scaledAsymmetry = 0;
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < j; i++)
            {
                var half = 0.5 * (columns[i, j] - columns[j, i]);
                asymmetry += 2 * half * half;
                if (scales is not null)
                    scaledAsymmetry += 2 * half * scales[i] * scales[j] * (half * scales[i] * scales[j]);
                columns[i, j] = columns[j, i] = columns[j, i] + half;
            }
        }

        return (columns, new(Root(squares, asymmetry), scales is null ? null : (Root(scaledSquares, scaledAsymmetry), scales)), kinkDistance);

        static double Root(double a, double b) => Math.Sqrt(Math.Max(a, b));
    }

    private Matrix<double> LossDifferenceHessian(ReadOnlySpan<double> theta, out double error)
    {
        var n = theta.Length;
        var hessian = Matrix<double>.Build.Dense(n, n);
        error = 0;
        if (n == 0)
            return hessian;

        var loss = Loss(theta);
        var precision = PrecisionOfLoss(theta, loss);
        var noise = precision.Noise;
        var differences = new LossDifferences(this, precision);
        var scale = ParameterScale(theta);
        var (point, diagonals) = (Scratch(0, n), Scratch(1, n));
        var signs = new RandomEntries(1);
        for (var i = 0; i < n; i++)
            diagonals[i] = signs.Sign(i) * Math.Max(Math.Abs(theta[i]), scale);
        var relative = SecondDifferenceStep(theta, 1, diagonals, point, loss, precision);
        theta.CopyTo(point);
        var squares = 0.0;
        for (var j = 0; j < n; j++)
        {
            var k = relative * Math.Max(Math.Abs(theta[j]), scale);
            var (near, far) = (differences.Bend(point, j, k, loss), differences.Bend(point, j, 2 * k, loss));
            if (!double.IsFinite(near + far))
                throw NotFiniteAround(theta, j, k);
            noise = Math.Max(noise, precision.UnitRoundoff * differences.LargestLoss);
            hessian[j, j] = near;
            var diagonal = Math.Abs(far - near) / 3 + 5 * noise / (k * k);
            squares += diagonal * diagonal;
            for (var i = 0; i < j; i++)
            {
                var l = relative * Math.Max(Math.Abs(theta[i]), scale);
                (near, far) = (differences.Mixed(point, j, k, i, l), differences.Mixed(point, j, 2 * k, i, 2 * l));
                if (!double.IsFinite(near + far))
                    throw NotFiniteAround(theta, i, l);
                noise = Math.Max(noise, precision.UnitRoundoff * differences.LargestLoss);
                hessian[i, j] = hessian[j, i] = near;
                var entry = Math.Abs(far - near) / 3 + 2 * noise / (k * l);
                squares += 2 * entry * entry;
            }
        }

        error = Math.Sqrt(squares);
        return hessian;
    }

    /// <summary>
    /// The r for which the second difference B(t) = (φ(t) − 2φ(0) + φ(−t))/t² of φ(t) = L(θ + tv) has its least error at t = r·whole: B(2t) − B(t) is
    /// three times its truncation, which grows as t², within 5ε/t²; its noise is 4ε/t². At most 20 losses.
    /// </summary>
    private double SecondDifferenceStep(ReadOnlySpan<double> theta, double whole,
        double[] vector, double[] point, double loss, LossPrecision precision)
    {
        const double longest = 0.1;
        var relative = Math.Sqrt(Math.Sqrt(precision.UnitRoundoff));
        var noise = precision.Noise;
        for (var trial = 0; trial < 5; trial++)
        {
            var t = relative * whole;
            var near = (Along(theta, t) + Along(theta, -t)) / (t * t);
            var far = (Along(theta, 2 * t) + Along(theta, -2 * t)) / (4 * t * t);
            var change = Math.Abs(far - near);
            var factor = !double.IsFinite(change) ? 1.0 / 64
                : change <= 5 * noise / (t * t) ? StepRatio
                : Math.Clamp(Math.Sqrt(Math.Sqrt(12 * noise / (t * t) / change)), 1.0 / 64, StepRatio);
            var next = Math.Min(longest, factor * relative);
            if (next > relative / 2 && next < 3 * relative)
                break;
            relative = next;
        }

        return relative;

        double Along(ReadOnlySpan<double> from, double t)
        {
            Displace(from, t, vector, point);
            return LossOrNotFinite(point) - loss;
        }
    }

    /// <summary>
    /// The t with which tv moves the coordinates that v moves by so much of the scale: t = relative·s·√m/‖v‖₂, where m = ‖v‖₁²/‖v‖₂² is how many
    /// coordinates v moves if it moves them alike. 0 for v = 0.
    /// </summary>
    internal double StepAlong(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, double relative)
    {
        var squares = Reduction.SumOfSquares(vector);
        if (squares is > 1e-200 and < 1e200)
            return relative * ParameterScale(theta) * SumOfMagnitudes(vector, 1) / squares;

        var largest = 0.0;
        foreach (var entry in vector)
            largest = Math.Max(largest, Math.Abs(entry));
        if (largest == 0)
            return 0;
        var unit = Math.ScaleB(1, Math.Clamp(-Math.ILogB(largest), -1000, 1000));
        var norm = Norm(vector, unit);
        return relative * ParameterScale(theta) * SumOfMagnitudes(vector, unit) / (norm * norm) * unit;
    }

    /// <summary>‖unit·v‖₁: four partial sums, of every fourth entry each.</summary>
    private static double SumOfMagnitudes(ReadOnlySpan<double> vector, double unit)
    {
        double first = 0, second = 0, third = 0, fourth = 0;
        var i = 0;
        for (; i + 3 < vector.Length; i += 4)
        {
            first += Math.Abs(unit * vector[i]);
            second += Math.Abs(unit * vector[i + 1]);
            third += Math.Abs(unit * vector[i + 2]);
            fourth += Math.Abs(unit * vector[i + 3]);
        }

        for (; i < vector.Length; i++)
            first += Math.Abs(unit * vector[i]);
        return first + second + (third + fourth);
    }

    /// <summary>point ← θ + tv.</summary>
    internal static void Displace(ReadOnlySpan<double> theta, double t, ReadOnlySpan<double> vector, Span<double> point)
    {
        var from = MemoryMarshal.Cast<double, Lanes>(theta[..point.Length]);
        var along = MemoryMarshal.Cast<double, Lanes>(vector[..point.Length]);
        var to = MemoryMarshal.Cast<double, Lanes>(point);
        for (var k = 0; k < to.Length; k++)
            to[k] = from[k] + t * along[k];
        for (var i = to.Length * Lanes.Count; i < point.Length; i++)
            point[i] = theta[i] + t * vector[i];
    }

    /// <summary>difference ← (difference − other)·factor.</summary>
    private static void Subtract(Span<double> difference, ReadOnlySpan<double> other, double factor)
    {
        var subtrahends = MemoryMarshal.Cast<double, Lanes>(other[..difference.Length]);
        var results = MemoryMarshal.Cast<double, Lanes>(difference);
        for (var k = 0; k < results.Length; k++)
            results[k] = (results[k] - subtrahends[k]) * factor;
        for (var i = results.Length * Lanes.Count; i < difference.Length; i++)
            difference[i] = (difference[i] - other[i]) * factor;
    }

    private static double Norm(ReadOnlySpan<double> vector) => Math.Sqrt(Reduction.SumOfSquares(vector));

    /// <summary>‖unit·v‖₂.</summary>
    private static double Norm(ReadOnlySpan<double> vector, double unit)
    {
        if (unit == 1)
            return Norm(vector);
        var squares = 0.0;
        foreach (var entry in vector)
            squares += unit * entry * (unit * entry);
        return Math.Sqrt(squares);
    }

    /// <summary>‖a − b‖₂: four partial sums, of every fourth entry each.</summary>
    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        double first = 0, second = 0, third = 0, fourth = 0;
        var i = 0;
        for (; i + 3 < a.Length; i += 4)
        {
            first += (a[i] - b[i]) * (a[i] - b[i]);
            second += (a[i + 1] - b[i + 1]) * (a[i + 1] - b[i + 1]);
            third += (a[i + 2] - b[i + 2]) * (a[i + 2] - b[i + 2]);
            fourth += (a[i + 3] - b[i + 3]) * (a[i + 3] - b[i + 3]);
        }

        for (; i < a.Length; i++)
            first += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(first + second + (third + fourth));
    }

    // ‖a − mb‖₂.
    private static double DistanceFromMultiple(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double m)
    {
        var squares = 0.0;
        for (var i = 0; i < a.Length; i++)
            squares += (a[i] - (m * b[i])) * (a[i] - (m * b[i]));
        return Math.Sqrt(squares);
    }

    private NotFiniteValueException NotFiniteAround(ReadOnlySpan<double> theta, int index, double step) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The loss is not finite when entry {Describe(index)} = {theta[index]} is moved by {step:G3}: it has no differences there."));
}
