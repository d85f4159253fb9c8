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

    public Slot(int position, Shape shape, ElementKind kind, StepGroup group)
        : base(position, shape, kind, group)
    {
        _program = group.Program.For<E>();
        _streams = new E[group.Program.StateCount][];
        _isElement = new bool[_streams.Length];
        for (var index = 0; index < _streams.Length; index++)
        {
            _isElement[index] = group.Program.FormOf(index) == StateForm.Element;
            _streams[index] = _isElement[index] || StateDescription.IsFilled(group.Program.FormOf(index)) ? new E[shape.Length]
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
            if (Parameter.Frozen || !Parameter.HasGradient)
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

    public override Array Stream(int index) => _streams[index];

    public override void WriteStream(int index, in Parameter parameter)
    {
        if (Kind == ElementKind.Half)
            Narrow.RoundHalf(MemoryMarshal.Cast<E, float>(_streams[index].AsSpan()), parameter.Values<Half>());
        else if (Kind == ElementKind.BFloat16)
            Narrow.RoundBFloat16(MemoryMarshal.Cast<E, float>(_streams[index].AsSpan()), parameter.Values<ushort>());
        else
            _streams[index].CopyTo(parameter.Values<E>());
    }

    public override bool IsFinite(int start, int count, bool squared) =>
        IsNarrow ? IsNarrowFinite(start, count, squared) : Reduction.IsFinite(Gradient<E>().Slice(start, count), squared);

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
        IsNarrow ? Inspect(start, count).Squares : Reduction.SumOfSquares(Gradient<E>().Slice(start, count));

    public override (double Squares, double Largest) Inspect(int start, int count)
    {
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

    public override double LargestGradient(int start, int count)
    {
        if (!IsNarrow)
            return Reduction.Largest(Gradient<E>().Slice(start, count));
        Span<float> piece = stackalloc float[PieceLength];
        var largest = 0.0;
        for (var done = 0; done < count; done += PieceLength)
            largest = Math.Max(largest, Reduction.Largest<float>(WidenGradient(start + done, Math.Min(PieceLength, count - done), piece)));
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
        var result = Results[round];
        if (!IsNarrow)
        {
            var whole = new StepMemory<E>(
                Value<E>().Slice(start, count), Gradient<E>().Slice(start, count), _streams, Doubles, start, Rows, Columns);
            _program.Measure(round, result, block, whole);
            return;
        }

        // Rounds see narrow parameters a whole block at a time: their partial results depend on where a block begins.
        var values = new float[count];
        var gradients = new float[count];
        WidenValue(start, count, values);
        WidenGradient(start, count, gradients);
        var memory = new StepMemory<E>(
            MemoryMarshal.Cast<float, E>(values), MemoryMarshal.Cast<float, E>(gradients), _streams, Doubles, start, Rows, Columns);
        _program.Measure(round, result, block, memory);
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

        var gradient = Gradient<E>().Slice(start, count);
        _program.Step(Value<E>().Slice(start, count), gradient, _streams, start, Rows);
        if (EndsSubnormals)
            Flush(start, gradient);
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
            _program.Step(MemoryMarshal.Cast<float, E>(value), MemoryMarshal.Cast<float, E>(gradient), _streams, start + done, Rows);
            if (EndsSubnormals)
                Flush(start + done, MemoryMarshal.Cast<float, E>(gradient));
            if (Kind == ElementKind.Half)
                Narrow.RoundHalf(value, Value<Half>().Slice(start + done, piece));
            else
                Narrow.RoundBFloat16(value, Value<ushort>().Slice(start + done, piece));
        }
    }

    public override void StepInside(Action next)
    {
        if (IsNarrow)
        {
            throw new MemoryUnavailableException(
                new NotSupportedException($"Memory of {Kind} that is neither an array nor can be pinned cannot be stepped. Nothing was changed."));
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
        _program.Step(value, gradient, _streams, 0, Rows);
        if (EndsSubnormals)
            Flush(0, gradient);
    }

    private void Flush(int start, ReadOnlySpan<E> gradient)
    {
        for (var index = 0; index < _streams.Length; index++)
        {
            if (_isElement[index])
                Subnormals.Flush(_streams[index].AsSpan(start, gradient.Length), gradient);
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
