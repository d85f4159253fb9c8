namespace Optimizers.Curvature;

/// <summary>How exact the values of a loss are near a point.</summary>
/// <param name="Noise">ε_f, a bound on the error of a value.</param>
/// <param name="UnitRoundoff">u of the loss, as declared or as its values showed.</param>
/// <param name="IsSingle">True if it is computed in floats, as declared or as its values showed.</param>
/// <param name="IsBlunt">True if its noise is that of floats, whatever its values are.</param>
internal readonly record struct LossPrecision(double Noise, double UnitRoundoff, bool IsSingle, bool IsBlunt)
{
    /// <summary>
    /// The part of the scale of a parameter that the first step of a central difference is: ∛(3u), as if L‴ were L over the scale cubed.
    /// </summary>
    public double FirstStep => Math.Cbrt(3 * (IsBlunt ? ObjectiveOptions.SingleRoundoff : UnitRoundoff));

    /// <summary>x as the loss can tell it.</summary>
    public double Representable(double x) => IsSingle ? (float)x : x;
}
