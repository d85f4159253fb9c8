using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

// How it is checked.
public sealed partial class HessianCheck
{
    private const double MissProbability = 1e-3;

    // The part of a product that it may be off by itself.
    private const double LargestOwnError = 1e-4;

    // √(2/3), of Ball's bound.
    private const double SmallBall = 0.816496580927726;

    private sealed class Search(Objective objective, double[] theta, int seed, bool locate, CancellationToken cancellation)
    {
        private readonly int _n = theta.Length;
        private readonly double _u = objective.Options.UnitRoundoff;
        private readonly double[] _gradient = new double[theta.Length];
        private readonly EvaluationCounts _before = objective.Evaluations;

        public HessianCheck Run()
        {
            var (v, product, difference) = (Direction(0), new double[_n], new double[_n]);
            Gradient(theta, _gradient);
            Gradient(theta, difference);
            var gradientRepeatability = LargestDifference(_gradient, difference);
            Product(v, product);
            Product(v, difference);
            var result = new HessianCheck
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

        private HessianCheck Conclude(HessianCheck result, CheckVerdict verdict)
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
            var entries = new RandomEntries(seed, stream);
            var v = new double[_n];
            for (var i = 0; i < v.Length; i++)
                v[i] = entries.Uniform(i);
            return v;
        }

        private void Gradient(double[] at, double[] gradient)
        {
            cancellation.ThrowIfCancellationRequested();
            objective.Gradient(at, gradient);
        }

        private void Product(double[] vector, double[] product)
        {
            cancellation.ThrowIfCancellationRequested();
            objective.Product(theta, vector, product);
        }

        /// <summary>Hv beside the difference D, and c if Hv = cD within the tolerance, but not D.</summary>
        private ProductCheck Compare(double[] v, double[] product, double[] difference, out double? factor)
        {
            cancellation.ThrowIfCancellationRequested();
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

        private void Locate(HessianCheck result, (ProductCheck Check, double[] Vector) direction)
        {
            var row = direction.Check.Row;
            (result.Row, result.RowName) = (row, objective.Options.Layout?.Describe(row));
            if (locate && ColumnOf(row, direction.Vector) is { } column)
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
                cancellation.ThrowIfCancellationRequested();
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
        private WrongEntry? EntryAt(int row, int column)
        {
            var (unit, product, difference) = (new double[_n], new double[_n], new double[_n]);
            unit[column] = 1;
            Product(unit, product);
            cancellation.ThrowIfCancellationRequested();
            var error = objective.DifferenceProduct(theta, unit, difference, _gradient, out _).Norm;
            var layout = objective.Options.Layout;
            return Math.Abs(product[row] - difference[row]) > 3 * error + Rounding * Math.Abs(product[row])
                ? new(row, column, layout is null ? null : $"{layout.Describe(row)}, {layout.Describe(column)}", product[row], difference[row], error)
                : null;
        }
    }
}
