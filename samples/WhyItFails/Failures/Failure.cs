using Optimizers;

namespace WhyItFails.Failures;

/// <summary>One thing that goes wrong in a training: in the optimizer's setting, in the start, in the data, or in the code.</summary>
/// <param name="Name">What is wrong, as a heading.</param>
/// <param name="Cause">The id of the cause that a diagnosis should name.</param>
internal sealed record Failure(string Name, string Cause)
{
    /// <summary>The hidden units.</summary>
    public const int Hidden = 32;

    /// <summary>The optimizer of the failing training; the correct one is momentum at a rate of 0.1.</summary>
    public Func<Schedule?, IOptimizer> Optimizer { get; init; } = rate => new Momentum(rate ?? 0.1);

    /// <summary>The start, by a seed.</summary>
    public Func<int, Network> Start { get; init; } = RandomStart;

    /// <summary>What the pixels are multiplied by before the network sees them; 1 is right.</summary>
    public double PixelScale { get; init; } = 1;

    /// <summary>What a wrong backward pass does to the gradient; null for a right one.</summary>
    public Action<Backpropagation>? Mistake { get; init; }

    /// <summary>True if the gradients of all steps so far add up, because nothing sets them to zero.</summary>
    public bool KeepsGradients { get; init; }

    /// <summary>The user's correction of the code, which no optimizer can make; null if the diagnosis has an action that cures.</summary>
    public string? Correction { get; init; }

    /// <summary>The same training with code that is right: start, pixels and gradients.</summary>
    public Failure Corrected => this with { Start = RandomStart, PixelScale = 1, Mistake = null, KeepsGradients = false };

    /// <summary>The eight of the story.</summary>
    public static IReadOnlyList<Failure> All { get; } =
    [
        new("A learning rate fifty times too large", "step-too-large") { Optimizer = rate => new Momentum(rate ?? 5) },
        new("A learning rate a thousand times too small", "step-too-small") { Optimizer = rate => new Momentum(rate ?? 1e-4) },
        new("A learning rate that decays too early", "decayed-too-early")
        {
            Optimizer = rate => new Momentum(rate ?? Schedule.ExponentialDecay(from: 0.1, factor: 0.85)),
        },
        new("Weights that start at zero", "symmetry")
        {
            Start = _ => new Network(Digits.Pixels, Hidden, Digits.Classes),
            Correction = "weights are drawn at random",
        },
        new("Hidden weights that start a hundred times too large", "saturation")
        {
            Start = seed => Saturated(RandomStart(seed)),
            Correction = "hidden weights are drawn a hundred times as small",
        },
        new("Pixels from 0 to 255 in the place of 0 to 1", "bad-scaling") { PixelScale = 255, Correction = "pixels are divided by 255" },
        new("A backward pass with the sign of one layer turned around", "wrong-gradient")
        {
            Mistake = pass => pass.DW1.Multiply(-1, pass.DW1),
            Correction = "the sign of the first layer's gradient is turned around",
        },
        new("Gradients that are never set to zero", "gradients-not-cleared")
        {
            KeepsGradients = true,
            Correction = "gradients are set to zero before every step",
        },
    ];

    private static Network RandomStart(int seed) => Network.Random(Digits.Pixels, Hidden, Digits.Classes, seed);

    private static Network Saturated(Network network)
    {
        network.W1.Multiply(100, network.W1);
        return network;
    }
}
