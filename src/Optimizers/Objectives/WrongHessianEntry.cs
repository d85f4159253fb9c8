using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>An entry of a Hessian that is wrong.</summary>
/// <param name="Row">The index in θ of its row.</param>
/// <param name="Column">The index in θ of its column.</param>
/// <param name="Name">Row and column in the layout, such as "w2[3,17], b1[0]"; null without one.</param>
/// <param name="Given">What the caller's product says.</param>
/// <param name="Expected">What differences of gradients say.</param>
/// <param name="Error">An estimate of the error of <paramref name="Expected"/>.</param>
public sealed record WrongHessianEntry(int Row, int Column, string? Name, double Given, double Expected, double Error)
{
    /// <summary>"h[12,3] (w1[1,2], w1[0,3]) is 0.5 and should be -0.5 ± 1E-10".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"h[{Row},{Column}]{(Name is null ? "" : $" ({Name})")} is {Given:G6} and should be {Expected:G6} ± {Error:G2}");
}
