namespace Optimizers.FaultBench.World;

/// <summary>An activation function with its slope, which is handed the input and the output, and its range.</summary>
internal sealed record Activation(
    string Name,
    Func<double, double> Function,
    Func<double, double, double> Slope,
    double Lower = double.NegativeInfinity,
    double Upper = double.PositiveInfinity)
{
    public static readonly Activation None = new("linear", x => x, (_, _) => 1);
    public static readonly Activation Tanh = new("tanh", Math.Tanh, (_, y) => 1 - (y * y), -1, 1);
    public static readonly Activation Sigmoid = new("sigmoid", Logistic, (_, y) => y * (1 - y), 0, 1);
    public static readonly Activation Relu = new("ReLU", x => double.IsNaN(x) ? x : Math.Max(x, 0), (x, _) => x > 0 ? 1 : 0, 0);
    public static readonly Activation LeakyRelu = new("leaky ReLU", x => x > 0 ? x : 0.01 * x, (x, _) => x > 0 ? 1 : 0.01);
    public static readonly Activation Elu = new("ELU", x => x > 0 ? x : Math.Exp(x) - 1, (x, y) => x > 0 ? 1 : y + 1, -1);
    public static readonly Activation Softplus = new("softplus", LogOnePlusExp, (x, _) => Logistic(x), 0);
    public static readonly Activation Silu =
        new("SiLU", x => x * Logistic(x), (x, _) => Logistic(x) * (1 + (x * (1 - Logistic(x)))), -0.2785);

    /// <summary>In its tanh form (Hendrycks and Gimpel 2016).</summary>
    public static readonly Activation Gelu = new("GELU", x => 0.5 * x * (1 + Math.Tanh(GeluInner(x))), GeluSlope, -0.17005);

    public static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    public static double LogOnePlusExp(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));

    private static double GeluInner(double x) => Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));

    private static double GeluSlope(double x, double y)
    {
        var t = Math.Tanh(GeluInner(x));
        return (0.5 * (1 + t)) + (0.5 * x * (1 - (t * t)) * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x)));
    }
}
