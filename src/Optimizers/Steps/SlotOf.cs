using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Steps;

/// <inheritdoc/>
/// <typeparam name="E">What the parameter is computed in: double, or float also for narrower elements.</typeparam>
internal sealed class Slot<E> : Slot
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>
    /// Narrow elements are widened, stepped and rounded in pieces that stay in the nearest cache; a multiple of all partial results.
    /// </summary>
    private const int PieceLength = 1024;

    private readonly SlotProgram<E> _program;
    private readonly E[][] _streams;
    private readonly bool[] _isElement;
    private readonly StateStore?[] _stores;
    private readonly bool _isStored; // True if a stream is kept narrower: then all of them are stepped in pieces of their own.

    public Slot(int position, Shape shape, ElementKind kind, StepGroup group)
        : base(position, shape, kind, group)
    {
        _program = group.Program.For<E>();
        _streams = new E[group.Program.StateCount][];
        _isElement = new bool[_streams.Length];
        _stores = new StateStore?[_streams.Length];
        for (var index = 0; index < _streams.Length; index++)
        {
            _isElement[index] = group.Program.FormOf(index) == StateForm.Element;
            if (_isElement[index])
                _stores[index] = StateStore.For(group.Program.Storage, StateDescription.DescriptorOf(group.Program, index).Meaning, shape.Length);
            _isStored |= _stores[index] is not null;
            _streams[index] = _stores[index] is not null ? []
                : _isElement[index] || StateDescription.IsFilled(group.Program.FormOf(index)) ? new E[shape.Length]
                : Doubles[index] as E[] ?? new E[Doubles[index].Length];
        }
    }

    public override unsafe (nint Value, nint Gradient) Addresses
    {
        get
        {
            var value = Kind switch
            {
                ElementKind.Half => Address(Value<Half>()),
                ElementKind.BFloat16 => Address(Value<ushort>()),
                _ => Address(Value<E>()),
            };
            if (Parameter.Frozen || !Parameter.HasGradient || IsSparse)
                return (value, 0);
            return (value, Kind switch
            {
                ElementKind.Half => Address(Gradient<Half>()),
                ElementKind.BFloat16 => Address(Gradient<ushort>()),
                _ => Address(Gradient<E>()),
            });

            static nint Address<V>(ReadOnlySpan<V> span) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
        }
    }

    private bool EndsSubnormals => StepCount % Subnormals.Period == Subnormals.Period - 1;

    private bool IsNarrow => Kind is ElementKind.Half or ElementKind.BFloat16;

    protected override (nint Value, nint Gradient) AddressesInPlace =>
        Parameter.ValueOwner is PinnedMemory<E> value && Parameter.GradientOwner is PinnedMemory<E> gradient
            ? (value.Address, gradient.Address) : (0, 0);

    public override void Plan(long iteration) => _program.Plan(this, iteration);

    public override void Hand(IStepVisitor visitor) => _program.Hand(visitor);

    public override Array? Stream(int index) => _stores[index] is null ? _streams[index] : null;

    public override void ReadState(int index, Array into)
    {
        if (_stores[index] is null)
            _streams[index].CopyTo(into, 0);
        else
            Read(index, 0, (E[])into);
    }

    public override void WriteState(int index, Array from)
    {
        if (_stores[index] is null)
            from.CopyTo(_streams[index], 0);
        else
            Write(index, 0, (E[])from);
    }

    public override void WriteState(int index, in Parameter into)
    {
        var values = _streams[index];
        if (Kind == ElementKind.Half)
            Narrow.RoundHalf(MemoryMarshal.Cast<E, float>(values.AsSpan()), into.Values<Half>());
        else if (Kind == ElementKind.BFloat16)
            Narrow.RoundBFloat16(MemoryMarshal.Cast<E, float>(values.AsSpan()), into.Values<ushort>());
        else
            values.CopyTo(into.Values<E>());
    }

    public override string? WhyDense =>
        Group.Program.RoundCount > 0 ? "the rule looks at the whole before it steps"
        : HasFilled ? "the rule reads inputs or noise"
        : _isStored ? $"its state is kept in {nameof(StateStorage)} {Group.Program.Storage}"
        : null;

    private SparseGradient<E> Sparse => (SparseGradient<E>)Parameter.GradientOwner!;

    public override bool IsFinite(int start, int count, bool squared)
    {
        if (IsSparse)
            return IsTouchedFinite(start, count, squared);
        return IsNarrow ? IsNarrowFinite(start, count, squared) : Reduction.IsFinite(Gradient<E>().Slice(start, count), squared);
    }

    private bool IsTouchedFinite(int start, int count, bool squared)
    {
        foreach (var stretch in Sparse.Within(start, count))
        {
            if (!Reduction.IsFinite(stretch, squared))
                return false;
        }

        return true;
    }

    private bool IsNarrowFinite(int start, int count, bool squared)
    {
        Span<float> piece = stackalloc float[PieceLength];
        for (var done = 0; done < count; done += PieceLength)
        {
            var gradient = WidenGradient(start + done, Math.Min(PieceLength, count - done), piece);
            if (!Reduction.IsFinite<float>(gradient, squared))
                return false;
        }

        return true;
    }

    public override double SumOfSquares(int start, int count) =>
        IsNarrow || IsSparse ? Inspect(start, count).Squares : Reduction.SumOfSquares(Gradient<E>().Slice(start, count));

    public override (double Squares, double Largest) Inspect(int start, int count)
    {
        if (IsSparse)
            return InspectTouched(start, count);
        if (!IsNarrow)
            return Reduction.Inspect(Gradient<E>().Slice(start, count));
        Span<float> piece = stackalloc float[PieceLength];
        var (squares, largest) = (0.0, 0.0);
        for (var done = 0; done < count; done += PieceLength)
        {
            var part = Reduction.Inspect<float>(WidenGradient(start + done, Math.Min(PieceLength, count - done), piece));
            squares += part.Squares;
            largest = Math.Max(largest, part.Largest);
        }

        return (squares, largest);
    }

    private (double Squares, double Largest) InspectTouched(int start, int count)
    {
        var (squares, largest) = (0.0, 0.0);
        foreach (var stretch in Sparse.Within(start, count))
        {
            var part = Reduction.Inspect(stretch);
            squares += part.Squares;
            largest = Math.Max(largest, part.Largest);
        }

        return (squares, largest);
    }

    public override double LargestGradient(int start, int count)
    {
        if (IsSparse)
            return LargestTouched(start, count);
        if (!IsNarrow)
            return Reduction.Largest(Gradient<E>().Slice(start, count));
        Span<float> piece = stackalloc float[PieceLength];
        var largest = 0.0;
        for (var done = 0; done < count; done += PieceLength)
            largest = Math.Max(largest, Reduction.Largest<float>(WidenGradient(start + done, Math.Min(PieceLength, count - done), piece)));
        return largest;
    }

    private double LargestTouched(int start, int count)
    {
        var largest = 0.0;
        foreach (var stretch in Sparse.Within(start, count))
            largest = Math.Max(largest, Reduction.Largest(stretch));
        return largest;
    }

    public override double LargestValue(int start, int count)
    {
        if (!IsNarrow)
            return Reduction.Largest<E>(Value<E>().Slice(start, count));
        Span<float> piece = stackalloc float[PieceLength];
        var largest = 0.0;
        for (var done = 0; done < count; done += PieceLength)
            largest = Math.Max(largest, Reduction.Largest<float>(WidenValue(start + done, Math.Min(PieceLength, count - done), piece)));
        return largest;
    }

    public override double GradientAt(int index) => Kind switch
    {
        ElementKind.Half => (double)Gradient<Half>()[index],
        ElementKind.BFloat16 => Narrow.Widen(Gradient<ushort>()[index]),
        _ => Element.ToDouble(Gradient<E>()[index]),
    };

    public override double SeenAt(int index, in Preparation preparation)
    {
        var (value, gradient) = (Element.From<E>(ValueAt(index)), Element.From<E>(GradientAt(index)));
        var seen = preparation.Gradient(Scalar<E>.Broadcast(ref value), Scalar<E>.Broadcast(ref gradient));
        seen.Store(ref gradient, 0);
        return Element.ToDouble(gradient);
    }

    public override bool Fill(int start, int count)
    {
        var (program, isFinite) = (Group.Program, true);
        for (var index = 0; index < _streams.Length; index++)
        {
            var stream = _isElement[index] ? [] : _streams[index];
            switch (program.FormOf(index))
            {
                case StateForm.Noise:
                    new NormalEntries(program.NoiseSeed, Position, index, StepCount).Fill(stream.AsSpan(start, count), start);
                    break;
                case StateForm.SecondGradient:
                case StateForm.HessianDiagonal:
                    var into = stream.AsSpan(start, count);
                    ReadInput(InputAt(StateDescription.InputOf(program.FormOf(index))), start, into);
                    isFinite &= Reduction.IsFinite<E>(into, squared: false);
                    break;
            }
        }

        return isFinite;
    }

    public override (StepInput Input, int Index)? FirstNotFiniteInput()
    {
        for (var index = 0; index < _streams.Length; index++)
        {
            var input = StateDescription.InputOf(Group.Program.FormOf(index));
            if (input != StepInput.None && Array.FindIndex(_streams[index], each => !E.IsFinite(each)) is >= 0 and var place)
                return (input, place);
        }

        return null;
    }

    public override void Measure(int round, int block, int start, int count)
    {
        ReadOnlySpan<E> value, gradient;
        if (IsNarrow)
        {
            // Rounds see narrow parameters a whole block at a time: their partial results depend on where a block begins.
            value = MemoryMarshal.Cast<float, E>(WidenValue(start, count, new float[count]));
            gradient = MemoryMarshal.Cast<float, E>(WidenGradient(start, count, new float[count]));
        }
        else
        {
            value = Value<E>().Slice(start, count);
            gradient = Gradient<E>().Slice(start, count);
        }

        if (!_isStored)
        {
            _program.Measure(round, Results[round], block, new StepMemory<E>(value, gradient, _streams, Doubles, start, Shape));
            return;
        }

        var streams = Borrow(count);
        Read(streams, start, count);
        _program.Measure(round, Results[round], block, new StepMemory<E>(value, gradient, streams, Doubles, start, Shape, start));
        Return(streams);
    }

    public override void Settle()
    {
        if (typeof(E) == typeof(double))
            return; // The formula reads the doubles themselves.
        for (var index = 0; index < _streams.Length; index++)
        {
            var (from, to) = (Doubles[index], _streams[index]);
            for (var i = 0; i < from.Length; i++)
                to[i] = Element.From<E>(from[i]);
        }
    }

    public override void Step(int start, int count)
    {
        if (IsNarrow)
        {
            StepNarrow(start, count);
            return;
        }

        if (IsSparse)
            StepTouched(start, count);
        else
            StepOn(Value<E>().Slice(start, count), Gradient<E>().Slice(start, count), start);
    }

    private void StepTouched(int start, int count)
    {
        var value = Value<E>();
        var touched = Sparse.Within(start, count);
        while (touched.MoveNext())
            StepOn(value.Slice(touched.Start, touched.Current.Length), touched.Current, touched.Start);
    }

    private void StepOn(Span<E> value, ReadOnlySpan<E> gradient, int start)
    {
        if (_isStored)
        {
            StepStored(value, gradient, start);
            return;
        }

        _program.Step(value, gradient, _streams, start, Shape, 0);
        if (EndsSubnormals)
            Flush(_streams, start, gradient);
    }

    /// <summary>State that is kept narrower is read, stepped and written back in pieces.</summary>
    private void StepStored(Span<E> value, ReadOnlySpan<E> gradient, int start)
    {
        var streams = Borrow(PieceLength);
        for (var done = 0; done < value.Length; done += PieceLength)
        {
            var (first, piece) = (start + done, Math.Min(PieceLength, value.Length - done));
            var gradients = gradient.Slice(done, piece);
            Read(streams, first, piece);
            _program.Step(value.Slice(done, piece), gradients, streams, first, Shape, first);
            if (EndsSubnormals)
                Flush(streams, 0, gradients);
            for (var index = 0; index < _streams.Length; index++)
            {
                if (_isElement[index])
                    Write(index, first, streams[index].AsSpan(0, piece));
            }
        }

        Return(streams);
    }

    private void StepNarrow(int start, int count)
    {
        Span<float> values = stackalloc float[PieceLength];
        Span<float> gradients = stackalloc float[PieceLength];
        for (var done = 0; done < count; done += PieceLength)
        {
            var piece = Math.Min(PieceLength, count - done);
            var value = WidenValue(start + done, piece, values);
            var gradient = WidenGradient(start + done, piece, gradients);
            StepOn(MemoryMarshal.Cast<float, E>(value), MemoryMarshal.Cast<float, E>(gradient), start + done);
            RoundTo(value, start + done);
        }
    }

    private void RoundTo(ReadOnlySpan<float> value, int start)
    {
        if (Group.Program.Rounding.Seed is { } seed)
        {
            var noise = new RandomEntries(seed).Branch((uint)Position).Branch((ulong)StepCount);
            if (Kind == ElementKind.Half)
                Narrow.RoundHalf(value, Value<Half>().Slice(start, value.Length), noise, start);
            else
                Narrow.RoundBFloat16(value, Value<ushort>().Slice(start, value.Length), noise, start);
        }
        else if (Kind == ElementKind.Half)
        {
            Narrow.RoundHalf(value, Value<Half>().Slice(start, value.Length));
        }
        else
        {
            Narrow.RoundBFloat16(value, Value<ushort>().Slice(start, value.Length));
        }
    }

    public override void StepInside(Action next)
    {
        if (IsNarrow || IsSparse)
        {
            var what = IsSparse ? "with a sparse gradient" : $"of {Kind}";
            throw new MemoryUnavailableException(
                new NotSupportedException($"Memory {what} that is neither an array nor can be pinned cannot be stepped. Nothing was changed."));
        }

        Span<E> value;
        ReadOnlySpan<E> gradient;
        try
        {
            value = Parameter.Value<E>();
            gradient = Parameter.Frozen ? default : Parameter.Gradient<E>();
        }
#pragma warning disable CA1031 // Whatever the caller's memory manager throws.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            throw new MemoryUnavailableException(failure);
        }

        next();
        if (Parameter.Frozen)
            return;
        StepOn(value, gradient, 0);
    }

    private void Flush(E[][] streams, int start, ReadOnlySpan<E> gradient)
    {
        for (var index = 0; index < _streams.Length; index++)
        {
            if (_isElement[index])
                Subnormals.Flush(streams[index].AsSpan(start, gradient.Length), gradient);
        }
    }

    /// <summary>Arrays for stretches of all values of one number an element, and those of rows and columns as they are.</summary>
    private E[][] Borrow(int length)
    {
        var streams = ArrayPool<E[]>.Shared.Rent(_streams.Length);
        for (var index = 0; index < _streams.Length; index++)
            streams[index] = IsByElement(index) ? ArrayPool<E>.Shared.Rent(length) : _streams[index];
        return streams;
    }

    private void Return(E[][] streams)
    {
        for (var index = 0; index < _streams.Length; index++)
        {
            if (IsByElement(index))
                ArrayPool<E>.Shared.Return(streams[index]);
        }

        ArrayPool<E[]>.Shared.Return(streams, clearArray: true);
    }

    private bool IsByElement(int index) => Group.Program.FormOf(index)
        is not (StateForm.Row or StateForm.Column or StateForm.PendingRow or StateForm.PendingColumn);

    private void Read(E[][] streams, int start, int count)
    {
        for (var index = 0; index < _streams.Length; index++)
        {
            if (IsByElement(index))
                Read(index, start, streams[index].AsSpan(0, count));
        }
    }

    private void Read(int index, int start, Span<E> into)
    {
        if (_stores[index] is not { } store)
        {
            _streams[index].AsSpan(start, into.Length).CopyTo(into);
            return;
        }

        if (typeof(E) == typeof(float))
        {
            store.Read(start, MemoryMarshal.Cast<E, float>(into));
            return;
        }

        Span<float> piece = stackalloc float[PieceLength];
        for (var done = 0; done < into.Length; done += PieceLength)
        {
            var floats = piece[..Math.Min(PieceLength, into.Length - done)];
            store.Read(start + done, floats);
            for (var i = 0; i < floats.Length; i++)
                into[done + i] = Element.From<E>(floats[i]);
        }
    }

    private void Write(int index, int start, ReadOnlySpan<E> from)
    {
        if (_stores[index] is not { } store)
        {
            from.CopyTo(_streams[index].AsSpan(start));
            return;
        }

        var noise = new RandomEntries(0).Branch((uint)Position).Branch((uint)index).Branch((ulong)StepCount);
        if (typeof(E) == typeof(float))
        {
            store.Write(start, MemoryMarshal.Cast<E, float>(from), noise);
            return;
        }

        Span<float> piece = stackalloc float[PieceLength];
        for (var done = 0; done < from.Length; done += PieceLength)
        {
            var floats = piece[..Math.Min(PieceLength, from.Length - done)];
            for (var i = 0; i < floats.Length; i++)
                floats[i] = (float)Element.ToDouble(from[done + i]);
            store.Write(start + done, floats, noise);
        }
    }

    private double ValueAt(int index) => Kind switch
    {
        ElementKind.Half => (double)Value<Half>()[index],
        ElementKind.BFloat16 => Narrow.Widen(Value<ushort>()[index]),
        _ => Element.ToDouble(Value<E>()[index]),
    };

    private unsafe Span<V> Value<V>() where V : unmanaged
    {
        return ValueAddress == 0 ? Parameter.Value<V>() : new((void*)ValueAddress, Shape.Length);
    }

    private unsafe ReadOnlySpan<V> Gradient<V>() where V : unmanaged
    {
        return GradientAddress == 0 ? Parameter.Gradient<V>() : new((void*)GradientAddress, Shape.Length);
    }

    private void ReadInput(in Parameter input, int start, Span<E> into)
    {
        if (!input.HasGradient)
            into.Clear();
        else if (Kind == ElementKind.Half)
            Narrow.WidenHalf(input.Gradients<Half>().Slice(start, into.Length), MemoryMarshal.Cast<E, float>(into));
        else if (Kind == ElementKind.BFloat16)
            Narrow.WidenBFloat16(input.Gradients<ushort>().Slice(start, into.Length), MemoryMarshal.Cast<E, float>(into));
        else
            input.Gradients<E>().Slice(start, into.Length).CopyTo(into);
        if (Group.Maximizes)
        {
            foreach (ref var each in into)
                each = -each;
        }
    }

    private Span<float> WidenValue(int start, int count, Span<float> into)
    {
        if (Kind == ElementKind.Half)
            Narrow.WidenHalf(Value<Half>().Slice(start, count), into);
        else
            Narrow.WidenBFloat16(Value<ushort>().Slice(start, count), into);
        return into[..count];
    }

    private Span<float> WidenGradient(int start, int count, Span<float> into)
    {
        if (Kind == ElementKind.Half)
            Narrow.WidenHalf(Gradient<Half>().Slice(start, count), into);
        else
            Narrow.WidenBFloat16(Gradient<ushort>().Slice(start, count), into);
        return into[..count];
    }
}
