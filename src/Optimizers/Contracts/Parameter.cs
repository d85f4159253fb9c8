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
/// <para>Value and gradient have the same shape and the same element type and do not share memory. MathNet vectors and matrices must have dense
/// storage. What does not fit is told by the step that is given the pair, with the pair's position. A pair of a matrix and a vector is no parameter:
/// the compiler says that it cannot convert it (CS0029).</para>
/// <para>Memory may belong to anything that a <see cref="Memory{T}"/> can stand for: an array, or a <see cref="MemoryManager{T}"/> over native
/// memory, which is pinned while the step runs.</para>
/// </remarks>
public readonly struct Parameter
{
    private readonly object? _value;
    private readonly object? _gradient;
    private readonly int _valueStart;
    private readonly int _gradientStart;

    /// <summary>A vector of doubles, with dense storage.</summary>
    public Parameter(Vector<double> value, Vector<double> gradient)
        : this(Open(value), Open(gradient), ElementKind.Double)
    {
    }

    /// <summary>A vector of floats, with dense storage.</summary>
    public Parameter(Vector<float> value, Vector<float> gradient)
        : this(Open(value), Open(gradient), ElementKind.Single)
    {
    }

    /// <summary>A matrix of doubles, with dense storage.</summary>
    public Parameter(Matrix<double> value, Matrix<double> gradient)
        : this(Open(value), Open(gradient), ElementKind.Double)
    {
    }

    /// <summary>A matrix of floats, with dense storage.</summary>
    public Parameter(Matrix<float> value, Matrix<float> gradient)
        : this(Open(value), Open(gradient), ElementKind.Single)
    {
    }

    /// <summary>A stretch of memory of doubles, such as a part of an array.</summary>
    public Parameter(Memory<double> value, ReadOnlyMemory<double> gradient)
        : this(Open((ReadOnlyMemory<double>)value), OpenBeside(value.Length, gradient), ElementKind.Double)
    {
    }

    /// <summary>A stretch of memory of floats, such as a part of an array.</summary>
    public Parameter(Memory<float> value, ReadOnlyMemory<float> gradient)
        : this(Open((ReadOnlyMemory<float>)value), OpenBeside(value.Length, gradient), ElementKind.Single)
    {
    }

    private Parameter(in Storage value, in Storage gradient, ElementKind kind)
    {
        _value = value.Owner;
        _valueStart = value.Start;
        _gradient = gradient.Owner;
        _gradientStart = gradient.Start;
        Shape = value.Shape;
        ElementKind = kind;
        Misfit = value.Fault is not null ? $"the value {value.Fault}"
            : gradient.Fault is not null ? $"the gradient {gradient.Fault}"
            : gradient.Owner is null ? null
            : value.Shape != gradient.Shape ? Unlike(value.Shape, gradient.Shape)
            : Overlaps(value, gradient) ? "the value and its gradient share memory"
            : null;
        LearningRateScale = 1;
        WeightDecayScale = 1;
    }

    private Parameter(object value, object gradient, int length, int gradientLength, ElementKind kind)
    {
        (_value, _gradient) = (value, gradient);
        Shape = new(length);
        ElementKind = kind;
        if (length != gradientLength)
            Misfit = Unlike(Shape, new(gradientLength));
        LearningRateScale = 1;
        WeightDecayScale = 1;
    }

    /// <summary>
    /// A name, such as "w1": for messages, groups and files. A place in the order of parameters keeps the name that it was first given.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>What the learning rate is multiplied with for this parameter: finite, at least 0; 1 by default.</summary>
    public double LearningRateScale { get; init; }

    /// <summary>What the weight decay is multiplied with for this parameter: finite, at least 0; 1 by default. Biases are often given 0.</summary>
    public double WeightDecayScale { get; init; }

    /// <summary>
    /// True if this step leaves the parameter and its state as they are. Its gradient is not read, and may be null: it counts neither for the
    /// clipping nor for the guard. It keeps its place in the order of parameters.
    /// </summary>
    public bool Frozen { get; init; }

    /// <summary>The element type of the value and the gradient.</summary>
    public ElementKind ElementKind { get; }

    /// <summary>The rows of a matrix; the length of a vector.</summary>
    public int Rows => Shape.Rows;

    /// <summary>
    /// The columns of a matrix, which lie one behind the other in memory unless it <see cref="IsByRows"/>; 1 of a vector.
    /// </summary>
    public int Columns => Shape.IsMatrix ? Shape.Columns : 1;

    /// <summary>True of a matrix, also of one with a single column.</summary>
    public bool IsMatrix => Shape.IsMatrix;

    /// <summary>True of a matrix whose rows lie one behind the other in memory, as in PyTorch and NumPy.</summary>
    public bool IsByRows => Shape.IsByRows;

    /// <summary>The number of elements.</summary>
    public int Length => Shape.Length;

    /// <summary>True if the gradient is a <see cref="SparseGradient{T}"/>: what it does not touch stays as it is.</summary>
    public bool IsSparse => _gradient is ISparseGradient;

    /// <summary>True if there is a gradient. Only a frozen parameter steps without one.</summary>
    public bool HasGradient => _gradient is not null;

    internal Shape Shape { get; private init; }

    /// <summary>
    /// Why no step can take this pair, as the rest of a sentence, such as "the value is a vector of 3, but its gradient is a vector of 2"; null if
    /// one can. Of a frozen parameter the gradient may be missing.
    /// </summary>
    public string? Fault => Misfit ?? (_value is null ? "the value is null" : IsNull ? "the gradient is null" : null);

    /// <summary>What does not fit together, or is not dense; null if nothing, also where the value or the gradient is null.</summary>
    internal string? Misfit { get; private init; }

    internal bool IsNull => _value is null || (_gradient is null && !Frozen);

    internal object? ValueOwner => _value;

    internal object? GradientOwner => _gradient;

    internal int ValueStart => _valueStart;

    internal int GradientStart => _gradientStart;

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
        new(Open(pair.Value), Open(pair.Gradient), ElementKind.Double);

    /// <summary>Makes a parameter of an array and its gradient.</summary>
    public static implicit operator Parameter((float[] Value, float[] Gradient) pair) =>
        new(Open(pair.Value), Open(pair.Gradient), ElementKind.Single);

    /// <summary>Makes a parameter of a stretch of memory and its gradient.</summary>
    public static implicit operator Parameter((Memory<double> Value, ReadOnlyMemory<double> Gradient) pair) => new(pair.Value, pair.Gradient);

    /// <summary>Makes a parameter of a stretch of memory and its gradient.</summary>
    public static implicit operator Parameter((Memory<float> Value, ReadOnlyMemory<float> Gradient) pair) => new(pair.Value, pair.Gradient);

    /// <summary>A matrix in a stretch of memory, column after column: element (r, c) at r + c·rows.</summary>
    /// <param name="value">θ, rows · columns numbers.</param>
    /// <param name="gradient">∂L/∂θ, as long.</param>
    /// <param name="rows">The rows; at least 1.</param>
    /// <param name="columns">The columns; at least 1.</param>
    public static Parameter Matrix(Memory<double> value, ReadOnlyMemory<double> gradient, int rows, int columns) =>
        new(Open((ReadOnlyMemory<double>)value).As(rows, columns), Open(gradient).As(rows, columns), ElementKind.Double);

    /// <inheritdoc cref="Matrix(Memory{double}, ReadOnlyMemory{double}, int, int)"/>
    public static Parameter Matrix(Memory<float> value, ReadOnlyMemory<float> gradient, int rows, int columns) =>
        new(Open((ReadOnlyMemory<float>)value).As(rows, columns), Open(gradient).As(rows, columns), ElementKind.Single);

    /// <summary>A matrix of doubles, of whose columns a step touches few, such as the vectors of words.</summary>
    /// <param name="value">θ; a column an entry.</param>
    /// <param name="gradient">∂L/∂θ where it is not 0.</param>
    public static Parameter Sparse(Matrix<double> value, SparseGradient<double> gradient) => new(Open(value), Open(gradient), ElementKind.Double);

    /// <inheritdoc cref="Sparse(Matrix{double}, SparseGradient{double})"/>
    public static Parameter Sparse(Matrix<float> value, SparseGradient<float> gradient) => new(Open(value), Open(gradient), ElementKind.Single);

    /// <summary>A vector of doubles, of which a step touches few numbers.</summary>
    /// <param name="value">θ.</param>
    /// <param name="gradient">∂L/∂θ where it is not 0.</param>
    public static Parameter Sparse(Vector<double> value, SparseGradient<double> gradient) =>
        new(Open(value), OpenFlat(gradient), ElementKind.Double);

    /// <inheritdoc cref="Sparse(Vector{double}, SparseGradient{double})"/>
    public static Parameter Sparse(Vector<float> value, SparseGradient<float> gradient) =>
        new(Open(value), OpenFlat(gradient), ElementKind.Single);

    /// <summary>
    /// Memory of doubles, of which a step touches few stretches, one behind the other the entries of a table: <see cref="ByRows"/> makes them rows.
    /// </summary>
    /// <param name="value">θ.</param>
    /// <param name="gradient">∂L/∂θ where it is not 0.</param>
    public static Parameter Sparse(Memory<double> value, SparseGradient<double> gradient) =>
        new(Open((ReadOnlyMemory<double>)value), OpenFlat(gradient), ElementKind.Double);

    /// <inheritdoc cref="Sparse(Memory{double}, SparseGradient{double})"/>
    public static Parameter Sparse(Memory<float> value, SparseGradient<float> gradient) =>
        new(Open((ReadOnlyMemory<float>)value), OpenFlat(gradient), ElementKind.Single);

    /// <summary>A vector of halves. It is computed and remembered in single precision, and rounded to the nearest half, ties to even.</summary>
    /// <param name="value">θ.</param>
    /// <param name="gradient">∂L/∂θ, as long.</param>
    public static Parameter OfHalf(Memory<Half> value, ReadOnlyMemory<Half> gradient) =>
        new(Open((ReadOnlyMemory<Half>)value), OpenBeside(value.Length, gradient), ElementKind.Half);

    /// <summary>
    /// A vector of bfloat16 numbers, as their bits. It is computed and remembered in single precision, and rounded to the nearest, ties to even.
    /// </summary>
    /// <param name="value">θ.</param>
    /// <param name="gradient">∂L/∂θ, as long.</param>
    public static Parameter OfBFloat16(Memory<ushort> value, ReadOnlyMemory<ushort> gradient) =>
        new(Open((ReadOnlyMemory<ushort>)value), OpenBeside(value.Length, gradient), ElementKind.BFloat16);

    /// <summary>
    /// The same memory as a matrix whose rows lie one behind the other, as tensors do: element (r, c) at r·columns + c. To a rule rows are rows:
    /// <c>Parameter.OfHalf(value, gradient).ByRows(10, 64)</c>.
    /// </summary>
    /// <param name="rows">The rows; at least 1.</param>
    /// <param name="columns">The columns; at least 1. The length is rows · columns.</param>
    public Parameter ByRows(int rows, int columns)
    {
        if (_value is null || Misfit is not null)
            return this;
        return Shape.Length == (long)rows * columns && rows > 0
            ? this with { Shape = new Shape(rows, columns, IsByRows: true) }
            : this with { Misfit = "the value " + NotOf(Length, rows, columns) };
    }

    /// <summary>The values, in place: of a matrix column after column, or row after row if it <see cref="IsByRows"/>.</summary>
    /// <typeparam name="TElement">The element type: double, float, Half, or ushort for the bits of bfloat16.</typeparam>
    /// <exception cref="InvalidOperationException">The parameter has another element type, or no value.</exception>
    public Span<TElement> Values<TElement>() where TElement : unmanaged =>
        View<TElement>(Checked<TElement>(_value, "value"), _valueStart, Length);

    /// <summary>
    /// The gradient: of a matrix column after column, or row after row if it <see cref="IsByRows"/>. Of a sparse one a copy with zeros.
    /// </summary>
    /// <typeparam name="TElement">The element type: double, float, Half, or ushort for the bits of bfloat16.</typeparam>
    /// <exception cref="InvalidOperationException">The parameter has another element type, or no gradient.</exception>
    public ReadOnlySpan<TElement> Gradients<TElement>() where TElement : unmanaged =>
        View<TElement>(Checked<TElement>(_gradient, "gradient"), _gradientStart, Length);

    /// <summary>"w1, a matrix of 32×64 double".</summary>
    public override string ToString() =>
        (Name is null ? "" : Name + ", ") + Describe(Shape, ElementKind) + (Frozen ? ", frozen" : "");

    internal static string Describe(Shape shape, ElementKind kind) => shape + kind switch
    {
        ElementKind.Double => " double",
        ElementKind.Single => " float",
        ElementKind.Half => " half",
        _ => " bfloat16",
    };

    internal Span<E> Value<E>() where E : unmanaged => View<E>(_value!, _valueStart, Length);

    internal ReadOnlySpan<E> Gradient<E>() where E : unmanaged => View<E>(_gradient!, _gradientStart, Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<E> View<E>(object owner, int start, int length) where E : unmanaged =>
        owner is E[] array
            ? MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), start), length)
            : owner is ISparseGradient sparse ? Unsafe.As<E[]>(sparse.Dense())
            : Unsafe.As<MemoryManager<E>>(owner).GetSpan().Slice(start, length);

    private object Checked<E>(object? owner, string what) where E : unmanaged
    {
        // By the type, not by a switch over the kind: the ahead-of-time compiler of .NET 10.0 makes a jump to itself of one whose arms are constants.
        var kind = typeof(E) == typeof(double) ? ElementKind.Double
            : typeof(E) == typeof(float) ? ElementKind.Single
            : typeof(E) == typeof(Half) ? ElementKind.Half
            : ElementKind.BFloat16;
        if (ElementKind != kind || (kind == ElementKind.BFloat16 && typeof(E) != typeof(ushort)))
            throw new InvalidOperationException($"The parameter is {Describe(Shape, ElementKind)}; its {what} cannot be read as {typeof(E).Name}.");
        return owner is null || Misfit is not null
            ? throw new InvalidOperationException($"The parameter has no {what} that could be read{(Misfit is null ? "" : ": " + Misfit)}.")
            : owner;
    }

    /// <summary>
    /// Puts a parameter in the place of one that it equals in all but the gradient, which the one before has lost: that alone is written. Gradients
    /// are of the kind that the value is: an array beside an array.
    /// </summary>
    /// <returns>False if it is another one, or has a fault.</returns>
    internal static bool TakeAgain(ref Parameter place, in Parameter parameter)
    {
        if (!ReferenceEquals(place._value, parameter._value)
            || parameter._gradient is null
            || parameter.Misfit is not null
            || place._valueStart != parameter._valueStart
            || place._gradientStart != parameter._gradientStart
            || place.ElementKind != parameter.ElementKind
            || place.Shape.Rows != parameter.Shape.Rows
            || place.Shape.Columns != parameter.Shape.Columns
            || place.Shape.IsByRows != parameter.Shape.IsByRows
            || !ReferenceEquals(place.Name, parameter.Name)
            || place.LearningRateScale != parameter.LearningRateScale
            || place.WeightDecayScale != parameter.WeightDecayScale
            || parameter.Frozen
            || parameter._gradient.GetType() != parameter._value!.GetType())
        {
            return false;
        }

        Unsafe.AsRef(in place._gradient) = parameter._gradient;
        return true;
    }

    /// <summary>Two spans that the caller keeps in place while the step runs.</summary>
    internal static Parameter InPlace<E>(PinnedMemory<E> value, PinnedMemory<E> gradient) where E : unmanaged =>
        new(value, gradient, value.Length, gradient.Length, typeof(E) == typeof(double) ? ElementKind.Double : ElementKind.Single);

    /// <summary>
    /// The same value with another gradient: how a wrapper hands an optimizer means or sums of gradients in memory of its own. The caller's is left
    /// alone.
    /// </summary>
    /// <param name="gradient">As long as the value, in its order, and of its element type: ushort for bfloat16.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is of another length or element type.</exception>
    public Parameter WithGradient(Array gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var fits = ElementKind switch
        {
            ElementKind.Double => gradient is double[],
            ElementKind.Single => gradient is float[],
            ElementKind.Half => gradient is Half[],
            _ => gradient is ushort[],
        };
        if (!fits || gradient.Length != Length)
        {
            throw new ArgumentException(
                $"The gradient is a {gradient.GetType().Name} of {gradient.Length}; the value is {Describe(Shape, ElementKind)}.", nameof(gradient));
        }

        var other = this;
        Unsafe.AsRef(in other._gradient) = gradient;
        Unsafe.AsRef(in other._gradientStart) = 0;
        return other;
    }

    /// <summary>A parameter of floats in the place of a narrower one, with its shape, its name and all that is said of it.</summary>
    internal static Parameter Widened(in Parameter parameter, float[] value, float[] gradient) => new(value, gradient)
    {
        Shape = parameter.Shape,
        Name = parameter.Name,
        LearningRateScale = parameter.LearningRateScale,
        WeightDecayScale = parameter.WeightDecayScale,
        Frozen = parameter.Frozen,
    };

    /// <summary>Lets go of the gradient, in place.</summary>
    internal static void DropGradient(ref Parameter parameter) => Unsafe.AsRef(in parameter._gradient) = null;

    private static string NotOf(int length, int rows, int columns) =>
        FormattableString.Invariant($"has {length} numbers, not the {rows} · {columns} of its rows and columns");

    private static string Unlike(Shape value, Shape gradient) => $"the value is {value}, but its gradient is {gradient}";

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
        + "Build.DenseOfMatrix or Build.DenseOfVector, or add a sparse gradient to a SparseGradient";

    private static Storage Open<E>(SparseGradient<E>? gradient) where E : unmanaged, System.Numerics.INumber<E> =>
        gradient is null ? default : new(gradient, 0, gradient.Entries * gradient.Width, new Shape(gradient.Width, gradient.Entries), null);

    private static Storage OpenFlat<E>(SparseGradient<E>? gradient) where E : unmanaged, System.Numerics.INumber<E> =>
        gradient is null ? default : Open(gradient) with { Shape = new Shape(gradient.Entries * gradient.Width) };

    private static Storage Open<E>(E[]? array) where E : unmanaged =>
        array is null ? default : new(array, 0, array.Length, new Shape(array.Length), null);

    /// <summary>Memory has no null: an empty gradient beside a value is none.</summary>
    private static Storage OpenBeside<E>(int length, ReadOnlyMemory<E> gradient) where E : unmanaged =>
        gradient.IsEmpty && length > 0 ? default : Open(gradient);

    private static Storage Open<E>(ReadOnlyMemory<E> memory) where E : unmanaged =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is not null
            ? new(segment.Array, segment.Offset, segment.Count, new Shape(segment.Count), null)
        : MemoryMarshal.TryGetMemoryManager<E, MemoryManager<E>>(memory, out var manager, out var start, out var length)
            ? new(manager, start, length, new Shape(length), null)
        : default;

    private readonly record struct Storage(object? Owner, int Start, int Length, Shape Shape, string? Fault)
    {
        /// <summary>The same memory as a matrix.</summary>
        public Storage As(int rows, int columns) =>
            Owner is null ? this
            : rows < 1 || columns < 1 || (long)rows * columns != Length
                ? this with { Fault = NotOf(Length, rows, columns) }
            : this with { Shape = new Shape(rows, columns) };
    }
}
