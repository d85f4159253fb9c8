using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>An entry of a Hessian that is wrong.</summary>
public sealed class WrongHessianEntry
{
    internal WrongHessianEntry(int row, int column, string? name, double given, double expected, double error)
    {
        (Row, Column, Name, Given, Expected, Error) = (row, column, name, given, expected, error);
    }

    /// <summary>The index in θ of its row.</summary>
    public int Row { get; }

    /// <summary>The index in θ of its column.</summary>
    public int Column { get; }

    /// <summary>Row and column in the layout, such as "w2[3,17], b1[0]"; null without one.</summary>
    public string? Name { get; }

    /// <summary>What the caller's product says.</summary>
    public double Given { get; }

    /// <summary>What differences of gradients say.</summary>
    public double Expected { get; }

    /// <summary>An estimate of the error of <see cref="Expected"/>.</summary>
    public double Error { get; }

    /// <summary>"h[12,3] (w1[1,2], w1[0,3]) is 0.5 and should be -0.5 ± 1E-10".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"h[{Row},{Column}]{(Name is null ? "" : $" ({Name})")} is {Given:G6} and should be {Expected:G6} ± {Error:G2}");
}
