using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>An entry of a gradient, or of a Hessian, that is wrong.</summary>
public sealed class WrongEntry
{
    internal WrongEntry(int index, int? column, string? name, double given, double expected, double error)
    {
        (Index, Column, Name, Given, Expected, Error) = (index, column, name, given, expected, error);
    }

    /// <summary>Its index in θ; of a Hessian, that of its row.</summary>
    public int Index { get; }

    /// <summary>The index in θ of its column; null of a gradient.</summary>
    public int? Column { get; }

    /// <summary>Its name in the layout, such as "w2[3,17]", of a Hessian of row and column, "w2[3,17], b1[0]"; null without one.</summary>
    public string? Name { get; }

    /// <summary>What the caller's gradient, or product, says.</summary>
    public double Given { get; }

    /// <summary>What differences of losses, or of gradients, say.</summary>
    public double Expected { get; }

    /// <summary>An estimate of the error of <see cref="Expected"/>.</summary>
    public double Error { get; }

    /// <summary>"w2[3,17] (θ[1234]) is 0.5 and should be -0.5 ± 1E-11"; "h[12,3] (w1[1,2], w1[0,3]) is …".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Place()} is {Given:G6} and should be {Expected:G6} ± {Error:G2}");

    private string Place() => Column is { } column
        ? $"h[{Index},{column}]{(Name is null ? "" : $" ({Name})")}"
        : Name is null ? $"entry {Index}" : $"{Name} (θ[{Index}])";
}
