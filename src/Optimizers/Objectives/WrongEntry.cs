using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>An entry of a gradient that is wrong.</summary>
/// <param name="Index">Its index in θ.</param>
/// <param name="Name">Its name in the layout, such as "w2[3,17]"; null without one.</param>
/// <param name="Given">What the caller's gradient says.</param>
/// <param name="Expected">What differences of losses say.</param>
/// <param name="Error">An estimate of the error of <paramref name="Expected"/>.</param>
public sealed record WrongEntry(int Index, string? Name, double Given, double Expected, double Error)
{
    /// <summary>"w2[3,17] (θ[1234]) is 0.5 and should be -0.5 ± 1E-11".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Name is null ? $"entry {Index}" : $"{Name} (θ[{Index}])")} is {Given:G6} and should be {Expected:G6} ± {Error:G2}");
}
