using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.FaultBench;

/// <summary>
/// The regression of Friedman (1991, "Multivariate adaptive regression splines", eq. 61): ten inputs, uniform on [0, 1], of which five matter,
/// y = 10 sin(πx₁x₂) + 20(x₃ − ½)² + 10x₄ + 5x₅ + noise of deviation 1. Inputs and target are scaled to mean 0 and deviation 1, so that the best
/// constant has the loss 1.
/// </summary>
internal sealed class Friedman : DataSet
{
    private const int Inputs = 10, Count = 2000;

    public override string Name => "friedman";

    public override int Classes => 1;

    public override int Features => Inputs;

    public override int Steps => 800;

    public override double SatisfactoryLoss(bool isLinear) => isLinear ? 0.4 : 0.2;

    protected override Split Draw(int seed)
    {
        var random = new Random(seed);
        var inputs = Matrix<double>.Build.Dense(Inputs, Count);
        var targets = new double[Count];
        for (var n = 0; n < Count; n++)
        {
            var x = new double[Inputs];
            for (var i = 0; i < Inputs; i++)
                x[i] = random.NextDouble();
            var y = (10 * Math.Sin(Math.PI * x[0] * x[1])) + (20 * (x[2] - 0.5) * (x[2] - 0.5)) + (10 * x[3]) + (5 * x[4]) + Gaussian.Next(random);

            // The mean and the deviation of the uniform distribution; of y, those of a large sample.
            for (var i = 0; i < Inputs; i++)
                inputs[i, n] = (x[i] - 0.5) * Math.Sqrt(12);
            targets[n] = (y - 14.41) / 4.98;
        }

        return Cut(new(inputs, null, targets), 1400, 250, 350);
    }
}
