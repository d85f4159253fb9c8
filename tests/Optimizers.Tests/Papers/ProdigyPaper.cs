namespace Optimizers.Tests.Papers;

/// <summary>
/// Prodigy, the Adam form (Mishchenko and Defazio 2024, "Prodigy: An Expeditiously Adaptive Parameter-Free Learner", the algorithm "Prodigy
/// (Adam version)"). d is one number for all parameters. m and v average d·g and d²g², without bias correction; r and s are averages by √β₂.
/// The paper adds dₖε to √v, the authors' implementation (konstmish/prodigy) dₖ₊₁ε: <paramref name="newDistanceInEpsilon"/>. The implementation
/// leaves out the factors 1 − √β₂ of r and s and divides both by d₀, which cancels in r/‖s‖₁. Decay is decoupled, by γₖdₖλ on θ before the step,
/// as in the implementation; the paper's algorithm has none. γ is the rate: 1 unless scheduled.
/// </summary>
internal sealed class ProdigyPaper(
    double rate = 1,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double epsilon = 1e-8,
    double initialDistance = 1e-6,
    double weightDecay = 0,
    bool newDistanceInEpsilon = false) : IPaper
{
    private double[][]? _start;
    private double[][]? _m;
    private double[][]? _v;
    private double[][]? _s;
    private double _r;

    /// <summary>d, the estimate of the distance from the start to the solution.</summary>
    public double Distance { get; private set; } = initialDistance;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _start ??= Copies.Of(parameters);
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _s ??= Zeros.Like(parameters);
        var (d, root) = (Distance, Math.Sqrt(beta2));
        double inner = 0, sum = 0;
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
            {
                var g = gradients[p][j];
                _m[p][j] = (beta1 * _m[p][j]) + ((1 - beta1) * d * g);
                _v[p][j] = (beta2 * _v[p][j]) + ((1 - beta2) * d * d * g * g);
                _s[p][j] = (root * _s[p][j]) + ((1 - root) * rate * d * d * g);
                inner += g * (_start[p][j] - parameters[p][j]);
                sum += Math.Abs(_s[p][j]);
            }
        }

        _r = (root * _r) + ((1 - root) * rate * d * d * inner);
        Distance = sum == 0 ? d : Math.Max(d, _r / sum);
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
            {
                var size = Math.Sqrt(_v[p][j]) + ((newDistanceInEpsilon ? Distance : d) * epsilon);
                parameters[p][j] -= rate * d * weightDecay * parameters[p][j];
                parameters[p][j] -= rate * d * _m[p][j] / size;
            }
        }
    }
}
