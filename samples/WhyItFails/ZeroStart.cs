using Optimizers;

namespace WhyItFails;

/// <summary>
/// Training from weights that are all zero. They get a gradient of exactly zero from any batch: W₁ and b₁ get theirs through W₂ = 0, and W₂ gets its
/// own from h = tanh(0) = 0. Only b₂ moves.
/// </summary>
internal static class ZeroStart
{
    /// <summary>The iterations of plain descent: enough for the gradient of b₂ to fall to rounding.</summary>
    public const int Iterations = 300;

    /// <summary>The iterations that every optimizer is given to leave zero.</summary>
    public const int ShortIterations = 100;

    /// <summary>Plain descent, each step on all examples.</summary>
    public static Plateau Descend(Network zero, Examples examples, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var network = zero.Copy();
        var pass = new Backpropagation(network, examples.Count);
        var optimizer = new Sgd(learningRate: 1);
        pass.Gradient(examples);
        var before = Norms.Of(network, pass);
        while (optimizer.Iteration < Iterations)
        {
            Training.Step(optimizer, network, pass, cancellationToken);
            pass.Gradient(examples);
            progress.Report((double)optimizer.Iteration / Iterations);
        }
        return new Plateau(network, pass, before, Norms.Of(network, pass));
    }

    /// <summary>The largest magnitude in W₁, b₁ and W₂ after that many steps of an optimizer on mini-batches.</summary>
    public static double LargestWeight(Network zero, IOptimizer optimizer, Digits digits, int seed, CancellationToken cancellationToken)
    {
        var network = zero.Copy();
        var batches = new MiniBatches(digits.Train, Training.BatchSize, seed);
        var pass = new Backpropagation(network, Training.BatchSize);
        while (optimizer.Iteration < ShortIterations)
        {
            pass.Gradient(batches.Next());
            Training.Step(optimizer, network, pass, cancellationToken);
        }
        return new[] { network.W1.Enumerate(), network.B1, network.W2.Enumerate() }.Max(weights => weights.Max(Math.Abs));
    }
}
