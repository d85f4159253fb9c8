namespace Optimizers.Curvature.Functions;

/// <summary>
/// a + bt + ½ct² for t → 0 from above: a value as one leaves θ along a ray, to second order. It is compared by the first of its terms that
/// is not zero, so that a function that branches takes the branch that the ray runs into, everywhere the same one; where it ties on the
/// whole ray, the mean of both.
/// </summary>
/// <param name="Value">a and its derivatives along the ray, the same in both directions of the hyper-dual number.</param>
internal readonly record struct Ray(HyperDual<Real> Value) : IScalar<Ray>
{
    public static implicit operator Ray(double value) => new(value);

    public static Ray operator +(Ray a, Ray b) => new(a.Value + b.Value);

    public static Ray operator -(Ray a, Ray b) => new(a.Value - b.Value);

    public static Ray operator *(Ray a, Ray b) => new(a.Value * b.Value);

    public static Ray operator /(Ray a, Ray b) => new(a.Value / b.Value);

    public static Ray operator -(Ray x) => new(-x.Value);

    public static Ray Sqrt(Ray x) => new(HyperDual<Real>.Sqrt(x.Value));

    public static Ray Exp(Ray x) => new(HyperDual<Real>.Exp(x.Value));

    public static Ray Log(Ray x) => new(HyperDual<Real>.Log(x.Value));

    public static Ray Sin(Ray x) => new(HyperDual<Real>.Sin(x.Value));

    public static Ray Cos(Ray x) => new(HyperDual<Real>.Cos(x.Value));

    public static Ray Tanh(Ray x) => new(HyperDual<Real>.Tanh(x.Value));

    public static Ray Softplus(Ray x) => new(HyperDual<Real>.Softplus(x.Value));

    public static Ray Sigmoid(Ray x) => new(HyperDual<Real>.Sigmoid(x.Value));

    public static Ray Pow(Ray x, int n) => new(HyperDual<Real>.Pow(x.Value, n));

    public static Ray Abs(Ray x) => Side(x) switch
    {
        > 0 => x,
        < 0 => -x,
        _ => new(HyperDual<Real>.Abs(x.Value)),
    };

    public static Ray Max(Ray x, Ray y) => Side(x - y) switch
    {
        > 0 => x,
        < 0 => y,
        _ => new(HyperDual<Real>.Max(x.Value, y.Value)),
    };

    public static Ray LogSlope(Ray x) => new(HyperDual<Real>.LogSlope(x.Value));

    public static Ray Sign(Ray x) => double.IsNaN(x.Value.Value.Value) ? double.NaN : Side(x);

    public static Ray SignSlope(Ray x) => double.IsNaN(x.Value.Value.Value) ? double.NaN : 0;

    // The sign of the first term that is not zero.
    private static int Side(Ray x)
    {
        var (a, b, c) = (x.Value.Value.Value, x.Value.First.Value, x.Value.Mixed.Value);
        return a > 0 ? 1 : a < 0 ? -1 : b > 0 ? 1 : b < 0 ? -1 : c > 0 ? 1 : c < 0 ? -1 : 0;
    }
}
