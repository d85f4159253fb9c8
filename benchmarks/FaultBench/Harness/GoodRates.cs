namespace Optimizers.FaultBench;

/// <summary>
/// Learning rates with which the cells train well and which bear a factor of two, found by a search over powers of √10 (<c>--rates</c>).
/// </summary>
internal static class GoodRates
{
    // In the order of OptimizerKind: Sgd, Momentum, RmsProp, Adam, AdamW.
    private static readonly Dictionary<(string Data, string Model), double[]> Rates = new()
    {
        [("digits", "linear")] = [1, 0.316, 0.0316, 0.0316, 0.0316],
        [("digits", "shallow tanh")] = [1, 0.1, 0.01, 0.01, 0.01],
        [("digits", "shallow sigmoid")] = [1, 0.316, 0.0316, 0.0316, 0.0316],
        [("digits", "shallow relu")] = [0.316, 0.0316, 0.01, 0.01, 0.01],
        [("digits", "deep tanh")] = [0.316, 0.0316, 0.00316, 0.00316, 0.00316],
        [("digits", "deep sigmoid")] = [1, 0.316, 0.01, 0.01, 0.01],
        [("digits", "deep relu")] = [0.1, 0.01, 0.00316, 0.00316, 0.00316],
        [("digits", "convolution")] = [0.316, 0.1, 0.0316, 0.0316, 0.0316],
        [("friedman", "linear")] = [0.01, 0.001, 0.01, 0.01, 0.01],
        [("friedman", "shallow tanh")] = [0.1, 0.0316, 0.01, 0.0316, 0.0316],
        [("friedman", "shallow sigmoid")] = [0.0316, 0.1, 0.1, 0.1, 0.1],
        [("friedman", "shallow relu")] = [0.0316, 0.0316, 0.0316, 0.0316, 0.0316],
        [("friedman", "deep tanh")] = [0.0316, 0.0316, 0.00316, 0.01, 0.01],
        [("friedman", "deep sigmoid")] = [0.1, 0.0316, 0.0316, 0.01, 0.01],
        [("friedman", "deep relu")] = [0.0316, 0.0316, 0.01, 0.01, 0.01],
        [("digits", "medium relu")] = [0.1, 0.01, 0.01, 0.01, 0.01],
        [("friedman", "medium relu")] = [0.0316, 0.0316, 0.01, 0.01, 0.01],
        [("fashion", "medium relu")] = [0.1, 0.01, 0.00316, 0.00316, 0.00316],
        [("fashion", "linear")] = [0.1, 0.01, 0.00316, 0.00316, 0.00316],
        [("fashion", "shallow tanh")] = [0.316, 0.0316, 0.00316, 0.00316, 0.00316],
        [("fashion", "shallow sigmoid")] = [1, 0.1, 0.01, 0.01, 0.01],
        [("fashion", "shallow relu")] = [0.1, 0.01, 0.00316, 0.01, 0.01],
        [("fashion", "deep tanh")] = [0.1, 0.01, 0.00316, 0.00316, 0.00316],
        [("fashion", "deep sigmoid")] = [1, 0.1, 0.01, 0.01, 0.01],
        [("fashion", "deep relu")] = [0.1, 0.01, 0.00316, 0.00316, 0.00316],
        [("fashion", "convolution")] = [0.1, 0.0316, 0.01, 0.0316, 0.01],
    };

    public static double Of(Cell cell) => Rates[(cell.Data.Name, cell.Model.Name)][(int)cell.Optimizer];
}
