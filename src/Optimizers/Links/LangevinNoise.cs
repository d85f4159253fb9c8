using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Makes descent a sampler: adds √(2αT)·n to the step, n from the normal distribution. Behind <see cref="Sgd"/> it is stochastic gradient Langevin
/// dynamics (Welling and Teh 2011, eq. 4, whose ε is 2α): with L the negative log posterior and T = 1 the parameters are samples of the posterior, as
/// α falls.
/// </summary>
/// <remarks>
/// <c>new Sgd(Schedule.InverseTimeDecay(0.1, 0.01)).Then(new LangevinNoise(seed: 1))</c>. Each number is a function of the seed, the parameter's
/// position, the element and the number of its step: a resumed training draws the same.
/// </remarks>
public sealed class LangevinNoise : Link<AddNoise>
{
    /// <summary>Langevin noise.</summary>
    /// <param name="temperature">T(i), at least 0, in units of the loss. 1 if left out.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is out of its range.</exception>
    public LangevinNoise(Schedule? temperature = null, int seed = 0)
    {
        Temperature = temperature ?? 1;
        Seed = seed;
    }

    /// <summary>T(i). A new one takes effect in the next step.</summary>
    public Schedule Temperature { get; set => field = HyperparameterRange.NotNegative(value, nameof(Temperature)); }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> Hyperparameters => [new("temperature", Temperature), new("seed", Seed)];

    /// <inheritdoc/>
    protected internal override int NoiseSeed => Seed;

    /// <inheritdoc/>
    protected internal override AddNoise At(in StepInfo step) =>
        new(Math.Sqrt(2 * step.LearningRate * Optimizer.Evaluate(Temperature, step.Iteration, nameof(Temperature))));
}
