using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Objectives;

/// <summary>
/// L(θ) = −(1/n)·Σ 1/(1 + (θᵢ − cᵢ)²) + ½·(mean θ)², for any n, with its gradient, and a fault that a test plants in it. Cheap:
/// no function but division.
/// </summary>
internal sealed class Wells(int n, Action<double[]>? fault = null, ObjectiveOptions? options = null) : Objective(options)
{
    private readonly double[] _result = new double[n];

    public override bool HasGradient => true;

    public static double[] Point(int n) => [.. Enumerable.Range(0, n).Select(i => i * 7919L % 2003 / 1001.5 - 1)];

    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        double sum = 0, mean = 0;
        for (var start = 0; start < n; start += 1000)
        {
            double part = 0, partOfMean = 0;
            for (var i = start; i < Math.Min(n, start + 1000); i++)
            {
                var x = theta[i] - Center(i);
                part -= 1 / (1 + x * x);
                partOfMean += theta[i];
            }

            sum += part;
            mean += partOfMean;
        }

        mean /= n;
        return sum / n + 0.5 * mean * mean;
    }

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        var mean = 0.0;
        foreach (var x in theta)
            mean += x;
        mean /= n;
        for (var i = 0; i < n; i++)
        {
            var x = theta[i] - Center(i);
            _result[i] = (mean + 2 * x / ((1 + x * x) * (1 + x * x))) / n;
        }

        fault?.Invoke(_result);
        _result.CopyTo(gradient);
    }

    private static double Center(int i) => i % 1000 / 500.0 - 1.0005;
}
