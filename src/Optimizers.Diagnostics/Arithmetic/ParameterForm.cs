using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>What makes two parameters interchangeable: the shape, the order in memory and the element type.</summary>
internal readonly record struct ParameterForm(int Rows, int Columns, bool IsMatrix, bool IsByRows, ElementKind Kind)
{
    /// <summary>That of a parameter.</summary>
    public static ParameterForm Of(in Parameter parameter) =>
        new(parameter.Rows, parameter.Columns, parameter.IsMatrix, parameter.IsByRows, parameter.ElementKind);

    /// <summary>How many numbers a parameter holds.</summary>
    public int Length => checked(Rows * Columns);

    /// <summary>Puts numbers that lie as the parameter does into the order of θ: a matrix column by column.</summary>
    public void PutInOrder(Span<double> numbers)
    {
        if (!IsByRows)
            return;
        var byRows = numbers.ToArray();
        for (var i = 0; i < byRows.Length; i++)
            numbers[i] = byRows[PlaceOf(i)];
    }

    /// <summary>Where an entry of θ's part lies in the memory of the parameter.</summary>
    public int PlaceOf(int index) => IsByRows ? (index % Rows * Columns) + (index / Rows) : index;

    /// <summary>"a matrix of 32×64", "a vector of 10".</summary>
    public string Shape => IsMatrix
        ? string.Create(CultureInfo.InvariantCulture, $"a matrix of {Rows}×{Columns}")
        : string.Create(CultureInfo.InvariantCulture, $"a vector of {Rows}");

    /// <summary>"a matrix of 32×64 double".</summary>
    public override string ToString() => Shape + Kind switch
    {
        ElementKind.Double => " double",
        ElementKind.Single => " float",
        ElementKind.Half => " half",
        _ => " bfloat16",
    };
}
