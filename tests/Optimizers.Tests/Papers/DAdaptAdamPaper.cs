namespace Optimizers.Tests.Papers;

/// <summary>
/// D-Adapted Adam (Defazio and Mishchenko 2023, "Learning-Rate-Free Learning by D-Adaptation", the algorithm "Adam with D-Adaptation"):
/// m ← β₁m + (1 − β₁)dγg, v ← β₂v + (1 − β₂)g², x ← x − m/(√v + ε), no bias correction; r ← √β₂r + (1 − √β₂)dγ⟨g, s⟩ weighted by 1/(√v + ε),
/// s ← √β₂s + (1 − √β₂)dγg (r with the s before), d̂ = r/((1 − √β₂)‖s‖₁), d ← max(d, d̂). One d for all parameters.
/// The paper weights ⟨g, s⟩ by the new v, the authors' implementation by the v before this gradient (<paramref name="oldWeights"/>). Decay is
/// decoupled, by λdγ on the parameter before the step, as there.
/// </summary>
internal sealed class DAdaptAdamPaper(
    double rate = 1,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double epsilon = 1e-8,
    double initialDistance = 1e-6,
    double weightDecay = 0,
    bool oldWeights = false) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private double[][]? _s;
    private double _r;

    /// <summary>d, the estimate of the distance from the start to the solution.</summary>
    public double Distance { get; private set; } = initialDistance;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _s ??= Zeros.Like(parameters);
        var (d, root) = (Distance, Math.Sqrt(beta2));
        double inner = 0, sum = 0;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, v, s) = (parameters[p], gradients[p], _m[p], _v[p], _s[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                var before = v[j];
                m[j] = (beta1 * m[j]) + ((1 - beta1) * d * rate * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                theta[j] -= weightDecay * d * rate * theta[j];
                theta[j] -= m[j] / (Math.Sqrt(v[j]) + epsilon);
                inner += g[j] * s[j] / (Math.Sqrt(oldWeights ? before : v[j]) + epsilon);
                s[j] = (root * s[j]) + ((1 - root) * d * rate * g[j]);
                sum += Math.Abs(s[j]);
            }
        }

        _r = (root * _r) + ((1 - root) * d * rate * inner);
        Distance = sum == 0 ? d : Math.Max(d, _r / ((1 - root) * sum));
    }
}
