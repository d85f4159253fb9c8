using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The named parameters of a network, side by side in one vector θ, so that a message can say "w2[3,17]" instead of "entry 1234". Immutable:
/// <c>ParameterLayout.Empty.Add("w1", w1).Add("b1", b1)</c>.
/// </summary>
public sealed class ParameterLayout
{
    private readonly Part[] _parts;

    private ParameterLayout(Part[] parts)
    {
        _parts = parts;
        Names = Array.ConvertAll(parts, part => part.Name);
    }

    /// <summary>A layout without parameters.</summary>
    public static ParameterLayout Empty { get; } = new([]);

    /// <summary>n, the number of entries of θ.</summary>
    public int Length => _parts is [] ? 0 : _parts[^1].End;

    /// <summary>The names, in the order of the parameters in θ.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>With one more parameter behind the others, its last index running fastest (as in NumPy and Torch).</summary>
    /// <param name="name">Its name, which no other parameter has.</param>
    /// <param name="shape">Its extents: none for a number, one for a vector, two for a matrix, ...</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    /// <exception cref="OverflowException">θ has more entries than an int can count.</exception>
    public ParameterLayout Add(string name, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Add(name, [.. shape], columnMajor: false);
    }

    /// <summary>With a matrix behind the other parameters, column by column as MathNet stores it.</summary>
    /// <inheritdoc cref="Add(string, int[])"/>
    /// <param name="name">Its name, which no other parameter has.</param>
    /// <param name="matrix">A matrix of its shape; its entries do not matter.</param>
    public ParameterLayout Add(string name, Matrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Add(name, [matrix.RowCount, matrix.ColumnCount], columnMajor: true);
    }

    /// <inheritdoc cref="Add(string, Matrix{double})"/>
    public ParameterLayout Add(string name, Matrix<float> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Add(name, [matrix.RowCount, matrix.ColumnCount], columnMajor: true);
    }

    /// <summary>With a vector behind the other parameters.</summary>
    /// <inheritdoc cref="Add(string, int[])"/>
    /// <param name="name">Its name, which no other parameter has.</param>
    /// <param name="vector">A vector of its length; its entries do not matter.</param>
    public ParameterLayout Add(string name, Vector<double> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return Add(name, [vector.Count], columnMajor: false);
    }

    /// <inheritdoc cref="Add(string, Vector{double})"/>
    public ParameterLayout Add(string name, Vector<float> vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        return Add(name, [vector.Count], columnMajor: false);
    }

    /// <summary>Where a parameter lies in θ.</summary>
    /// <exception cref="ArgumentException">No parameter has that name.</exception>
    public Range RangeOf(string name)
    {
        var part = Find(name);
        return part.Start..part.End;
    }

    /// <summary>The extents of a parameter.</summary>
    /// <exception cref="ArgumentException">No parameter has that name.</exception>
    public IReadOnlyList<int> ShapeOf(string name) => Find(name).Shape;

    /// <summary>The place in θ of an entry of a parameter.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="indices">The indices of the entry, from 0.</param>
    /// <exception cref="ArgumentException">No parameter has that name, or it has another number of indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not below its extent.</exception>
    public int IndexOf(string name, params ReadOnlySpan<int> indices)
    {
        var part = Find(name);
        if (indices.Length != part.Shape.Length)
            throw new ArgumentException($"{name} has {part.Shape.Length} indices; {indices.Length} were given.", nameof(indices));
        var place = 0;
        for (var k = 0; k < indices.Length; k++)
        {
            var axis = part.ColumnMajor ? indices.Length - 1 - k : k;
            if (indices[axis] < 0 || indices[axis] >= part.Shape[axis])
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), indices[axis], $"Index {axis} of {name} is {indices[axis]}; it must be from 0 to {part.Shape[axis] - 1}.");
            }

            place = (place * part.Shape[axis]) + indices[axis];
        }

        return part.Start + place;
    }

    /// <summary>An entry of θ in its parameter's own indices: "w2[3,17]".</summary>
    /// <param name="index">0 to n − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative or not below n.</exception>
    public string Describe(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        var part = _parts[FirstEndingAfter(index)];
        var rest = index - part.Start;
        var indices = new string[part.Shape.Length];
        for (var k = 0; k < indices.Length; k++)
        {
            var axis = part.ColumnMajor ? k : indices.Length - 1 - k;
            (rest, var at) = Math.DivRem(rest, part.Shape[axis]);
            indices[axis] = at.ToString(CultureInfo.InvariantCulture);
        }

        return indices is [] ? part.Name : $"{part.Name}[{string.Join(",", indices)}]";
    }

    /// <summary>"w1[64,30], b1[30]".</summary>
    public override string ToString() =>
        string.Join(", ", _parts.Select(part => part.Shape is [] ? part.Name : $"{part.Name}[{string.Join(",", part.Shape)}]"));

    private Part Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.Find(_parts, part => part.Name == name)
            ?? throw new ArgumentException($"There is no parameter \"{name}\"; there are {string.Join(", ", Names)}.", nameof(name));
    }

    private ParameterLayout Add(string name, int[] shape, bool columnMajor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Names.Contains(name))
            throw new ArgumentException($"There is a parameter \"{name}\" already.", nameof(name));
        var length = 1;
        foreach (var extent in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(shape));
            length = checked(length * extent);
        }

        return new([.. _parts, new(name, shape, columnMajor, Length, checked(Length + length))]);
    }

    private int FirstEndingAfter(int index)
    {
        int low = 0, high = _parts.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_parts[middle].End > index)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private sealed record Part(string Name, int[] Shape, bool ColumnMajor, int Start, int End);
}
