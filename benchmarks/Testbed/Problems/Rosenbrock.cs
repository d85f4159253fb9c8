namespace Optimizers.Testbed.Problems;

/// <summary>
/// Rosenbrock's function in 100 dimensions, Σ 100(θᵢ₊₁ − θᵢ²)² + (1 − θᵢ)², without noise, from (−1.2, 1, −1.2, 1, …) and
/// normal numbers of 0.1 by seed. Beside the minimum 0 it has one of 3.99 near (−1, 1, 1, …).
/// </summary>
internal sealed class Rosenbrock : Training
{
    private const int Dimensions = 100;

    private readonly Block _theta;

    public Rosenbrock(int seed)
        : base(seed)
    {
        var start = Normal(Dimensions, 0.1);
        for (var i = 0; i < Dimensions; i++)
            start[i] += i % 2 == 0 ? -1.2f : 1;
        _theta = Block.Vector(start);
    }

    public override IReadOnlyList<Block> Blocks => [_theta];

    public override void Draw()
    {
        // There is no noise.
    }

    public override double Gradients()
    {
        var (theta, gradient, loss) = (_theta.Values, _theta.Gradient, 0.0);
        Array.Clear(gradient);
        for (var i = 0; i < Dimensions - 1; i++)
        {
            var (valley, rest) = (theta[i + 1] - (theta[i] * theta[i]), 1 - theta[i]);
            loss += (100.0 * valley * valley) + ((double)rest * rest);
            gradient[i] -= (400 * theta[i] * valley) + (2 * rest);
            gradient[i + 1] += 200 * valley;
        }

        return loss;
    }

    public override double Measure()
    {
        var (theta, loss) = (_theta.Values, 0.0);
        for (var i = 0; i < Dimensions - 1; i++)
        {
            double valley = theta[i + 1] - ((double)theta[i] * theta[i]), rest = 1 - theta[i];
            loss += (100 * valley * valley) + (rest * rest);
        }

        return loss;
    }
}
