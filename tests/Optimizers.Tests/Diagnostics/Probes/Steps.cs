using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

/// <summary>Steps of a training that never was.</summary>
internal static class Steps
{
    public static StepRecord Step(
        long iteration,
        double loss = double.NaN,
        double learningRate = 0.1,
        double gradientNorm = 1,
        double updateNorm = 0.1,
        double parameterNorm = 10,
        double gradientCosine = 0,
        double updateCosine = 0,
        double descentCosine = 1,
        int batchSize = 32) =>
        new(iteration, loss, learningRate, gradientNorm, updateNorm, parameterNorm, gradientCosine, updateCosine, descentCosine, batchSize);

    public static StepRecord[] WithLosses(int count, Func<int, double> loss) => [.. Enumerable.Range(0, count).Select(i => Step(i, loss(i)))];
}
