using MathNet.Numerics.Distributions;
using Optimizers.Tests.Papers;

namespace Optimizers.Tests.Rules;

/// <summary>
/// θ ← θ − αg − σn, with n by its definition: SplitMix64's mixing (Steele, Lea and Flood 2014) of seed, parameter, stream, step and element, written
/// out plainly, and MathNet's quantile of the normal distribution.
/// </summary>
internal sealed class NoisyPaper(double rate, Func<int, double, double> deviation, int seed) : IPaper
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private int _step;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                parameters[p][j] -= (rate * gradients[p][j]) + (deviation(_step, rate) * Draw(31 * seed, p, 0, _step, j));
        }

        _step++;
    }

    /// <summary>n for an element. A chain of a link and a rule without a seed has 31 times the link's.</summary>
    public static double Draw(int seed, int position, int stream, int step, int element)
    {
        unchecked
        {
            var state = Mix((uint)seed + Golden);
            state = Mix(state ^ Mix((ulong)position + Golden));
            state = Mix(state ^ Mix((ulong)stream + Golden));
            state = Mix(state ^ Mix((ulong)step + Golden));
            var bits = Mix(state + (((ulong)element + 1) * Golden));
            return Normal.InvCDF(0, 1, ((bits >> 11) + 0.5) / Math.Pow(2, 53));
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
