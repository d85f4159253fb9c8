namespace Optimizers.Benchmarks.Workloads;

/// <summary>The hyperparameters that every competitor is given.</summary>
internal static class Hyperparameters
{
    public const double LearningRate = 1e-3;

    /// <summary>λ of gradient descent with momentum.</summary>
    public const double Momentum = 0.9;

    /// <summary>β₁ of Adam.</summary>
    public const double Beta1 = 0.9;

    /// <summary>β₂ of Adam.</summary>
    public const double Beta2 = 0.999;

    /// <summary>The decay of RMSProp's mean of squares.</summary>
    public const double Decay = 0.99;

    /// <summary>ε of Adam and RMSProp.</summary>
    public const double Epsilon = 1e-8;
}
