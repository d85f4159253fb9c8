using System.Runtime.InteropServices;

namespace Optimizers.Tests.Threads;

/// <summary>A short training whose end is one number: on any threads, under any load, the same.</summary>
internal static class TrainingJob
{
    /// <summary>Trains, and hashes the bits of all parameters.</summary>
    /// <param name="seed">Which of the trainings; the seed modulo 4 chooses the rule.</param>
    /// <param name="length">The elements of the large parameter.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="threads">How many threads a step may use.</param>
    public static ulong Run(int seed, int length, int steps, int threads)
    {
        Optimizer optimizer = (seed % 4) switch
        {
            0 => new Adam(0.01) { Clipping = GradientClipping.ByGlobalNorm(1) },
            1 => new Momentum(0.01, nesterov: true),
            2 => new RmsProp(0.01) { L2Penalty = 0.01 },
            _ => new Lamb(0.01),
        };
        optimizer.MaxThreads = threads;
        var random = new Random(seed);
        var (large, largeGradient) = (Numbers(length), Numbers(length));
        var (small, smallGradient) = (Numbers(333), Numbers(333));
        for (var i = 0; i < steps; i++)
        {
            if (seed % 3 == 0)
                optimizer.Step(large.AsSpan(), largeGradient);
            else
                optimizer.Step([(large, largeGradient), (small, smallGradient)]);
            largeGradient[i % length] += 0.1;
        }

        return Hash(large) ^ Hash(small);

        double[] Numbers(int count)
        {
            var numbers = new double[count];
            foreach (ref var number in numbers.AsSpan())
                number = (2 * random.NextDouble()) - 1;
            return numbers;
        }
    }

    /// <summary>FNV-1a over the bits.</summary>
    public static ulong Hash(ReadOnlySpan<double> numbers)
    {
        var hash = 14695981039346656037;
        foreach (var bits in MemoryMarshal.Cast<double, ulong>(numbers))
            hash = (hash ^ bits) * 1099511628211;
        return hash;
    }
}
