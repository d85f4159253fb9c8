using System.Diagnostics;
using Optimizers;

namespace WhyItFails;

/// <summary>Trains a network on mini-batches of the digits, and measures as it goes.</summary>
internal static class Training
{
    /// <summary>The iterations of a run.</summary>
    public const int Iterations = 1500;

    /// <summary>The test accuracy to reach.</summary>
    public const double Goal = 0.95;

    /// <summary>The examples in a mini-batch.</summary>
    public const int BatchSize = 32;

    private const int WarmUpIterations = 100;
    private const int MeasuredEvery = 10;

    /// <summary>The schedule of every run: a linear rise to the peak, then half a cosine down to zero at the end.</summary>
    public static Schedule WarmUpAndCosineDecay(double peak) =>
        Schedule.WarmUp(WarmUpIterations, to: peak).Then(Schedule.CosineDecay(Iterations - WarmUpIterations, from: peak));

    /// <summary>Trains the network in place.</summary>
    /// <param name="name">What the run is called.</param>
    /// <param name="network">The network at its start.</param>
    /// <param name="digits">What to learn from and to test on.</param>
    /// <param name="optimizer">A new optimizer.</param>
    /// <param name="seed">The seed of the mini-batches.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellationToken">Ends the run between two iterations.</param>
    public static TrainingRun Run(
        string name, Network network, Digits digits, IOptimizer optimizer, int seed, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var batches = new MiniBatches(digits.Train, BatchSize, seed);
        var batch = new Backpropagation(network, BatchSize);
        var train = new Backpropagation(network, digits.Train.Count);
        var test = new Backpropagation(network, digits.Test.Count);
        var curve = new List<LossPoint> { new(0, train.Loss(digits.Train)) };
        var clock = new Stopwatch();
        (long Iterations, TimeSpan Time)? reached = null;

        while (optimizer.Iteration < Iterations)
        {
            clock.Start();
            for (var i = 0; i < MeasuredEvery; i++)
            {
                batch.Gradient(batches.Next());
                Step(optimizer, network, batch, cancellationToken);
            }
            clock.Stop();

            curve.Add(new(optimizer.Iteration, train.Loss(digits.Train)));
            if (reached is null && test.Accuracy(digits.Test) >= Goal)
                reached = (optimizer.Iteration, clock.Elapsed);
            progress.Report((double)optimizer.Iteration / Iterations);
        }
        return new TrainingRun(name, curve, reached?.Iterations, reached?.Time, curve[^1].Loss, test.Accuracy(digits.Test), network);
    }

    /// <summary>One step of the optimizer on all parameters of the network, in place.</summary>
    public static void Step(IOptimizer optimizer, Network network, Backpropagation gradient, CancellationToken cancellationToken) =>
        optimizer.Step(
            [(network.W1, gradient.DW1), (network.B1, gradient.DB1), (network.W2, gradient.DW2), (network.B2, gradient.DB2)], cancellationToken);
}
