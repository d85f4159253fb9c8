using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Optimizers.Diagnostics.Monitoring;

/// <summary>
/// How a parameter moved in a watched step: four vectors of its length and its own element type (θ before the step, g, Δθ and the Δθ before), and
/// the sums over them. A frozen parameter has not moved and has no gradient: its g and Δθ are 0.
/// </summary>
internal abstract class Motion
{
    /// <summary>Makes the memory of a parameter's motion.</summary>
    public static Motion For(in Parameter parameter) =>
        parameter.ElementKind == ElementKind.Double ? new Motion<double>(parameter.Length) : new Motion<float>(parameter.Length);

    /// <summary>Before a step: keeps θ of a block of elements.</summary>
    public abstract void Begin(in Parameter parameter, int start, int count);

    /// <summary>After a step, before its blocks: the last Δθ becomes the one before.</summary>
    public abstract void Turn();

    /// <summary>After a step: keeps Δθ and g of a block of elements, and sums.</summary>
    public abstract MotionSums End(in Parameter parameter, int start, int count);

    /// <summary>‖g‖₂ of the step, also where squares leave the range of doubles.</summary>
    public abstract double GradientNorm();

    /// <summary>‖θ‖₂ before the step, also where squares leave the range of doubles.</summary>
    public abstract double ParameterNorm();

    /// <summary>‖Δθ‖₂, also where squares leave the range of doubles.</summary>
    public abstract double UpdateNorm();

    /// <summary>Copies the four vectors, widened to double.</summary>
    public abstract void CopyTo(Span<double> before, Span<double> gradient, Span<double> update, Span<double> previousUpdate);

    /// <summary>The first index at which g is NaN or infinite, and what stands there; −1 if there is none.</summary>
    public abstract (int Index, double Value) FirstNonFiniteGradient();

    /// <summary>The first index at which θ after the step, or Δθ, is NaN or infinite, and the θ there; −1 if there is none.</summary>
    public abstract (int Index, double Value) FirstNonFiniteValue(in Parameter parameter);
}

/// <inheritdoc/>
internal sealed class Motion<E>(int length) : Motion
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Partial sums of every sum: element i is added to partial sum i mod this, and these in pairs, at every width of lanes.</summary>
    internal const int Partials = 8;

    /// <summary>The sums of <see cref="MotionSums"/>.</summary>
    internal const int Sums = 6;

    /// <summary>
    /// Elements of which six vectors stay in the nearest cache while the passes go over them: a multiple of <see cref="Partials"/>.
    /// </summary>
    private const int PieceLength = 512;

    private readonly E[] _before = new E[length];
    private readonly E[] _gradient = new E[length];
    private E[] _update = new E[length];
    private E[] _previousUpdate = new E[length];

    public override void Begin(in Parameter parameter, int start, int count) =>
        ParameterReading.Values(parameter, start, _before.AsSpan(start, count));

    public override void Turn() => (_update, _previousUpdate) = (_previousUpdate, _update);

    public override MotionSums End(in Parameter parameter, int start, int count)
    {
        if (parameter.Frozen)
        {
            _gradient.AsSpan(start, count).Clear();
            _update.AsSpan(start, count).Clear();
            return new MotionSums { ParameterSquares = SumOfSquares(_before.AsSpan(start, count)) };
        }

        Span<double> partials = stackalloc double[Sums * Partials];
        partials.Clear();
        Span<E> values = stackalloc E[PieceLength];
        Span<E> gradients = stackalloc E[PieceLength];
        for (var done = 0; done < count; done += PieceLength)
        {
            var piece = Math.Min(PieceLength, count - done);
            EndPiece(
                ParameterReading.Values(parameter, start + done, values[..piece], out var value) ? values[..piece] : value,
                ParameterReading.Gradients(parameter, start + done, gradients[..piece], out var gradient) ? gradients[..piece] : gradient,
                start + done,
                partials);
        }

        return new MotionSums(Total(partials, 0), Total(partials, 1), Total(partials, 2), Total(partials, 3), Total(partials, 4), Total(partials, 5));
    }

    public override double GradientNorm() => Norm(_gradient);

    public override double ParameterNorm() => Norm(_before);

    public override double UpdateNorm() => Norm(_update);

    public override void CopyTo(Span<double> before, Span<double> gradient, Span<double> update, Span<double> previousUpdate)
    {
        Widen(_before, before);
        Widen(_gradient, gradient);
        Widen(_update, update);
        Widen(_previousUpdate, previousUpdate);
    }

    public override (int Index, double Value) FirstNonFiniteGradient()
    {
        for (var i = 0; i < _gradient.Length; i++)
        {
            if (!E.IsFinite(_gradient[i]))
                return (i, double.CreateTruncating(_gradient[i]));
        }

        return (-1, 0);
    }

    public override (int Index, double Value) FirstNonFiniteValue(in Parameter parameter)
    {
        for (var i = 0; i < parameter.Length; i++)
        {
            var (place, value) = (ParameterForm.Of(parameter).PlaceOf(i), ParameterValues.Get(parameter, i));
            if (!double.IsFinite(value) || !E.IsFinite(_update[place]))
                return (place, value);
        }

        return (-1, 0);
    }

    /// <summary>
    /// Adds to the partial sums, <see cref="Partials"/> of each sum in the order of <see cref="MotionSums"/>, in one pass for each half of them.
    /// Of doubles Δθ and g are kept on the way; of floats Δθ is there already. 256 bits at once where the processor has them, else the runtime takes
    /// halves: every width adds the same elements in the same order.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Sum(
        ref E after, ref E theta, ref E gradient, ref E previousGradient, ref E update, ref E previousUpdate, nuint length, ref double partials)
    {
        var whole = length - (length % Partials);
        for (nuint group = 0; group < Partials; group += (nuint)Vector256<double>.Count)
        {
            var gg = Vector256.LoadUnsafe(ref partials, group);
            var pp = Vector256.LoadUnsafe(ref partials, group + Partials);
            var uu = Vector256.LoadUnsafe(ref partials, group + (2 * Partials));
            var gh = Vector256.LoadUnsafe(ref partials, group + (3 * Partials));
            var uv = Vector256.LoadUnsafe(ref partials, group + (4 * Partials));
            var ug = Vector256.LoadUnsafe(ref partials, group + (5 * Partials));
            for (var i = group; i < whole; i += Partials)
            {
                var g = Load(ref gradient, i);
                var p = Load(ref theta, i);
                var h = Load(ref previousGradient, i);
                Vector256<double> u;
                if (typeof(E) == typeof(double))
                {
                    u = Load(ref after, i) - p;
                    u.StoreUnsafe(ref Unsafe.As<E, double>(ref update), i);
                    g.StoreUnsafe(ref Unsafe.As<E, double>(ref previousGradient), i);
                }
                else
                {
                    u = Load(ref update, i);
                }

                gg += g * g;
                pp += p * p;
                uu += u * u;
                gh += g * h;
                uv += u * Load(ref previousUpdate, i);
                ug += u * g;
            }

            gg.StoreUnsafe(ref partials, group);
            pp.StoreUnsafe(ref partials, group + Partials);
            uu.StoreUnsafe(ref partials, group + (2 * Partials));
            gh.StoreUnsafe(ref partials, group + (3 * Partials));
            uv.StoreUnsafe(ref partials, group + (4 * Partials));
            ug.StoreUnsafe(ref partials, group + (5 * Partials));
        }

        for (var i = whole; i < length; i++)
        {
            var g = double.CreateTruncating(Unsafe.Add(ref gradient, i));
            var p = double.CreateTruncating(Unsafe.Add(ref theta, i));
            var h = double.CreateTruncating(Unsafe.Add(ref previousGradient, i));
            if (typeof(E) == typeof(double))
            {
                Unsafe.Add(ref update, i) = Unsafe.Add(ref after, i) - Unsafe.Add(ref theta, i);
                Unsafe.Add(ref previousGradient, i) = Unsafe.Add(ref gradient, i);
            }

            var u = double.CreateTruncating(Unsafe.Add(ref update, i));
            ref var partial = ref Unsafe.Add(ref partials, i - whole);
            partial += g * g;
            Unsafe.Add(ref partial, Partials) += p * p;
            Unsafe.Add(ref partial, 2 * Partials) += u * u;
            Unsafe.Add(ref partial, 3 * Partials) += g * h;
            Unsafe.Add(ref partial, 4 * Partials) += u * double.CreateTruncating(Unsafe.Add(ref previousUpdate, i));
            Unsafe.Add(ref partial, 5 * Partials) += u * g;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(ref E values, nuint index) => typeof(E) == typeof(float)
        ? Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.As<E, float>(ref values), index).ToVector256Unsafe())
        : Vector256.LoadUnsafe(ref Unsafe.As<E, double>(ref values), index);

    private void EndPiece(ReadOnlySpan<E> value, ReadOnlySpan<E> gradient, int start, Span<double> partials)
    {
        var length = (nuint)value.Length;
        ref var after = ref MemoryMarshal.GetReference(value);
        ref var before = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_before), start);
        ref var update = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_update), start);
        ref var previousUpdate = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_previousUpdate), start);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        ref var previousGradient = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_gradient), start);

        if (typeof(E) != typeof(double))
            Subtract(ref after, ref before, ref update, length);
        Sum(ref after, ref before, ref g, ref previousGradient, ref update, ref previousUpdate, length, ref MemoryMarshal.GetReference(partials));
        if (typeof(E) != typeof(double))
            gradient.CopyTo(_gradient.AsSpan(start));
    }

    /// <summary>difference ← left − right.</summary>
    internal static void Subtract(ref E left, ref E right, ref E difference, nuint length)
    {
        nuint i = 0;
        for (var lanes = (nuint)Vector256<E>.Count; i + lanes <= length; i += lanes)
            (Vector256.LoadUnsafe(ref left, i) - Vector256.LoadUnsafe(ref right, i)).StoreUnsafe(ref difference, i);
        for (; i < length; i++)
            Unsafe.Add(ref difference, i) = Unsafe.Add(ref left, i) - Unsafe.Add(ref right, i);
    }

    private static double Total(ReadOnlySpan<double> partials, int sum)
    {
        var p = partials.Slice(sum * Partials, Partials);
        return ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]));
    }

    /// <summary>Plain where the type is float: its squares are always in the range of doubles.</summary>
    private static double Norm(E[] values) => values is double[] doubles ? Spans.Norm(doubles) : Math.Sqrt(SumOfSquares(values));

    private static double SumOfSquares(ReadOnlySpan<E> values) => typeof(E) == typeof(double)
        ? Spans.SumOfSquares(MemoryMarshal.Cast<E, double>(values))
        : Spans.SumOfSquares(MemoryMarshal.Cast<E, float>(values));

    private static void Widen(E[] from, Span<double> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = double.CreateTruncating(from[i]);
    }
}
