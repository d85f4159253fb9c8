using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// The loops of linear algebra over one block of memory. A reduction goes over the block once for each group of partial sums that four lanes hold,
/// and each pass takes whole cache lines of its own where the lanes are 128 bits or more: together the passes read each line once.
/// </summary>
internal static unsafe class VectorLoops
{
    /// <summary>Partial sums of a reduction: four of the widest lanes, so that one addition need not wait for another.</summary>
    public const int Partials = 32;

    /// <summary>Runs the loop on the widest lanes of this processor.</summary>
    public static void Run<TLoop>(in TLoop loop, double* partials = null) where TLoop : struct, IVectorLoop
    {
        if (Vector512.IsHardwareAccelerated)
            loop.Run<Lanes512<double>>(partials);
        else if (Vector256.IsHardwareAccelerated)
            loop.Run<Lanes256<double>>(partials);
        else if (Vector128.IsHardwareAccelerated)
            loop.Run<Lanes128<double>>(partials);
        else
            loop.Run<Scalar<double>>(partials);
    }

    /// <summary>Runs a reduction and adds its partial sums in pairs.</summary>
    public static double Sum<TLoop>(in TLoop loop) where TLoop : struct, IVectorLoop
    {
        var partials = stackalloc double[Partials];
        Run(loop, partials);
        return Total(partials);
    }

    /// <summary>The partial sums added in pairs; they are overwritten.</summary>
    public static double Total(double* partials)
    {
        for (var half = Partials / 2; half > 0; half /= 2)
        {
            for (var i = 0; i < half; i++)
                partials[i] += partials[i + half];
        }

        return partials[0];
    }

    /// <summary>Σ xᵢyᵢ.</summary>
    public readonly struct Dot(double* x, double* y, nuint length) : IVectorLoop
    {
        private readonly double* _x = x;
        private readonly double* _y = y;
        private readonly nuint _length = length;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Run<T>(double* partials) where T : struct, ILanes<T, double>
        {
            double* x = _x, y = _y;
            var lanes = (nuint)T.Count;
            var whole = _length - (_length % Partials);
            for (nuint group = 0; group < Partials; group += 4 * lanes)
            {
                T a = T.Constant(0), b = a, c = a, d = a;
                for (var i = group; i < whole; i += Partials)
                {
                    a += T.Load(ref *x, i) * T.Load(ref *y, i);
                    b += T.Load(ref *x, i + lanes) * T.Load(ref *y, i + lanes);
                    c += T.Load(ref *x, i + (2 * lanes)) * T.Load(ref *y, i + (2 * lanes));
                    d += T.Load(ref *x, i + (3 * lanes)) * T.Load(ref *y, i + (3 * lanes));
                }

                a.Store(ref *partials, group);
                b.Store(ref *partials, group + lanes);
                c.Store(ref *partials, group + (2 * lanes));
                d.Store(ref *partials, group + (3 * lanes));
            }

            for (var i = whole; i < _length; i++)
                partials[i - whole] += x[i] * y[i];
        }
    }

    /// <summary>Σ (xᵢ − yᵢ)².</summary>
    public readonly struct Distance(double* x, double* y, nuint length) : IVectorLoop
    {
        private readonly double* _x = x;
        private readonly double* _y = y;
        private readonly nuint _length = length;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Run<T>(double* partials) where T : struct, ILanes<T, double>
        {
            double* x = _x, y = _y;
            var lanes = (nuint)T.Count;
            var whole = _length - (_length % Partials);
            for (nuint group = 0; group < Partials; group += 4 * lanes)
            {
                T a = T.Constant(0), b = a, c = a, d = a;
                for (var i = group; i < whole; i += Partials)
                {
                    a += Square<T>(x, y, i);
                    b += Square<T>(x, y, i + lanes);
                    c += Square<T>(x, y, i + (2 * lanes));
                    d += Square<T>(x, y, i + (3 * lanes));
                }

                a.Store(ref *partials, group);
                b.Store(ref *partials, group + lanes);
                c.Store(ref *partials, group + (2 * lanes));
                d.Store(ref *partials, group + (3 * lanes));
            }

            for (var i = whole; i < _length; i++)
                partials[i - whole] += (x[i] - y[i]) * (x[i] - y[i]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Square<T>(double* x, double* y, nuint i) where T : struct, ILanes<T, double>
        {
            var difference = T.Load(ref *x, i) - T.Load(ref *y, i);
            return difference * difference;
        }
    }

    /// <summary>w ← w − αv − βu, and Σ wᵢ² of the new w.</summary>
    public readonly struct Recurrence(double* w, double alpha, double* v, double beta, double* u, nuint length) : IVectorLoop
    {
        private readonly double* _w = w;
        private readonly double* _v = v;
        private readonly double* _u = u;
        private readonly double _alpha = alpha;
        private readonly double _beta = beta;
        private readonly nuint _length = length;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Run<T>(double* partials) where T : struct, ILanes<T, double>
        {
            double* w = _w, v = _v, u = _u;
            T alpha = T.Constant(_alpha), beta = T.Constant(_beta);
            var lanes = (nuint)T.Count;
            var whole = _length - (_length % Partials);
            for (nuint group = 0; group < Partials; group += 4 * lanes)
            {
                T a = T.Constant(0), b = a, c = a, d = a;
                for (var i = group; i < whole; i += Partials)
                {
                    a += SquareOfNew(w, alpha, v, beta, u, i);
                    b += SquareOfNew(w, alpha, v, beta, u, i + lanes);
                    c += SquareOfNew(w, alpha, v, beta, u, i + (2 * lanes));
                    d += SquareOfNew(w, alpha, v, beta, u, i + (3 * lanes));
                }

                a.Store(ref *partials, group);
                b.Store(ref *partials, group + lanes);
                c.Store(ref *partials, group + (2 * lanes));
                d.Store(ref *partials, group + (3 * lanes));
            }

            for (var i = whole; i < _length; i++)
            {
                w[i] = w[i] - (_alpha * v[i]) - (_beta * u[i]);
                partials[i - whole] += w[i] * w[i];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T SquareOfNew<T>(double* w, T alpha, double* v, T beta, double* u, nuint i) where T : struct, ILanes<T, double>
        {
            var value = T.Load(ref *w, i) - (alpha * T.Load(ref *v, i)) - (beta * T.Load(ref *u, i));
            value.Store(ref *w, i);
            return value * value;
        }
    }

    /// <summary>y ← ax. The two may be the same.</summary>
    public readonly struct Scale(double* y, double a, double* x, nuint length) : IVectorLoop
    {
        private readonly double* _y = y;
        private readonly double* _x = x;
        private readonly double _a = a;
        private readonly nuint _length = length;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Run<T>(double* partials) where T : struct, ILanes<T, double>
        {
            double* x = _x, y = _y;
            var a = T.Constant(_a);
            var lanes = (nuint)T.Count;
            nuint i = 0;
            for (; i + lanes <= _length; i += lanes)
                (a * T.Load(ref *x, i)).Store(ref *y, i);
            for (; i < _length; i++)
                y[i] = _a * x[i];
        }
    }

    /// <summary>y ← y + ax.</summary>
    public readonly struct AddScaled(double* y, double a, double* x, nuint length) : IVectorLoop
    {
        private readonly double* _y = y;
        private readonly double* _x = x;
        private readonly double _a = a;
        private readonly nuint _length = length;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Run<T>(double* partials) where T : struct, ILanes<T, double>
        {
            double* x = _x, y = _y;
            var a = T.Constant(_a);
            var lanes = (nuint)T.Count;
            nuint i = 0;
            for (; i + lanes <= _length; i += lanes)
                (T.Load(ref *y, i) + (a * T.Load(ref *x, i))).Store(ref *y, i);
            for (; i < _length; i++)
                y[i] += _a * x[i];
        }
    }

    /// <summary>y ← (((y + c₀x₀) + c₁x₁) + c₂x₂) + c₃x₃: the bits of four times <see cref="AddScaled"/>, y read and written once.</summary>
    public readonly struct AddScaledFour(double* y, double* c, double* x0, double* x1, double* x2, double* x3, nuint length) : IVectorLoop
    {
        private readonly double* _y = y;
        private readonly double* _c = c;
        private readonly double* _x0 = x0;
        private readonly double* _x1 = x1;
        private readonly double* _x2 = x2;
        private readonly double* _x3 = x3;
        private readonly nuint _length = length;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Run<T>(double* partials) where T : struct, ILanes<T, double>
        {
            double* y = _y, x0 = _x0, x1 = _x1, x2 = _x2, x3 = _x3;
            T c0 = T.Constant(_c[0]), c1 = T.Constant(_c[1]), c2 = T.Constant(_c[2]), c3 = T.Constant(_c[3]);
            var lanes = (nuint)T.Count;
            nuint i = 0;
            for (; i + lanes <= _length; i += lanes)
            {
                var sum = T.Load(ref *y, i) + (c0 * T.Load(ref *x0, i));
                sum += c1 * T.Load(ref *x1, i);
                sum += c2 * T.Load(ref *x2, i);
                sum += c3 * T.Load(ref *x3, i);
                sum.Store(ref *y, i);
            }

            for (; i < _length; i++)
                y[i] = y[i] + (_c[0] * x0[i]) + (_c[1] * x1[i]) + (_c[2] * x2[i]) + (_c[3] * x3[i]);
        }
    }
}
