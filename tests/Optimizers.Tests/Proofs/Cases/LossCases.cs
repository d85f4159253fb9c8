using Optimizers.Curvature;
using Optimizers.Curvature.Functions;

namespace Optimizers.Tests.Proofs;

/// <summary>Random functions of 1 to 3 dimensions (<see cref="Quartics"/>), with roots that lie apart, close together, or on each other.</summary>
internal static class LossCases
{
    /// <summary>How far a certificate may look from θ.</summary>
    public const double Radius = 0.1;

    /// <summary>
    /// The certificates may need boxes so many times larger than the distance, and lose so much to the condition of the coordinates.
    /// </summary>
    private const double Slack = 64;

    public static IEnumerable<LossCase> Draw(int count, int seed)
    {
        for (var i = 0; i < count; i++)
            yield return Draw(seed + i);
    }

    private static LossCase Draw(int seed)
    {
        var random = new Random(seed);
        var n = random.Next(1, 4);
        var (matrix, inverse) = Unimodular(n, random);
        double Root() => Math.ScaleB(random.Next(2) == 0 ? 1 : -1, -random.Next(0, random.Next(2) == 0 ? 4 : 26)) * random.Next(0, 8);
        var r = Enumerable.Range(0, n).Select(_ => random.Next(-32, 33) / 16.0).ToArray();
        var (delta, gamma) = (r.Select(_ => Root()).ToArray(), r.Select(_ => Root()).ToArray());
        var scale = r.Select(_ => Math.ScaleB(random.Next(2) == 0 ? 1 : -1, random.Next(-20, 20) * random.Next(2))).ToArray();
        for (var i = 0; i < n && random.Next(2) == 0; i++)
            scale[i] = Math.Abs(scale[i]);

        var critical = new List<LossCase.KnownPoint>();
        var curvatures = new List<double[]>(); // pᵢ″
        for (var choice = 0; choice < Math.Pow(3, n); choice++)
        {
            var (y, negative, second) = (new Dyadic[n], 0, new double[n]);
            for (var (i, rest) = (0, choice); i < n; i++, rest /= 3)
            {
                double[] roots = [0, delta[i], gamma[i]];
                var root = roots[rest % 3];
                second[i] = roots.Where((_, k) => k != rest % 3).Aggregate(12 * scale[i], (product, other) => product * (root - other));
                negative = second[i] == 0 || negative < 0 ? -1 : negative + (second[i] < 0 ? 1 : 0);
                y[i] = (Dyadic)r[i] + root;
            }

            critical.Add(new([.. inverse.Select(row => row.Select((entry, j) => (double)entry * y[j]).Aggregate((a, b) => a + b))], negative));
            curvatures.Add(second);
        }

        var chosen = random.Next(critical.Count);
        var offset = random.Next(3) == 0 ? 0 : Math.Pow(10, -16 * random.NextDouble());
        var theta = Array.ConvertAll(critical[chosen].Point, entry => (double)entry + offset * (2 * random.NextDouble() - 1));
        var kind = critical[chosen].Kind;
        var owed = Owed();
        return new(
            Name(kind) + (offset == 0 ? ", at the point but for rounding" : ", off the point"),
            (ExactObjective)Objective.FromFunction(new Quartics(matrix, r, delta, gamma, scale)),
            theta,
            critical,
            seed)
        {
            OwesPoint = owed(1),
            OwesMinimizer = kind == CriticalPointKind.LocalMinimum && owed(Ratio(curvatures[chosen]) * Square(Condition())),
        };

        // Whether, on the box of 64 times the distance from the critical point, and from where the rounding of ∇L puts it, times a
        // factor, no pᵢ″ changes by more than 1/64 of the least |pᵢ″|, the condition of M taken into account; and rounding against the
        // largest one leaves the smallest.
        Func<double, bool> Owed()
        {
            if (kind is null)
                return _ => false;
            var second = curvatures[chosen];
            var point = critical[chosen].Point;
            var lost = n * Square(Condition());
            if (lost * Ratio(second) * Math.ScaleB(Slack, -50) > 1)
                return _ => false;
            var rounding = Enumerable.Range(0, n).Max(i =>
                Math.ScaleB(Math.Abs(r[i]) + matrix[i].Select((entry, j) => Math.Abs(entry * theta[j])).Sum(), -50));
            var distance = point.Select((entry, j) => Math.Abs((double)(entry - theta[j]))).Max()
                + (Norm(inverse) * Condition() * Ratio(second) * rounding);
            return factor =>
            {
                var half = Slack * factor * distance;
                if (half > Radius)
                    return false;
                var w = Norm(matrix) * half;
                var change = Enumerable.Range(0, n).Max(i =>
                    Math.Abs(scale[i]) * 120 * (Math.Max(Math.Abs(delta[i]), Math.Abs(gamma[i])) + w) * w);
                return Slack * lost * change <= second.Min(Math.Abs);
            };
        }

        double Condition() => Norm(matrix) * Norm(inverse);
    }

    private static double Ratio(double[] second) => second.Max(Math.Abs) / second.Min(Math.Abs);

    private static double Norm(int[][] matrix) => matrix.Max(row => row.Sum(Math.Abs));

    private static double Square(double x) => x * x;

    private static string Name(CriticalPointKind? kind) => kind switch
    {
        null => "degenerate",
        CriticalPointKind.LocalMinimum => "minimum",
        CriticalPointKind.LocalMaximum => "maximum",
        _ => "saddle",
    };

    // A product of elementary matrices, and its inverse.
    private static (int[][] Matrix, int[][] Inverse) Unimodular(int n, Random random)
    {
        int[][] Identity() => [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => i == j ? 1 : 0).ToArray())];
        var (matrix, inverse) = (Identity(), Identity());
        for (var k = 0; n > 1 && k < 4; k++)
        {
            var (i, j, factor) = (random.Next(n), random.Next(n), random.Next(-2, 3));
            if (i == j)
                continue;
            for (var column = 0; column < n; column++)
                matrix[i][column] += factor * matrix[j][column];
            for (var row = 0; row < n; row++)
                inverse[row][j] -= factor * inverse[row][i];
        }

        return (matrix, inverse);
    }
}
