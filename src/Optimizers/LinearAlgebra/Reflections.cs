using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>The loops of Householder's reflections I − τuuᵀ, on one thread.</summary>
internal static unsafe class Reflections
{
    /// <summary>
    /// Makes u of x, with u₁ = 1, such that (I − τuuᵀ)x = βe₁; the sign of β is the one that avoids cancellation. The squares are to stay in range.
    /// </summary>
    public static (double Beta, double Tau) Make(Span<double> x)
    {
        var alpha = x[0];
        var below = Reduction.SumOfSquares<double>(x[1..]);
        x[0] = 1;
        if (below == 0)
            return (alpha, 0);
        var beta = -Math.CopySign(Math.Sqrt((alpha * alpha) + below), alpha);
        for (var i = 1; i < x.Length; i++)
            x[i] /= alpha - beta;
        return (beta, (beta - alpha) / beta);
    }

    /// <summary>x ← x − τ(uᵀx)u.</summary>
    public static void Reflect(Span<double> x, ReadOnlySpan<double> u, double tau)
    {
        fixed (double* px = x, pu = u)
        {
            var product = VectorLoops.Sum(new VectorLoops.Dot(pu, px, (nuint)u.Length));
            VectorLoops.Run(new VectorLoops.AddScaled(px, -tau * product, pu, (nuint)u.Length));
        }
    }

    /// <summary>
    /// What the reduction of a square matrix does with one column, in a single pass over it: the update by the last reflections,
    /// a ← a − yⱼu − vⱼx, and the product with the next.
    /// </summary>
    /// <returns>aᵀw of the new a.</returns>
    public static double UpdateAndMultiply(
        Span<double> a, ReadOnlySpan<double> u, double yj, ReadOnlySpan<double> x, double vj, ReadOnlySpan<double> w)
    {
        fixed (double* pa = a, pu = u, px = x, pw = w)
            return VectorLoops.Sum(new Column(pa, pu, yj, px, vj, pw, (nuint)a.Length));
    }

    /// <summary>y ← y + Σ cⱼaⱼ over some columns of A, in their order.</summary>
    /// <param name="y">y.</param>
    /// <param name="a">A, column by column.</param>
    /// <param name="row">The row of A of y's first entry.</param>
    /// <param name="stride">From one column of A to the next.</param>
    /// <param name="c">c, an entry for each column of A.</param>
    /// <param name="from">The first column.</param>
    /// <param name="end">The column after the last.</param>
    public static void AddColumns(Span<double> y, double[] a, int row, int stride, double[] c, int from, int end)
    {
        var length = (nuint)y.Length;
        fixed (double* py = y, pa = a, pc = c)
        {
            var j = from;
            for (; j + 4 <= end; j += 4)
            {
                var x = pa + row + ((nint)j * stride);
                VectorLoops.Run(new VectorLoops.AddScaledFour(py, pc + j, x, x + stride, x + (2 * stride), x + (3 * stride), length));
            }

            for (; j < end; j++)
                VectorLoops.Run(new VectorLoops.AddScaled(py, pc[j], pa + row + ((nint)j * stride), length));
        }
    }

    private readonly struct Column(double* a, double* u, double yj, double* x, double vj, double* w, nuint length) : IVectorLoop
    {
        private readonly double* _a = a;
        private readonly double* _u = u;
        private readonly double* _x = x;
        private readonly double* _w = w;
        private readonly double _yj = yj;
        private readonly double _vj = vj;
        private readonly nuint _length = length;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Run<T>(double* partials) where T : struct, ILanes<T, double>
        {
            double* a = _a, u = _u, x = _x, w = _w;
            T yj = T.Constant(_yj), vj = T.Constant(_vj);
            var lanes = (nuint)T.Count;
            var whole = _length - (_length % VectorLoops.Partials);
            for (nuint group = 0; group < VectorLoops.Partials; group += 4 * lanes)
            {
                T s0 = T.Constant(0), s1 = s0, s2 = s0, s3 = s0;
                for (var i = group; i < whole; i += VectorLoops.Partials)
                {
                    s0 += Part(a, u, yj, x, vj, w, i);
                    s1 += Part(a, u, yj, x, vj, w, i + lanes);
                    s2 += Part(a, u, yj, x, vj, w, i + (2 * lanes));
                    s3 += Part(a, u, yj, x, vj, w, i + (3 * lanes));
                }

                s0.Store(ref *partials, group);
                s1.Store(ref *partials, group + lanes);
                s2.Store(ref *partials, group + (2 * lanes));
                s3.Store(ref *partials, group + (3 * lanes));
            }

            for (var i = whole; i < _length; i++)
            {
                a[i] = a[i] - (_yj * u[i]) - (_vj * x[i]);
                partials[i - whole] += a[i] * w[i];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Part<T>(double* a, double* u, T yj, double* x, T vj, double* w, nuint i) where T : struct, ILanes<T, double>
        {
            var updated = T.Load(ref *a, i) - (yj * T.Load(ref *u, i)) - (vj * T.Load(ref *x, i));
            updated.Store(ref *a, i);
            return updated * T.Load(ref *w, i);
        }
    }
}
