namespace Optimizers;

/// <summary>How a step rounds parameters of 16 bits, which it computes in single precision. Floats and doubles are not rounded again.</summary>
public sealed class ParameterRounding
{
    private ParameterRounding(int? seed) => Seed = seed;

    /// <summary>To the nearest, ties to even. An update of less than half a last bit is lost.</summary>
    public static ParameterRounding Nearest { get; } = new(null);

    /// <summary>The seed of the choices; null where there are none.</summary>
    public int? Seed { get; }

    /// <summary>
    /// To one of the two neighbours, with probabilities that keep the mean right (Gupta et al. 2015, "Deep learning with limited numerical
    /// precision", section 3.1): small updates move θ in the mean. The choice is a function of seed, parameter, element and step, so that no thread
    /// and no resume changes it.
    /// </summary>
    /// <param name="seed">Chooses the choices.</param>
    public static ParameterRounding Stochastic(int seed = 0) => new(seed);

    /// <summary>"Nearest" or "Stochastic(seed: 0)".</summary>
    public override string ToString() => Seed is { } seed ? FormattableString.Invariant($"Stochastic(seed: {seed})") : nameof(Nearest);
}
