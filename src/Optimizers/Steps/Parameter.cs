using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;

namespace Optimizers;

/// <summary>
/// A value and its gradient, as a view of the caller's own memory: nothing is copied, and the step writes the value in place. Made implicitly from
/// a pair: <c>optimizer.Step([(w1, dw1), (b1, db1)])</c>.
/// </summary>
/// <remarks>
/// Value and gradient have the same shape and the same element type and do not share memory. MathNet vectors and matrices must have dense storage.
/// What does not fit is told by the step that is given the pair, with the pair's position. A pair of a matrix and a vector is no parameter: the
/// compiler says that it cannot convert the collection expression (CS9174).
/// </remarks>
public readonly struct Parameter
{
    private readonly object? _value;
    private readonly object? _gradient;
    private readonly int _valueStart;
    private readonly int _gradientStart;

    /// <summary>A vector of doubles, with dense storage.</summary>
    public Parameter(Vector<double> value, Vector<double> gradient)
        : this(Open(value), Open(gradient), ElementType.Double)
    {
    }

    /// <summary>A vector of floats, with dense storage.</summary>
    public Parameter(Vector<float> value, Vector<float> gradient)
        : this(Open(value), Open(gradient), ElementType.Float)
    {
    }

    /// <summary>A matrix of doubles, with dense storage.</summary>
    public Parameter(Matrix<double> value, Matrix<double> gradient)
        : this(Open(value), Open(gradient), ElementType.Double)
    {
    }

    /// <summary>A matrix of floats, with dense storage.</summary>
    public Parameter(Matrix<float> value, Matrix<float> gradient)
        : this(Open(value), Open(gradient), ElementType.Float)
    {
    }

    /// <summary>A stretch of memory of doubles, such as a part of an array.</summary>
    public Parameter(Memory<double> value, ReadOnlyMemory<double> gradient)
        : this(Open((ReadOnlyMemory<double>)value), Open(gradient), ElementType.Double)
    {
    }

    /// <summary>A stretch of memory of floats, such as a part of an array.</summary>
    public Parameter(Memory<float> value, ReadOnlyMemory<float> gradient)
        : this(Open((ReadOnlyMemory<float>)value), Open(gradient), ElementType.Float)
    {
    }

    private Parameter(in Storage value, in Storage gradient, ElementType elementType)
    {
        _value = value.Owner;
        _valueStart = value.Start;
        _gradient = gradient.Owner;
        _gradientStart = gradient.Start;
        Shape = value.Shape;
        ElementType = elementType;
        Fault = value.Fault is not null ? $"the value {value.Fault}"
            : gradient.Fault is not null ? $"the gradient {gradient.Fault}"
            : value.Shape != gradient.Shape ? $"the value is {value.Shape}, but its gradient is {gradient.Shape}"
            : Overlaps(value, gradient) ? "the value and its gradient share memory"
            : null;
        LearningRateScale = 1;
        WeightDecayScale = 1;
    }

    /// <summary>A name for messages, such as "w1"; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>What the learning rate is multiplied with for this parameter: finite, at least 0; 1 by default.</summary>
    public double LearningRateScale { get; init; }

    /// <summary>What the weight decay is multiplied with for this parameter: finite, at least 0; 1 by default. Biases are often given 0.</summary>
    public double WeightDecayScale { get; init; }

    /// <summary>
    /// True if this step leaves the parameter and its state as they are. Its gradient is not read: it counts neither for the clipping nor for the
    /// guard. It keeps its place in the order of parameters.
    /// </summary>
    public bool Frozen { get; init; }

    internal Shape Shape { get; }

    internal ElementType ElementType { get; }

    /// <summary>What makes this pair unusable, as the rest of a sentence; null if it is fine.</summary>
    internal string? Fault { get; }

    internal bool IsNull => _value is null || _gradient is null;

    internal int Length => Shape.Length;

    /// <summary>Makes a parameter of a vector and its gradient.</summary>
    public static implicit operator Parameter((Vector<double> Value, Vector<double> Gradient) pair) => new(pair.Value, pair.Gradient);

    /// <summary>Makes a parameter of a vector and its gradient.</summary>
    public static implicit operator Parameter((Vector<float> Value, Vector<float> Gradient) pair) => new(pair.Value, pair.Gradient);

    /// <summary>Makes a parameter of a matrix and its gradient.</summary>
    public static implicit operator Parameter((Matrix<double> Value, Matrix<double> Gradient) pair) => new(pair.Value, pair.Gradient);

    /// <summary>Makes a parameter of a matrix and its gradient.</summary>
    public static implicit operator Parameter((Matrix<float> Value, Matrix<float> Gradient) pair) => new(pair.Value, pair.Gradient);

    /// <summary>Makes a parameter of an array and its gradient.</summary>
    public static implicit operator Parameter((double[] Value, double[] Gradient) pair) =>
        new(Open(pair.Value), Open(pair.Gradient), ElementType.Double);

    /// <summary>Makes a parameter of an array and its gradient.</summary>
    public static implicit operator Parameter((float[] Value, float[] Gradient) pair) =>
        new(Open(pair.Value), Open(pair.Gradient), ElementType.Float);

    /// <summary>Makes a parameter of a stretch of memory and its gradient.</summary>
    public static implicit operator Parameter((Memory<double> Value, ReadOnlyMemory<double> Gradient) pair) => new(pair.Value, pair.Gradient);

    /// <summary>Makes a parameter of a stretch of memory and its gradient.</summary>
    public static implicit operator Parameter((Memory<float> Value, ReadOnlyMemory<float> Gradient) pair) => new(pair.Value, pair.Gradient);

    /// <summary>"w1, a matrix of 32×64 double".</summary>
    public override string ToString() =>
        (Name is null ? "" : Name + ", ") + Describe(Shape, ElementType) + (Frozen ? ", frozen" : "");

    internal static string Describe(Shape shape, ElementType elementType) => shape + (elementType == ElementType.Float ? " float" : " double");

    internal Span<E> Value<E>() where E : unmanaged => View<E>(_value!, _valueStart, Length);

    internal ReadOnlySpan<E> Gradient<E>() where E : unmanaged => View<E>(_gradient!, _gradientStart, Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<E> View<E>(object owner, int start, int length) where E : unmanaged =>
        owner is E[] array
            ? MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), start), length)
            : Unsafe.As<MemoryManager<E>>(owner).GetSpan().Slice(start, length);

    /// <summary>
    /// Puts a parameter in the place of the one before, which has lost its gradient. Where only that is new it alone is written: a copy of the whole
    /// view would cost a small step noticeable time.
    /// </summary>
    /// <returns>True if both values are the same stretch of memory.</returns>
    internal static bool Take(ref Parameter place, in Parameter parameter)
    {
        var stayed = ReferenceEquals(place._value, parameter._value) && place._valueStart == parameter._valueStart;
        if (stayed
            && place._gradientStart == parameter._gradientStart
            && ReferenceEquals(place.Name, parameter.Name)
            && place.LearningRateScale == parameter.LearningRateScale
            && place.WeightDecayScale == parameter.WeightDecayScale
            && place.Frozen == parameter.Frozen)
        {
            Unsafe.AsRef(in place._gradient) = parameter._gradient;
        }
        else
        {
            place = parameter;
        }

        return stayed;
    }

    /// <summary>True if a step on the one would change the value of the other.</summary>
    internal bool SharesMemory(in Parameter other) =>
        ReferenceEquals(_value, other._value)
        && _valueStart < other._valueStart + other.Length
        && other._valueStart < _valueStart + Length;

    /// <summary>Lets go of the gradient, in place.</summary>
    internal static void DropGradient(ref Parameter parameter) => Unsafe.AsRef(in parameter._gradient) = null;

    private static bool Overlaps(in Storage value, in Storage gradient) =>
        ReferenceEquals(value.Owner, gradient.Owner)
        && value.Start < gradient.Start + gradient.Length
        && gradient.Start < value.Start + value.Length;

    private static Storage Open<E>(Vector<E>? vector) where E : unmanaged, IEquatable<E>, IFormattable =>
        vector is null ? default
        : vector.Storage is DenseVectorStorage<E> dense ? new(dense.Data, 0, dense.Length, new Shape(dense.Length), null)
        : new(vector, 0, 0, default, NotDense(vector.Storage));

    private static Storage Open<E>(Matrix<E>? matrix) where E : unmanaged, IEquatable<E>, IFormattable =>
        matrix is null ? default
        : matrix.Storage is DenseColumnMajorMatrixStorage<E> dense
            ? new(dense.Data, 0, dense.Data.Length, new Shape(dense.RowCount, dense.ColumnCount), null)
        : new(matrix, 0, 0, default, NotDense(matrix.Storage));

    private static string NotDense(object storage) =>
        $"has {storage.GetType().Name}, whose elements do not lie side by side in memory; make it dense first, for example with "
        + "Build.DenseOfMatrix or Build.DenseOfVector";

    private static Storage Open<E>(E[]? array) where E : unmanaged =>
        array is null ? default : new(array, 0, array.Length, new Shape(array.Length), null);

    private static Storage Open<E>(ReadOnlyMemory<E> memory) where E : unmanaged =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is not null
            ? new(segment.Array, segment.Offset, segment.Count, new Shape(segment.Count), null)
        : MemoryMarshal.TryGetMemoryManager<E, MemoryManager<E>>(memory, out var manager, out var start, out var length)
            ? new(manager, start, length, new Shape(length), null)
        : default;

    private readonly record struct Storage(object? Owner, int Start, int Length, Shape Shape, string? Fault);
}
