using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = UΛUᵀ of a small symmetric matrix, without a product or a thread: Householder's reduction (Golub and Van Loan, Matrix Computations, 8.3.1) of
/// the whole square, so that all loops run down columns of whole lanes and none needs a sum across lanes but two a step, then
/// <see cref="SymmetricTridiagonal"/> on the product of the reflections. The same bits at every width of lanes.
/// </summary>
internal sealed unsafe class SmallSymmetric
{
    /// <summary>Up to this dimension it is faster than <see cref="TridiagonalReduction"/>.</summary>
    public const int LargestDimension = 160;

    private const int Lanes = 8; // Of the widest.

    private readonly int _n;
    private readonly int _stride;

    // Column k below row k becomes reflection k; what is above is undefined then.
    private readonly double[] _a;
    private readonly double[] _tau;
    private readonly double[] _diagonal;
    private readonly double[] _offDiagonal;

    private SmallSymmetric(double[] a, int n)
    {
        (_n, _stride) = (n, SymmetricTridiagonal.Stride(n));
        (_a, _tau, _diagonal, _offDiagonal) = (new double[n * _stride], new double[n], new double[n], new double[n]);
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
                _a[i + (j * _stride)] = _a[j + (i * _stride)] = a[i + (j * n)];
        }
    }

    /// <summary>Decomposes.</summary>
    /// <param name="a">n² entries, column by column, of moderate size (no over- or underflow of squares); the lower triangle is read.</param>
    /// <param name="n">The dimension.</param>
    /// <returns>Λ ascending, and U column by column.</returns>
    /// <exception cref="MathNet.Numerics.NonConvergenceException">An eigenvalue did not converge.</exception>
    public static (double[] Values, double[] Vectors) Decompose(double[] a, int n)
    {
        var system = new SmallSymmetric(a, n);
        if (Vector512.IsHardwareAccelerated)
            return system.Decompose<Lanes512<double>>();
        if (Vector256.IsHardwareAccelerated)
            return system.Decompose<Lanes256<double>>();
        if (Vector128.IsHardwareAccelerated)
            return system.Decompose<Lanes128<double>>();
        return system.Decompose<Scalar<double>>();
    }

    /// <summary>The same on lanes of a width.</summary>
    internal static (double[] Values, double[] Vectors) Decompose<T>(double[] a, int n) where T : struct, ILanes<T, double> =>
        new SmallSymmetric(a, n).Decompose<T>();

    private (double[] Values, double[] Vectors) Decompose<T>() where T : struct, ILanes<T, double>
    {
        var (work, vectors) = (new double[3 * _stride], new double[_n * _n]);
        var columns = new double[_n * _stride];
        fixed (double* a = _a, zeros = work, rows = columns)
        {
            Reduce<T>(a, zeros, zeros + _stride, zeros + (2 * _stride));
            Accumulate<T>(a, rows);
        }

        for (var i = 1; i < _n; i++)
        {
            for (var j = 0; j < i; j++)
                (columns[i + (j * _stride)], columns[j + (i * _stride)]) = (columns[j + (i * _stride)], columns[i + (j * _stride)]);
        }

        SymmetricTridiagonal.Solve(_diagonal, _offDiagonal, columns, vectors, _n);
        return (_diagonal, vectors);
    }

    // A becomes T and the reflections I − τuuᵀ, u₁ = 1. The update by the last one, A ← A + vmᵀ + mvᵀ, waits for the next, so that a step passes over
    // A once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Reduce<T>(double* a, double* v, double* m, double* y) where T : struct, ILanes<T, double>
    {
        for (var k = 0; k < _n; k++)
        {
            var u = a + (k * _stride);
            T vk = T.Constant(v[k]), mk = T.Constant(m[k]);
            for (var i = k / Lanes * Lanes; i < _stride; i += T.Count)
                T.MultiplyAdd(vk, T.Load(in m[i], 0), T.MultiplyAdd(mk, T.Load(in v[i], 0), T.Load(in u[i], 0))).Store(ref u[i], 0);
            _diagonal[k] = u[k];
            if (k == _n - 1)
                return;

            var start = (k + 1) / Lanes * Lanes;
            MakeReflection<T>(u, k, start);
            for (var i = start; i < _stride; i += T.Count)
            {
                T vi = T.Load(in v[i], 0), mi = T.Load(in m[i], 0), sum = T.Constant(0);
                for (var j = k + 1; j < _n; j++)
                {
                    ref var entry = ref a[i + (j * _stride)];
                    var updated = T.MultiplyAdd(T.Broadcast(in v[j]), mi, T.MultiplyAdd(T.Broadcast(in m[j]), vi, T.Load(in entry, 0)));
                    updated.Store(ref entry, 0);
                    sum = T.MultiplyAdd(T.Broadcast(in u[j]), updated, sum);
                }

                sum.Store(ref y[i], 0);
            }

            // m = ½τ²(uᵀAu)u − τAu, nothing in the rows that are done.
            for (var i = start; i <= k; i++)
                y[i] = 0;
            var half = T.Constant(0.5 * _tau[k] * _tau[k] * Dot<T>(y, u, start));
            var tau = T.Constant(-_tau[k]);
            for (var i = start; i < _stride; i += T.Count)
                T.MultiplyAdd(half, T.Load(in u[i], 0), tau * T.Load(in y[i], 0)).Store(ref m[i], 0);
            v = u;
        }
    }

    // As Reflections.Make of what is below row k of a column; zeros above it in its first lane.
    private void MakeReflection<T>(double* column, int k, int start) where T : struct, ILanes<T, double>
    {
        var alpha = column[k + 1];
        for (var i = start; i <= k + 1; i++)
            column[i] = 0;
        var below = Dot<T>(column, column, start);
        _offDiagonal[k] = alpha;
        if (below > 0)
        {
            var beta = -Math.CopySign(Math.Sqrt((alpha * alpha) + below), alpha);
            (_offDiagonal[k], _tau[k]) = (beta, (beta - alpha) / beta);
            var divisor = T.Constant(alpha - beta);
            for (var i = start; i < _stride; i += T.Count)
                (T.Load(in column[i], 0) / divisor).Store(ref column[i], 0);
        }

        column[k + 1] = 1;
    }

    // Q = H₀H₁…, row by row, some columns at a time: the last reflections leave columns alone that are still those of the unit matrix.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Accumulate<T>(double* a, double* rows) where T : struct, ILanes<T, double>
    {
        for (var i = 0; i < _n; i++)
            rows[i + (i * _stride)] = 1;
        for (var column = 0; column < _stride; column += T.Count)
        {
            for (var k = Math.Min(_n, column + T.Count) - 2; k >= 0; k--)
            {
                var u = a + (k * _stride);
                var sum = T.Constant(0);
                for (var i = k + 1; i < _n; i++)
                    sum = T.MultiplyAdd(T.Broadcast(in u[i]), T.Load(in rows[column + (i * _stride)], 0), sum);
                sum *= T.Constant(-_tau[k]);
                for (var i = k + 1; i < _n; i++)
                {
                    ref var entry = ref rows[column + (i * _stride)];
                    T.MultiplyAdd(T.Broadcast(in u[i]), sum, T.Load(in entry, 0)).Store(ref entry, 0);
                }
            }
        }
    }

    /// <summary>Σ xᵢyᵢ from a row on: eight partial sums, whatever the width of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Dot<T>(double* x, double* y, int start) where T : struct, ILanes<T, double>
    {
        var sums = stackalloc double[Lanes];
        for (var part = 0; part < Lanes; part += T.Count)
        {
            var sum = T.Constant(0);
            for (var i = start + part; i < _stride; i += Lanes)
                sum = T.MultiplyAdd(T.Load(in x[i], 0), T.Load(in y[i], 0), sum);
            sum.Store(ref sums[part], 0);
        }

        return SymmetricProduct.Sum(sums);
    }
}
