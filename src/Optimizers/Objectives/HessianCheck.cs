using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Compares hand-written Hessian-vector products with differences of the gradient: whether they are wrong for 14 gradients and 3 products at any n,
/// and where for about 2·log₂ n gradients and log₂ n products more. The gradient is taken to be right: check it first.
/// </summary>
/// <remarks>
/// <para>
/// First the same point is evaluated twice (2 gradients, 2 products): what is not deterministic is reported, and nothing differentiated, unless it
/// differs in its last bits only, which is noise, and goes into the tolerances. Then Hv is
/// compared with the difference of gradients along v for two random v (12 gradients, 1 product) whose entries are independent and uniform on (−√3,
/// √3). With E = H − ∇²L the discrepancy is at least σ|xᵀv|, σ = ‖E‖₂ and x its right singular vector, which is below δσ with a probability of at
/// most √(2/3)·δ (as for <see cref="GradientCheck"/>). The two products also tell whether uᵀHv = vᵀHu.
/// </para>
/// <para>
/// Right products are not accused: the discrepancy must exceed three times the estimated error of the difference, and 100·u·‖Hv‖ for
/// the product's own rounding. Where it does, two products more tell what the product is off by itself: a linear map would show nothing of
/// H(u + v) − Hu − Hv and H(3v) − 3Hv. Eight times the larger, for a vector of length 1, is allowed too, up to 10⁻⁴ of the product: products made of
/// differences are not wrong.
/// </para>
/// <para>
/// Where: the row is where product and difference are farthest apart. The column is found by restricting v to one half of its entries and keeping the
/// half with the larger discrepancy in that row. The entry that is left is checked by itself.
/// </para>
/// </remarks>
public static class HessianCheck
{
    private const double MissProbability = 1e-3;

    // The part of a product that it may be off by itself.
    private const double LargestOwnError = 1e-4;

    // √(2/3), of Ball's bound.
    private const double SmallBall = 0.816496580927726;

    /// <summary>Checks the Hessian-vector product of an objective at θ, or its Hessian by the products with it.</summary>
    /// <param name="objective">L, with a gradient and a product or a Hessian of the caller's.</param>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="options">The seed, and whether to look for the wrong entry; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The objective is null.</exception>
    /// <exception cref="ArgumentException">θ has not the length of the layout, or the objective lacks a gradient or a product of
    /// the caller's.</exception>
    /// <exception cref="InvalidOperationException">The gradient or the product is not finite at θ.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static HessianCheckResult Run(Objective objective, ReadOnlySpan<double> theta, HessianCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (!objective.HasProduct)
            throw new ArgumentException(
                "The objective has neither a Hessian-vector product nor a Hessian of its own: there is nothing to check.", nameof(objective));
        if (!objective.HasGradient)
            throw new ArgumentException(
                "The objective has no gradient of its own: there is nothing to check its Hessian against.", nameof(objective));
        return new Search(objective, theta.ToArray(), options ?? HessianCheckOptions.Default).Run();
    }

    private sealed class Search(Objective objective, double[] theta, HessianCheckOptions options)
    {
        private readonly int _n = theta.Length;
        private readonly double _u = objective.Options.UnitRoundoff;
        private readonly double[] _gradient = new double[theta.Length];
        private readonly EvaluationCounts _before = objective.Evaluations;

        public HessianCheckResult Run()
        {
            var (v, product, difference) = (Direction(0), new double[_n], new double[_n]);
            Gradient(theta, _gradient);
            Gradient(theta, difference);
            var gradientRepeatability = LargestDifference(_gradient, difference);
            Product(v, product);
            Product(v, difference);
            var result = new HessianCheckResult
            {
                GradientRepeatability = gradientRepeatability,
                ProductRepeatability = LargestDifference(product, difference),
            };
            // Sums in another order differ in the last bits: that is noise, above which there is much to see.
            var last = objective.Options.SinglePrecision ? GradientCheck.LastBitsOfFloats : GradientCheck.LastBits;
            if (gradientRepeatability > last * Largest(_gradient) || result.ProductRepeatability > last * Largest(product))
                return Conclude(result, CheckVerdict.NotDeterministic);

            var first = Compare(v, product, difference, out var firstFactor);
            var u = Direction(1);
            var second = new double[_n];
            Product(u, second);
            var forward = ShortVectors.Dot(u, product);
            var backward = ShortVectors.Dot(v, second);
            var noise = 10 * Math.Sqrt(_n) * result.ProductRepeatability;
            var asymmetryTolerance = Rounding * (Norm(u) * Norm(product) + Norm(v) * Norm(second)) + noise * (Norm(u) + Norm(v));
            var other = Compare(u, second, difference, out var secondFactor);
            first = first with { Tolerance = first.Tolerance + noise };
            other = other with { Tolerance = other.Tolerance + noise };
            if (!(first.Agrees && other.Agrees && Math.Abs(forward - backward) <= asymmetryTolerance))
            {
                var own = OwnError(v, product, u, second);
                first = first with { Tolerance = first.Tolerance + (own * Norm(v)) };
                other = other with { Tolerance = other.Tolerance + (own * Norm(u)) };
                asymmetryTolerance += 2 * own * Norm(u) * Norm(v);
            }

            result.Directions = [first, other];
            result.Asymmetry = Math.Abs(forward - backward);
            result.AsymmetryTolerance = asymmetryTolerance;
            result.DetectableError = SmallBall * Math.Sqrt(
                (first.Tolerance + Math.Min(first.Tolerance, first.Discrepancy))
                    * (other.Tolerance + Math.Min(other.Tolerance, other.Discrepancy)) / MissProbability);
            result.Factor = firstFactor is { } a && secondFactor is { } b && Math.Abs(a - b) <= 1e-3 * Math.Abs(a) ? 0.5 * (a + b) : null;
            var wrong = !(first.Agrees && other.Agrees && result.IsSymmetric);
            if (!(first.Agrees && other.Agrees))
                Locate(result, first.Discrepancy / first.Tolerance >= other.Discrepancy / other.Tolerance ? (first, v) : (other, u));
            return Conclude(
                result,
                wrong ? CheckVerdict.Wrong
                : result.DetectableError > Math.Max(first.Norm, other.Norm) ? CheckVerdict.Inconclusive
                : CheckVerdict.Agrees);
        }

        private HessianCheckResult Conclude(HessianCheckResult result, CheckVerdict verdict)
        {
            (result.Verdict, result.Evaluations) = (verdict, objective.Evaluations - _before);
            return result;
        }

        /// <summary>What a product with a vector of length 1 is off by itself, as far as it is not linear.</summary>
        private double OwnError(double[] v, double[] ofV, double[] u, double[] ofU)
        {
            var (vector, product) = ((double[])v.Clone(), new double[_n]);
            ShortVectors.AddScaled(vector, 1, u);
            Product(vector, product);
            var length = Norm(vector) + Norm(v) + Norm(u);
            ShortVectors.AddScaled(product, -1, ofV);
            ShortVectors.AddScaled(product, -1, ofU);
            var ofSum = Norm(product) / length;
            Product(Array.ConvertAll(v, entry => 3 * entry), product);
            ShortVectors.AddScaled(product, -3, ofV);
            var ofTriple = Norm(product) / (6 * Norm(v));
            return Math.Min(8 * Math.Max(ofSum, ofTriple), LargestOwnError * Math.Max(Norm(ofV) / Norm(v), Norm(ofU) / Norm(u)));
        }

        /// <summary>What the entries of a product may be off by their own rounding, and their sums by its.</summary>
        private double Rounding => 100 * _u + Math.Sqrt(_n) * 1.1e-16;

        private static double Norm(double[] vector) => Math.Sqrt(Reduction.SumOfSquares<double>(vector));

        private static double Largest(double[] values) => values.Aggregate(0.0, (largest, value) => Math.Max(largest, Math.Abs(value)));

        private static double LargestDifference(double[] a, double[] b)
        {
            var largest = 0.0;
            for (var i = 0; i < a.Length; i++)
                largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
            return largest;
        }

        private double[] Direction(int stream)
        {
            var entries = new RandomEntries(options.Seed, stream);
            var v = new double[_n];
            for (var i = 0; i < v.Length; i++)
                v[i] = entries.Uniform(i);
            return v;
        }

        private void Gradient(double[] at, double[] gradient)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            objective.Gradient(at, gradient);
        }

        private void Product(double[] vector, double[] product)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            objective.Product(theta, vector, product);
        }

        /// <summary>Hv beside the difference D, and c if Hv = cD within the tolerance, but not D.</summary>
        private ProductCheck Compare(double[] v, double[] product, double[] difference, out double? factor)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var error = objective.DifferenceProduct(theta, v, difference, _gradient, out _).Norm;
            double squares = 0, largest = -1;
            var row = 0;
            for (var i = 0; i < _n; i++)
            {
                var r = product[i] - difference[i];
                squares += r * r;
                if (Math.Abs(r) > largest)
                    (largest, row) = (Math.Abs(r), i);
            }

            var check = new ProductCheck(Norm(product), Math.Sqrt(squares), 3 * error + Rounding * Norm(product), row);
            var c = ShortVectors.Dot(product, difference) / ShortVectors.Dot(difference, difference);
            var rest = 0.0;
            for (var i = 0; i < _n; i++)
            {
                var r = product[i] - c * difference[i];
                rest += r * r;
            }

            factor = !check.Agrees && Math.Sqrt(rest) <= (1 + Math.Abs(c)) * check.Tolerance ? c : null;
            return check;
        }

        private void Locate(HessianCheckResult result, (ProductCheck Check, double[] Vector) direction)
        {
            var row = direction.Check.Row;
            (result.Row, result.RowName) = (row, objective.Options.Layout?.Describe(row));
            if (options.Locate && ColumnOf(row, direction.Vector) is { } column)
                result.Entry = EntryAt(row, column);
        }

        private int? ColumnOf(int row, double[] v)
        {
            var step = objective.StepAlong(theta, v, Math.Cbrt(3 * _u));
            var (point, buffer) = (new double[_n], new double[_n]);
            var (start, end) = (0, _n);
            var whole = Discrepancy(start, end);
            while (end - start > 1)
            {
                var middle = start + (end - start) / 2;
                var left = Discrepancy(start, middle);
                var right = whole - left;
                (start, end, whole) = Math.Abs(left) >= Math.Abs(right) ? (start, middle, left) : (middle, end, right);
            }

            return double.IsFinite(whole) ? start : null;

            // Entry "row" of Hv − (∇L(θ + tv) − ∇L(θ − tv))/2t, v restricted to a range.
            double Discrepancy(int from, int to)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                Array.Clear(point);
                v.AsSpan(from, to - from).CopyTo(point.AsSpan(from));
                Product(point, buffer);
                var given = buffer[row];
                return given - (Along(from, to, step) - Along(from, to, -step)) / (2 * step);
            }

            double Along(int from, int to, double t)
            {
                theta.CopyTo(point, 0);
                for (var i = from; i < to; i++)
                    point[i] = theta[i] + t * v[i];
                objective.OwnGradient(point, buffer);
                return buffer[row];
            }
        }

        /// <summary>The entry, if a difference along its column alone says that it is wrong.</summary>
        private WrongHessianEntry? EntryAt(int row, int column)
        {
            var (unit, product, difference) = (new double[_n], new double[_n], new double[_n]);
            unit[column] = 1;
            Product(unit, product);
            options.CancellationToken.ThrowIfCancellationRequested();
            var error = objective.DifferenceProduct(theta, unit, difference, _gradient, out _).Norm;
            var layout = objective.Options.Layout;
            return Math.Abs(product[row] - difference[row]) > 3 * error + Rounding * Math.Abs(product[row])
                ? new(row, column, layout is null ? null : $"{layout.Describe(row)}, {layout.Describe(column)}", product[row], difference[row], error)
                : null;
        }
    }
}
