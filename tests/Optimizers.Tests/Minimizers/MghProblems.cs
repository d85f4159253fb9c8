using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers;

/// <summary>
/// The problems of Moré, Garbow and Hillstrom that +, −, ·, / and the functions of <see cref="IReal{T}"/> can express. That formulas and data are
/// theirs is shown by the minima.
/// </summary>
internal static class MghProblems
{
    public static IReadOnlyList<TestProblem> All { get; } =
    [
        TestProblem.Of(new Rosenbrock(), [-1.2, 1], 0),
        TestProblem.Of(new FreudensteinRoth(), [0.5, -2], 0, 48.9842),
        TestProblem.Of(new PowellBadlyScaled(), [0, 1], 0),
        TestProblem.Of(new BrownBadlyScaled(), [1, 1], 0),
        TestProblem.Of(new Beale(), [1, 1], 0),
        TestProblem.Of(new JennrichSampson(), [0.3, 0.4], 124.362),
        TestProblem.Of(new Bard(), [1, 1, 1], 8.21487e-3),
        TestProblem.Of(new Gaussian(), [0.4, 1, 0], 1.12793e-8),
        TestProblem.Of(new Box(), [0, 10, 20], 0),
        TestProblem.Of(new PowellSingular(), [3, -1, 0, 1], 0),
        TestProblem.Of(new Wood(), [-3, -1, -3, -1], 0),
        TestProblem.Of(new KowalikOsborne(), [0.25, 0.39, 0.415, 0.39], 3.07505e-4),
        TestProblem.Of(new BrownDennis(), [25, 5, -5, -1], 85822.2),
        TestProblem.Of(new Osborne1(), [0.5, 1.5, -1, 0.01, 0.02], 5.46489e-5),
        TestProblem.Of(new BiggsExp6(), [1, 2, 1, 1, 1, 1], 0, 5.65565e-3),
        TestProblem.Of(new Osborne2(), [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5], 4.01377e-2),
        TestProblem.Of(new Watson(), new double[6], 2.28767e-3),
        TestProblem.Of(new ExtendedRosenbrock(), [.. Enumerable.Repeat<double[]>([-1.2, 1], 50).SelectMany(x => x)], 0),
        TestProblem.Of(new PenaltyI(), [1, 2, 3, 4], 2.24997e-5),
        TestProblem.Of(new PenaltyII(), [0.5, 0.5, 0.5, 0.5], 9.37629e-6),
        TestProblem.Of(new VariablyDimensioned(), [.. Enumerable.Range(1, 10).Select(i => 1 - i / 10.0)], 0),
        TestProblem.Of(new Trigonometric(), [.. Enumerable.Repeat(0.1, 10)], 0, 2.79506e-5),
        TestProblem.Of(new BrownAlmostLinear(), [.. Enumerable.Repeat(0.5, 10)], 0, 1),
        TestProblem.Of(new DiscreteBoundaryValue(), [.. Enumerable.Range(1, 10).Select(i => i / 11.0 * (i / 11.0 - 1))], 0),
        TestProblem.Of(new BroydenTridiagonal(), [.. Enumerable.Repeat(-1.0, 100)], 0),
        TestProblem.Of(new Chebyquad(), [.. Enumerable.Range(1, 8).Select(i => i / 9.0)], 3.51687e-3),
    ];

    public static TestProblem Named(string name) => All.Single(problem => problem.Name == name);

    private static T[] Over<T>(int count, Func<int, T> f) => [.. Enumerable.Range(1, count).Select(f)];

    private readonly struct Rosenbrock : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => [10 * (x[1] - x[0] * x[0]), 1 - x[0]];
    }

    private readonly struct FreudensteinRoth : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> =>
            [-13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1], -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1]];
    }

    private readonly struct PowellBadlyScaled : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => [1e4 * x[0] * x[1] - 1, T.Exp(-x[0]) + T.Exp(-x[1]) - 1.0001];
    }

    private readonly struct BrownBadlyScaled : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => [x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2];
    }

    private readonly struct Beale : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> =>
            [1.5 - x[0] * (1 - x[1]), 2.25 - x[0] * (1 - T.Pow(x[1], 2)), 2.625 - x[0] * (1 - T.Pow(x[1], 3))];
    }

    private readonly struct JennrichSampson : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b) = (x[0], x[1]);
            return Over(10, i => 2.0 + 2 * i - (T.Exp((double)i * a) + T.Exp((double)i * b)));
        }
    }

    private readonly struct Bard : IResiduals
    {
        private static readonly double[] Y = [.14, .18, .22, .25, .29, .32, .35, .39, .37, .58, .73, .96, 1.34, 2.10, 4.39];

        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b, c) = (x[0], x[1], x[2]);
            return Over(15, i => Y[i - 1] - (a + i / ((16.0 - i) * b + (double)Math.Min(i, 16 - i) * c)));
        }
    }

    private readonly struct Gaussian : IResiduals
    {
        private static readonly double[] Y =
            [.0009, .0044, .0175, .0540, .1295, .2420, .3521, .3989, .3521, .2420, .1295, .0540, .0175, .0044, .0009];

        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b, c) = (x[0], x[1], x[2]);
            return Over(15, i => a * T.Exp(-b * T.Pow((8.0 - i) / 2 - c, 2) / 2) - Y[i - 1]);
        }
    }

    private readonly struct Box : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b, c) = (x[0], x[1], x[2]);
            return Over(10, i => T.Exp(-0.1 * i * a) - T.Exp(-0.1 * i * b) - c * (Math.Exp(-0.1 * i) - Math.Exp(-i)));
        }
    }

    private readonly struct PowellSingular : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> =>
            [x[0] + 10 * x[1], Math.Sqrt(5) * (x[2] - x[3]), T.Pow(x[1] - 2 * x[2], 2), Math.Sqrt(10) * T.Pow(x[0] - x[3], 2)];
    }

    private readonly struct Wood : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> =>
        [
            10 * (x[1] - x[0] * x[0]), 1 - x[0], Math.Sqrt(90) * (x[3] - x[2] * x[2]), 1 - x[2], Math.Sqrt(10) * (x[1] + x[3] - 2),
            (x[1] - x[3]) / Math.Sqrt(10),
        ];
    }

    private readonly struct KowalikOsborne : IResiduals
    {
        private static readonly double[] Y = [.1957, .1947, .1735, .1600, .0844, .0627, .0456, .0342, .0323, .0235, .0246];
        private static readonly double[] U = [4, 2, 1, .5, .25, .167, .125, .1, .0833, .0714, .0625];

        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b, c, d) = (x[0], x[1], x[2], x[3]);
            return Over(11, i => Y[i - 1] - a * (U[i - 1] * U[i - 1] + U[i - 1] * b) / (U[i - 1] * U[i - 1] + U[i - 1] * c + d));
        }
    }

    private readonly struct BrownDennis : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b, c, d) = (x[0], x[1], x[2], x[3]);
            return Over(20, i => T.Pow(a + i / 5.0 * b - Math.Exp(i / 5.0), 2) + T.Pow(c + d * Math.Sin(i / 5.0) - Math.Cos(i / 5.0), 2));
        }
    }

    private readonly struct Osborne1 : IResiduals
    {
        private static readonly double[] Y =
        [
            .844, .908, .932, .936, .925, .908, .881, .850, .818, .784, .751, .718, .685, .658, .628, .603, .580, .558, .538, .522, .506, .490,
            .478, .467, .457, .448, .438, .431, .424, .420, .414, .411, .406,
        ];

        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b, c, d, e) = (x[0], x[1], x[2], x[3], x[4]);
            return Over(33, i => Y[i - 1] - (a + b * T.Exp(-10.0 * (i - 1) * d) + c * T.Exp(-10.0 * (i - 1) * e)));
        }
    }

    private readonly struct BiggsExp6 : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b, c, d, e, f) = (x[0], x[1], x[2], x[3], x[4], x[5]);
            return Over(13, i => c * T.Exp(-0.1 * i * a) - d * T.Exp(-0.1 * i * b) + f * T.Exp(-0.1 * i * e)
                - (Math.Exp(-0.1 * i) - 5 * Math.Exp(-i) + 3 * Math.Exp(-0.4 * i)));
        }
    }

    private readonly struct Osborne2 : IResiduals
    {
        private static readonly double[] Y =
        [
            1.366, 1.191, 1.112, 1.013, .991, .885, .831, .847, .786, .725, .746, .679, .608, .655, .616, .606, .602, .626, .651, .724, .649, .649,
            .694, .644, .624, .661, .612, .558, .533, .495, .500, .423, .395, .375, .372, .391, .396, .405, .428, .429, .523, .562, .607, .653,
            .672, .708, .633, .668, .645, .632, .591, .559, .597, .625, .739, .710, .729, .720, .636, .581, .428, .292, .162, .098, .054,
        ];

        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var p = x.ToArray();
            return Over(65, i => Y[i - 1] - (p[0] * T.Exp(-(i - 1) / 10.0 * p[4])
                + p[1] * T.Exp(-p[5] * T.Pow((i - 1) / 10.0 - p[8], 2))
                + p[2] * T.Exp(-p[6] * T.Pow((i - 1) / 10.0 - p[9], 2))
                + p[3] * T.Exp(-p[7] * T.Pow((i - 1) / 10.0 - p[10], 2))));
        }
    }

    private readonly struct Watson : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var p = x.ToArray();
            return
            [
                .. Over(29, i =>
                {
                    T slope = 0, sum = 0;
                    for (var j = 0; j < p.Length; j++)
                    {
                        if (j > 0)
                            slope += j * Math.Pow(i / 29.0, j - 1) * p[j];
                        sum += Math.Pow(i / 29.0, j) * p[j];
                    }

                    return slope - sum * sum - 1;
                }),
                p[0],
                p[1] - p[0] * p[0] - 1,
            ];
        }
    }

    private readonly struct ExtendedRosenbrock : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var r = new T[x.Length];
            for (var i = 0; i < x.Length; i += 2)
                (r[i], r[i + 1]) = (10 * (x[i + 1] - x[i] * x[i]), 1 - x[i]);
            return r;
        }
    }

    private readonly struct PenaltyI : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var r = new T[x.Length + 1];
            T squares = -0.25;
            for (var i = 0; i < x.Length; i++)
            {
                r[i] = Math.Sqrt(1e-5) * (x[i] - 1);
                squares += x[i] * x[i];
            }

            r[^1] = squares;
            return r;
        }
    }

    private readonly struct PenaltyII : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (n, a) = (x.Length, Math.Sqrt(1e-5));
            var r = new T[2 * n];
            r[0] = x[0] - 0.2;
            T squares = -1;
            for (var i = 1; i <= n; i++)
            {
                squares += (n - i + 1.0) * x[i - 1] * x[i - 1];
                if (i == 1)
                    continue;
                r[i - 1] = a * (T.Exp(x[i - 1] / 10) + T.Exp(x[i - 2] / 10) - (Math.Exp(i / 10.0) + Math.Exp((i - 1) / 10.0)));
                r[n + i - 2] = a * (T.Exp(x[i - 1] / 10) - Math.Exp(-0.1));
            }

            r[^1] = squares;
            return r;
        }
    }

    private readonly struct VariablyDimensioned : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var n = x.Length;
            var r = new T[n + 2];
            T sum = 0;
            for (var i = 0; i < n; i++)
            {
                r[i] = x[i] - 1;
                sum += (i + 1.0) * (x[i] - 1);
            }

            (r[n], r[n + 1]) = (sum, sum * sum);
            return r;
        }
    }

    private readonly struct Trigonometric : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var n = x.Length;
            T cosines = 0;
            foreach (var each in x)
                cosines += T.Cos(each);
            var r = new T[n];
            for (var i = 0; i < n; i++)
                r[i] = (double)n - cosines + (i + 1.0) * (1 - T.Cos(x[i])) - T.Sin(x[i]);
            return r;
        }
    }

    private readonly struct BrownAlmostLinear : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var n = x.Length;
            T sum = -(n + 1.0), product = 1;
            foreach (var each in x)
                (sum, product) = (sum + each, product * each);
            var r = new T[n];
            for (var i = 0; i < n - 1; i++)
                r[i] = x[i] + sum;
            r[^1] = product - 1;
            return r;
        }
    }

    private readonly struct DiscreteBoundaryValue : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var n = x.Length;
            var (h, r) = (1.0 / (n + 1), new T[n]);
            for (var i = 0; i < n; i++)
            {
                T left = i > 0 ? x[i - 1] : 0, right = i < n - 1 ? x[i + 1] : 0;
                r[i] = 2 * x[i] - left - right + h * h / 2 * T.Pow(x[i] + (i + 1) * h + 1, 3);
            }

            return r;
        }
    }

    private readonly struct BroydenTridiagonal : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (n, r) = (x.Length, new T[x.Length]);
            for (var i = 0; i < n; i++)
            {
                T left = i > 0 ? x[i - 1] : 0, right = i < n - 1 ? x[i + 1] : 0;
                r[i] = (3 - 2 * x[i]) * x[i] - left - 2 * right + 1;
            }

            return r;
        }
    }

    private readonly struct Chebyquad : IResiduals
    {
        public T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (n, r) = (x.Length, new T[x.Length]);
            foreach (var each in x)
            {
                var y = 2 * each - 1;
                T before = 1, now = y;
                for (var i = 0; i < n; i++)
                {
                    r[i] += now / (double)n;
                    (before, now) = (now, 2 * y * now - before);
                }
            }

            for (var i = 2; i <= n; i += 2)
                r[i - 1] += 1.0 / (i * i - 1.0);
            return r;
        }
    }
}
