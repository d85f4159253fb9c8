using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>What makes two parameters interchangeable: the shape and the element type.</summary>
internal readonly record struct ParameterForm(int Rows, int Columns, bool IsMatrix, ElementKind Kind)
{
    /// <summary>That of a parameter.</summary>
    public static ParameterForm Of(in Parameter parameter) =>
        new(parameter.Rows, parameter.Columns, parameter.IsMatrix, parameter.ElementKind);

    /// <summary>How many numbers a parameter holds.</summary>
    public int Length => checked(Rows * Columns);

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
