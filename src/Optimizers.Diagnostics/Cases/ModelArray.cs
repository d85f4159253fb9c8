using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// The caller's own storage of one parameter, or of its gradient, double or float. MathNet's dense matrices and vectors and arrays convert to it. It
/// is no copy.
/// </summary>
public readonly struct ModelArray
{
    private readonly double[]? _doubles;
    private readonly float[]? _floats;

    private ModelArray(double[]? doubles, float[]? floats, int[] shape, bool isColumnMajor) =>
        (_doubles, _floats, Shape, IsColumnMajor) = (doubles, floats, shape, isColumnMajor);

    /// <summary>How many numbers it holds; 0 for a default value.</summary>
    public int Length => _doubles?.Length ?? _floats?.Length ?? 0;

    /// <summary>True if it holds floats.</summary>
    public bool IsSingle => _floats is not null;

    internal int[] Shape { get; }

    /// <summary>True for a matrix of MathNet, whose columns follow each other.</summary>
    internal bool IsColumnMajor { get; }

    internal bool IsEmpty => _doubles is null && _floats is null;

    /// <summary>The numbers as they lie in memory.</summary>
    internal Span<byte> Bytes => _doubles is not null ? MemoryMarshal.AsBytes(_doubles.AsSpan()) : MemoryMarshal.AsBytes(_floats.AsSpan());

    /// <summary>An array with the extents of a tensor, its last index running fastest.</summary>
    /// <param name="values">The storage.</param>
    /// <param name="shape">The extents: rows and columns of a matrix.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The extents do not multiply to the length.</exception>
    public static ModelArray Shaped(double[] values, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values, null, Checked(shape, values.Length), false);
    }

    /// <inheritdoc cref="Shaped(double[], int[])"/>
    public static ModelArray Shaped(float[] values, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(null, values, Checked(shape, values.Length), false);
    }

    /// <summary>The columns of a dense matrix, one after the other.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is not dense.</exception>
    public static implicit operator ModelArray(Matrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix.AsColumnMajorArray() ?? throw NotDense(nameof(matrix)), null, [matrix.RowCount, matrix.ColumnCount], true);
    }

    /// <inheritdoc cref="op_Implicit(Matrix{double})"/>
    public static implicit operator ModelArray(Matrix<float> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(null, matrix.AsColumnMajorArray() ?? throw NotDense(nameof(matrix)), [matrix.RowCount, matrix.ColumnCount], true);
    }

    /// <summary>The entries of a dense vector.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is not dense.</exception>
    public static implicit operator ModelArray(Vector<double> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return new(vector.AsArray() ?? throw NotDense(nameof(vector)), null, [vector.Count], false);
    }

    /// <inheritdoc cref="op_Implicit(Vector{double})"/>
    public static implicit operator ModelArray(Vector<float> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return new(null, vector.AsArray() ?? throw NotDense(nameof(vector)), [vector.Count], false);
    }

    /// <summary>An array.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static implicit operator ModelArray(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values, null, [values.Length], false);
    }

    /// <inheritdoc cref="op_Implicit(double[])"/>
    public static implicit operator ModelArray(float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(null, values, [values.Length], false);
    }

    /// <summary>Copies the numbers out, floats widened.</summary>
    internal void Read(Span<double> into)
    {
        if (_doubles is not null)
        {
            _doubles.CopyTo(into);
            return;
        }

        for (var i = 0; i < Length; i++)
            into[i] = _floats![i];
    }

    /// <summary>Writes the numbers, rounded to float where it holds floats.</summary>
    internal void Write(ReadOnlySpan<double> from)
    {
        if (_doubles is not null)
        {
            from.CopyTo(_doubles);
            return;
        }

        for (var i = 0; i < Length; i++)
            _floats![i] = (float)from[i];
    }

    /// <summary>True if both are the same memory.</summary>
    internal bool IsSameAs(ModelArray other) =>
        _doubles is not null ? ReferenceEquals(_doubles, other._doubles) : _floats is not null && ReferenceEquals(_floats, other._floats);

    private static int[] Checked(int[] shape, int length)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var product = shape.Aggregate(1L, (sum, extent) => sum * extent);
        return product == length && Array.TrueForAll(shape, extent => extent >= 0) ? [.. shape]
            : throw new ArgumentException($"The extents {string.Join("×", shape)} make {product} numbers; the array has {length}.", nameof(shape));
    }

    private static ArgumentException NotDense(string argument) =>
        new($"The {argument} is not dense, so that its numbers do not lie side by side; give a dense one.", argument);
}
