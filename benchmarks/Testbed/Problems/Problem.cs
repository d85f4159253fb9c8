namespace Optimizers.Testbed.Problems;

/// <summary>A problem with its target.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Metric">What the target is of, with its unit.</param>
/// <param name="Target">The target: reached when a measure is at most this.</param>
/// <param name="Limit">After how many steps a run is given up.</param>
/// <param name="Every">After how many steps it is measured again: how exact the steps to the target are.</param>
/// <param name="Start">The training of a seed.</param>
internal sealed record Problem(string Name, string Metric, double Target, int Limit, int Every, Func<int, Training> Start)
{
    /// <summary>False where its data is missing.</summary>
    public bool IsThere => !IsOfFashion || Fashion.IsThere;

    /// <summary>True if it needs the images of Fashion-MNIST, which are not in the repository.</summary>
    public bool IsOfFashion { get; private init; }

    /// <summary>The optimizer that takes too long for it; null where none does.</summary>
    public string? TooLongFor { get; private init; }

    /// <summary>The small ones, for all optimizers.</summary>
    /// <remarks>
    /// The targets are what <c>--targets</c> prints, rounded up to two digits: what Momentum has had after an eighth of the limit at the best of its
    /// rates, the median of five seeds that no run has. They were set before any other optimizer ran on
    /// these problems; the quadratic was moved away from 0 after others had run on it, and all of it was run again.
    /// </remarks>
    public static IReadOnlyList<Problem> Small { get; } =
    [
        new("noisy quadratic", "excess loss", 0.07, 2000, 5, seed => new NoisyQuadratic(seed)),
        new("Rosenbrock", "loss", 0.011, 16_000, 20, seed => new Rosenbrock(seed)),
        new("digits perceptron", "test loss, nats", 0.16, 1000, 5, seed => new DigitPerceptron(seed)),
        new("badly scaled softmax", "test loss, nats", 0.38, 2000, 10, seed => new ScaledSoftmax(seed)),
        new("fashion softmax", "test loss, nats", 0.58, 1000, 10, seed => new FashionSoftmax(seed))
        {
            IsOfFashion = true, TooLongFor = "Shampoo", // The roots of 784 × 784 take minutes a run.
        },
    ];

    /// <summary>The larger ones, for the named optimizers.</summary>
    public static IReadOnlyList<Problem> Large { get; } =
    [
        new("digits convolution", "test loss, nats", 0.14, 1000, 10, seed => new DigitConvolution(seed)),
        new("character model", "test loss, nats a character", 2.6, 4000, 50, seed => new CharacterModel(seed)),
        new("matrix factorization", "test RMSE", 0.18, 1000, 10, seed => new Factorization(seed)),
        new("fashion convolution", "test loss, nats", 0.47, 1000, 20, seed => new FashionConvolution(seed))
        {
            IsOfFashion = true, TooLongFor = "Soap", // The basis of 2,704 × 2,704 takes seconds a step.
        },
    ];

    /// <summary>All of them, whether their data is there or not.</summary>
    public static IEnumerable<Problem> All => Small.Concat(Large);
}
