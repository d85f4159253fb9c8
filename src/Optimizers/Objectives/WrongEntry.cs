using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>An entry of a gradient that is wrong.</summary>
public sealed class WrongEntry
{
    internal WrongEntry(int index, string? name, double given, double expected, double error)
    {
        (Index, Name, Given, Expected, Error) = (index, name, given, expected, error);
    }

    /// <summary>Its index in θ.</summary>
    public int Index { get; }

    /// <summary>Its name in the layout, such as "w2[3,17]"; null without one.</summary>
    public string? Name { get; }

    /// <summary>What the caller's gradient says.</summary>
    public double Given { get; }

    /// <summary>What differences of losses say.</summary>
    public double Expected { get; }

    /// <summary>An estimate of the error of <see cref="Expected"/>.</summary>
    public double Error { get; }

    /// <summary>"w2[3,17] (θ[1234]) is 0.5 and should be -0.5 ± 1E-11".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Name is null ? $"entry {Index}" : $"{Name} (θ[{Index}])")} is {Given:G6} and should be {Expected:G6} ± {Error:G2}");
}
