using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adds noise to what comes in: u + σn, n from the normal distribution, σ² = η/(1 + i)^γ falling with the iteration i (Neelakantan et al. 2015, eq. 1
/// and 2). Before a rule: <c>new Sgd(0.1).Before(new AnnealedNoise(0.01, seed: 1))</c>, which optax calls noisy_sgd.
/// </summary>
/// <remarks>
/// Each number is a function of the seed, the parameter's position, the element and the number of its step, whatever the width or the number of
/// threads: a resumed training draws the same.
/// </remarks>
public sealed class AnnealedNoise : Link<AddNoise>
{
    /// <summary>Noise on the gradient.</summary>
    /// <param name="variance">η: the variance at the start; finite, at least 0.</param>
    /// <param name="decay">γ: how fast it falls; finite, at least 0.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AnnealedNoise(double variance = 0.01, double decay = 0.55, int seed = 0)
    {
        Variance = HyperparameterRange.NotNegative(variance);
        Decay = HyperparameterRange.NotNegative(decay);
        Seed = seed;
    }

    /// <summary>η.</summary>
    public double Variance { get; }

    /// <summary>γ.</summary>
    public double Decay { get; }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> Hyperparameters => [new("variance", Variance), new("decay", Decay), new("seed", Seed)];

    /// <inheritdoc/>
    protected internal override int NoiseSeed => Seed;

    /// <inheritdoc/>
    protected internal override AddNoise At(in StepInfo step) =>
        new(Math.Sqrt(Variance / (double)PortableMath.Power(1.0 + step.Iteration, Decay)));
}
