namespace Optimizers.FaultBench;

/// <summary>The defects of the user's model code. The training loop and the objective both have them, as both call that code.</summary>
internal sealed class CodeDefects
{
    /// <summary>The softmax of a softmax: the loss already has one inside.</summary>
    public bool SoftmaxTwice { get; set; }

    /// <summary>−log p with p = eᶻ/Σeᶻ as it stands, so that p underflows to 0 or eᶻ overflows.</summary>
    public bool UnstableLog { get; set; }

    /// <summary>
    /// The share of the last layer's inputs that dropout sets to 0 in every call, also in those that should be deterministic; 0 for none.
    /// </summary>
    public double Dropout { get; set; }

    /// <summary>The hidden layers, from 0, whose activation's derivative backpropagation leaves out.</summary>
    public IReadOnlyList<int> WithoutDerivative { get; set; } = [];

    /// <summary>A change of the finished gradient, by the number of examples; null for none.</summary>
    public Action<Network, int>? Distort { get; set; }
}
