using Optimizers;

namespace WhyItFails;

/// <summary>An optimizer of the race, with the peak of its learning rate.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="PeakLearningRate">Where the warm-up ends and the decay begins.</param>
/// <param name="Create">Makes the optimizer with a schedule of the learning rate.</param>
internal sealed record Contender(string Name, double PeakLearningRate, Func<Schedule, IOptimizer> Create)
{
    /// <summary>
    /// The five optimizers of the lecture note (its "Adam" is <see cref="RmsMomentum"/>), then the Adam of Kingma and Ba. Of the peaks 1, 2 and 5
    /// times a power of ten, each has the one that reached 95 % test accuracy in the fewest iterations on average over the seeds 0 to 4, and of
    /// equals the one with the lower loss.
    /// </summary>
    public static IReadOnlyList<Contender> All { get; } =
    [
        new(nameof(Sgd), 1, learningRate => new Sgd(learningRate)),
        new(nameof(Momentum), 0.2, learningRate => new Momentum(learningRate)),
        new(nameof(Rms), 0.01, learningRate => new Rms(learningRate)),
        new(nameof(RmsProp), 0.01, learningRate => new RmsProp(learningRate)),
        new(nameof(RmsMomentum), 0.002, learningRate => new RmsMomentum(learningRate)),
        new(nameof(Adam), 0.05, learningRate => new Adam(learningRate)),
    ];

    /// <summary>A new optimizer under the schedule of <see cref="Training.WarmUpAndCosineDecay"/>.</summary>
    public IOptimizer NewOptimizer() => Create(Training.WarmUpAndCosineDecay(PeakLearningRate));
}
