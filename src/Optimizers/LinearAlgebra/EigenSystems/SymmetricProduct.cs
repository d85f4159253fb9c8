using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;
using Optimizers.Threads;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// y = Au of a symmetric matrix, or of what is left of it: each entry of the lower triangle is read once, for its row and its column. The columns are
/// cut into blocks whose sums are added in order, so that no bit depends on the threads.
/// </summary>
/// <param name="a">n² entries, column by column; the lower triangle is read.</param>
/// <param name="n">The dimension.</param>
internal sealed unsafe class SymmetricProduct(double* a, int n)
{
    private const int Blocks = 8;
    private const int WorthBlocks = 256; // Rows: below, one block is as fast.
    private const int WorthThreads = 1 << 17; // Entries: below, waking a thread costs as much.
    private const int Together = 4;
    private const int Partials = 8;

    private readonly Crew _crew = new();
    private readonly double[] _sums = new double[Blocks * n];

    /// <summary>Multiplies the part of A that begins at (start, start).</summary>
    /// <param name="start">Its first row.</param>
    /// <param name="u">u, from that row on.</param>
    /// <param name="y">Becomes y, from that row on.</param>
    /// <param name="threads">At most so many threads.</param>
    public void Multiply(int start, double* u, double* y, int threads)
    {
        var order = n - start;
        fixed (double* sums = _sums)
        {
            var job = new Job(a + ((nint)start * (n + 1)), n, order, u, sums);
            _crew.Run(job, job.Count, (long)order * order / 2 >= WorthThreads ? threads : 1);
            new Span<double>(sums, order).CopyTo(new(y, order));
            for (var block = 1; block < job.Count; block++)
            {
                var first = job.First(block);
                VectorLoops.Run(new VectorLoops.AddScaled(y + first, 1, sums + ((nint)block * n) + first, (nuint)(order - first)));
            }
        }
    }

    /// <summary>Eight partial sums, added in pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(double* partials) =>
        partials[0] + partials[4] + (partials[2] + partials[6]) + (partials[1] + partials[5] + (partials[3] + partials[7]));

    private sealed class Job(double* a, int n, int order, double* u, double* sums) : IBlockJob
    {
        public int Count => order < WorthBlocks ? 1 : Blocks;

        /// <summary>A block's first column: all have as many entries.</summary>
        public int First(int block) =>
            block == Count ? order : (int)(order * (1 - Math.Sqrt(1 - ((double)block / Count)))) / Together * Together;

        public void Run(int block)
        {
            var (first, end) = (First(block), First(block + 1));
            var y = sums + ((nint)block * n);
            new Span<double>(y + first, order - first).Clear();
            for (var j = first; j < end; j += Together)
            {
                var corner = a + ((nint)j * (n + 1));
                MultiplyTriangle(Math.Min(Together, order - j), corner, u + j, y + j);
                if (j + Together < order)
                    MultiplyBelow(order - j - Together, corner + Together, u + j, y + j);
            }
        }

        private void MultiplyTriangle(int width, double* corner, double* x, double* y)
        {
            for (var c = 0; c < width; c++)
            {
                y[c] = Math.FusedMultiplyAdd(x[c], corner[c + ((nint)c * n)], y[c]);
                for (var r = c + 1; r < width; r++)
                {
                    var entry = corner[r + ((nint)c * n)];
                    y[r] = Math.FusedMultiplyAdd(x[c], entry, y[r]);
                    y[c] = Math.FusedMultiplyAdd(x[r], entry, y[c]);
                }
            }
        }

        private void MultiplyBelow(int rows, double* below, double* x, double* y)
        {
            var partials = stackalloc double[Together * Partials];
            if (Vector512.IsHardwareAccelerated)
                MultiplyBelow<Lanes512<double>>(rows, below, n, x, y, partials);
            else if (Vector256.IsHardwareAccelerated)
                MultiplyBelow<Lanes256<double>>(rows, below, n, x, y, partials);
            else if (Vector128.IsHardwareAccelerated)
                MultiplyBelow<Lanes128<double>>(rows, below, n, x, y, partials);
            else
                MultiplyBelow<Scalar<double>>(rows, below, n, x, y, partials);
            for (var c = 0; c < Together; c++)
                y[c] += Sum(partials + (c * Partials));
        }
    }

    /// <summary>Four columns below their triangle: y ← y + Σ xⱼaⱼ, and the partial sums of the aⱼᵀx.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void MultiplyBelow<T>(int rows, double* a0, nint stride, double* x, double* y, double* partials)
        where T : struct, ILanes<T, double>
    {
        double* a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
        T x0 = T.Broadcast(in x[0]), x1 = T.Broadcast(in x[1]), x2 = T.Broadcast(in x[2]), x3 = T.Broadcast(in x[3]);
        x += Together;
        y += Together;
        var whole = rows - (rows % Partials);
        for (var part = 0; part < Partials; part += T.Count)
        {
            T s0 = T.Constant(0), s1 = s0, s2 = s0, s3 = s0;
            for (var i = part; i < whole; i += Partials)
            {
                T c0 = T.Load(in a0[i], 0), c1 = T.Load(in a1[i], 0), c2 = T.Load(in a2[i], 0), c3 = T.Load(in a3[i], 0);
                var xi = T.Load(in x[i], 0);
                s0 = T.MultiplyAdd(c0, xi, s0);
                s1 = T.MultiplyAdd(c1, xi, s1);
                s2 = T.MultiplyAdd(c2, xi, s2);
                s3 = T.MultiplyAdd(c3, xi, s3);
                var yi = T.MultiplyAdd(x0, c0, T.Load(in y[i], 0));
                T.MultiplyAdd(x3, c3, T.MultiplyAdd(x2, c2, T.MultiplyAdd(x1, c1, yi))).Store(ref y[i], 0);
            }

            s0.Store(ref partials[part], 0);
            s1.Store(ref partials[Partials + part], 0);
            s2.Store(ref partials[(2 * Partials) + part], 0);
            s3.Store(ref partials[(3 * Partials) + part], 0);
        }

        for (var i = whole; i < rows; i++)
        {
            for (var c = 0; c < Together; c++)
            {
                var (entry, factor) = (a0[i + (c * stride)], x[c - Together]);
                ref var partial = ref partials[(c * Partials) + i - whole];
                partial = Math.FusedMultiplyAdd(entry, x[i], partial);
                y[i] = Math.FusedMultiplyAdd(factor, entry, y[i]);
            }
        }
    }
}
