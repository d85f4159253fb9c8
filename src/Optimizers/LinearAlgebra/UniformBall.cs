using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>A point from the uniform distribution in a ball, from a seed, the same on every machine.</summary>
internal static class UniformBall
{
    /// <summary>r·U^(1/n)·x/‖x‖₂: x of n independent normal entries, U uniform on (0, 1), both of <see cref="NormalNumbers"/>.</summary>
    public static double[] Next(int n, double radius, int seed, VectorWork work)
    {
        var x = new double[n];
        work.FillNormal(x, seed, stream: 0);
        var state = NormalNumbers.Seed(seed, stream: 1);
        var uniform = 0.5 * (NormalNumbers.Uniform(ref state) + 1);
        work.Scale(radius * PortableMath.Power(uniform, 1.0 / n).High / work.Norm(x), x, x);
        return x;
    }
}
