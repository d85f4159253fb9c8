using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// The length of a notable change of every parameter, where the parameters differ so much in size that one length does not do for all: from it
/// differences take their steps, and in its units they are about alike.
/// </summary>
/// <remarks>
/// <para>
/// A θᵢ much smaller than the others may be small by chance, as a weight among weights, or for its units, as a decay rate beside an amplitude of a
/// million. The loss tells. With the curvature qᵢ along θᵢ, measured over the longest length down from |θᵢ| over which it stays, sᵢ = κ/√|qᵢ|: all
/// parameters then curve alike (as in a preconditioner of Jacobi's), and κ = max √|qᵢ|·|θᵢ|, so that the scale of one parameter is its own size, and
/// of no other less. No scale is longer than the common one; and where the loss is another over the longest step that differences take from it, as an
/// exponential is, it is |θᵢ|. A θ that is small throughout has scales of its own only where the loss is another over the common scale.
/// </para>
/// <para>Each entry is looked at where there are 64 at most, else each named parameter as a whole. Mostly four losses for each.</para>
/// </remarks>
internal static class OwnScales
{
    /// <summary>Up to so many entries each is looked at by itself.</summary>
    public const int MostEntries = 64;

    private const int MostTries = 40;
    private const double Shorter = 1.0 / 8;

    // What is so much of the common scale, or larger, needs none of its own.
    private const double Small = 1.0 / 32;

    // What changes the loss by so much of itself is no step into another region.
    private const double Slight = 0.01;

    // A second difference within so many units of the loss is noise.
    private const double UnitsOfNoise = 100;

    /// <summary>Powers of two, one an entry; null where one scale does for all.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries.</param>
    public static double[]? Of(Objective objective, ReadOnlySpan<double> theta)
    {
        var common = objective.ParameterScale(theta);
        var blocks = BlocksOf(objective, theta.Length);
        double loss = double.NaN, least = double.PositiveInfinity, largest = 0;
        foreach (var block in blocks)
        {
            // A named parameter of zeros is a bias before its first step.
            var size = Largest(theta, block);
            (least, largest) = (size == 0 && theta.Length > MostEntries ? least : Math.Min(least, size), Math.Max(largest, size));
        }

        // A θ of zeros has no size to hold a length against.
        if (largest == 0 || least >= Small * common || !double.IsFinite(loss = objective.LossOrNotFinite(theta)))
            return null;
        var kappa = 0.0;
        var point = theta.ToArray();
        var lines = Array.ConvertAll(blocks, block => new Line(objective, point, block));
        foreach (var line in lines)
        {
            line.Measure(loss, common);
            kappa = Math.Max(kappa, line.Root * line.Size);
        }

        // As near zero as a start or a minimum may be by chance, unless the loss is another over the common scale.
        if (largest < Small * common && Array.TrueForAll(lines, line => line.IsOneRegion(common, loss)))
            return null;
        var scales = new double[theta.Length];
        var isOne = true;
        foreach (var line in lines)
        {
            var own = line.Scale(loss, kappa, Math.Max(line.Size, common));
            isOne &= own >= Shorter * common;
            scales.AsSpan(line.Block.Start..line.Block.End).Fill(PowerOfTwo(own));
        }

        return isOne ? null : scales;
    }

    /// <summary>True if there are few entries, or they have names.</summary>
    public static bool CanTell(ObjectiveOptions options, int n) => n <= MostEntries || options.Layout is not null;

    /// <summary>Each entry, of 64 at most; else each named parameter; none where there are no names.</summary>
    public static (int Start, int End)[] BlocksOf(Objective objective, int n) => n <= MostEntries
        ? [.. Enumerable.Range(0, n).Select(i => (i, i + 1))]
        : objective.Options.Layout is { } layout
            ? [.. layout.Names.Select(layout.RangeOf).Select(range => (range.Start.Value, range.End.Value)).Where(pair => pair.Item1 < pair.Item2)]
            : [];

    /// <summary>The longest length, by factors of 8 from the first, over which the loss changes by no more than allowed.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ.</param>
    /// <param name="loss">L(θ).</param>
    /// <param name="block">The entries that change, by the same length with signs at random.</param>
    /// <param name="length">The first, > 0.</param>
    /// <param name="allowed">What the loss may change by.</param>
    public static double Longest(
        Objective objective, ReadOnlySpan<double> theta, double loss, (int Start, int End) block, double length, double allowed)
    {
        var line = new Line(objective, theta.ToArray(), block);
        for (var tries = 0; tries < MostTries && !(line.At(length, loss).Change <= allowed); tries++)
            length *= Shorter;
        return length;
    }

    /// <summary>max |θᵢ| of a block.</summary>
    public static double Largest(ReadOnlySpan<double> theta, (int Start, int End) block)
    {
        var largest = 0.0;
        foreach (var entry in theta[block.Start..block.End])
            largest = Math.Max(largest, Math.Abs(entry));
        return largest;
    }

    /// <summary>2 to the nearest whole power.</summary>
    public static double PowerOfTwo(double value) => Math.ScaleB(1, (int)Math.Round(Math.Log2(value)));

    // The loss along the entries of a block, all by the same length with signs at random. The point is θ again after each look.
    private sealed class Line(Objective objective, double[] point, (int Start, int End) block)
    {
        // The first step of a product by differences of gradients, of the scale.
        private readonly double _longestStep = 8 * Math.Cbrt(3 * objective.Options.UnitRoundoff);
        private readonly double _noise = UnitsOfNoise * objective.Options.UnitRoundoff;
        private readonly RandomEntries _signs = new(0);
        private readonly double[] _entries = point[block.Start..block.End];

        public (int Start, int End) Block => block;

        /// <summary>max |θᵢ|.</summary>
        public double Size { get; } = Largest(point, block);

        /// <summary>√|q|; 0 where no curvature is seen.</summary>
        public double Root { get; private set; }

        /// <summary>Measures the curvature.</summary>
        public void Measure(double loss, double common)
        {
            var length = Size > 0 ? Size : _longestStep * common;
            var (longer, shorter) = (At(length, loss), At(length * Shorter, loss));
            for (; IsNoise(longer) && IsNoise(shorter) && length < common; length /= Shorter)
                (shorter, longer) = (longer, At(length / Shorter, loss));
            for (var tries = 0; tries < MostTries && !IsNoise(shorter); tries++, length *= Shorter)
            {
                if (Shorter * Shorter * longer.Bend / shorter.Bend is >= 0.5 and <= 2)
                {
                    Root = Math.Sqrt(Math.Abs(shorter.Bend)) / (length * Shorter);
                    return;
                }

                (longer, shorter) = (shorter, At(length * Shorter * Shorter, loss));
            }
        }

        /// <summary>κ/√|q|, no longer than the longest, nor than the loss is the same at the longest step.</summary>
        public double Scale(double loss, double kappa, double longest)
        {
            var scale = Root > 0 ? Math.Min(longest, kappa / Root) : longest;
            return IsOneRegion(scale, loss) ? scale
                : Size > 0 ? Size
                : Longest(objective, point, loss, block, scale, Math.Abs(loss));
        }

        /// <summary>The larger change of the loss over ± a length, the second difference, and the largest loss; ∞ where not finite.</summary>
        public (double Change, double Bend, double Largest) At(double length, double loss)
        {
            var (ahead, behind) = (Value(length), Value(-length));
            var change = Math.Max(Math.Abs(ahead - loss), Math.Abs(behind - loss));
            return double.IsFinite(change)
                ? (change, ahead - (2 * loss) + behind, Math.Max(Math.Abs(loss), Math.Max(Math.Abs(ahead), Math.Abs(behind))))
                : (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        }

        /// <summary>
        /// True if the longest step from a scale is where the loss is as it is near by: where its second difference grows as the length, as a kink
        /// makes it, or as its square, as curvature does. Of either, any step tells the same.
        /// </summary>
        public bool IsOneRegion(double scale, double loss)
        {
            var first = _longestStep * scale;
            if (first <= Size)
                return true;
            var there = At(first, loss);
            if (there.Change <= Slight * Math.Abs(loss) || !double.IsFinite(there.Change))
                return double.IsFinite(there.Change);
            var near = Size > 0 ? Size : first * Math.Pow(Shorter, 4);
            var here = At(near, loss);
            var (growth, longer) = (there.Bend / here.Bend, first / near);
            return IsNoise(here) || (growth >= 0.8 * longer && growth <= 1.25 * longer * longer);
        }

        private bool IsNoise((double Change, double Bend, double Largest) values) => Math.Abs(values.Bend) <= _noise * values.Largest;

        private double Value(double length)
        {
            var there = point.AsSpan(block.Start..block.End);
            for (var i = 0; i < there.Length; i++)
                there[i] = _entries[i] + (length * _signs.Sign(block.Start + i));
            try
            {
                return objective.LossOrNotFinite(point);
            }
            finally
            {
                _entries.CopyTo(there);
            }
        }
    }
}
