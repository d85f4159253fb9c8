using Optimizers.Tests.Papers;

namespace Optimizers.Tests.Rules;

/// <summary>A transcription that asks for more than gradients, given what <see cref="Fed"/> gives.</summary>
internal sealed class FedPaper : IPaper
{
    private readonly Action<double[][], (int Rows, int Columns)[], double[][]> _step;

    public FedPaper(ILossPaper paper) =>
        _step = (theta, shapes, gradients) => paper.Step(theta, shapes, gradients, gradients.Sum(g => Fed.Loss(g)));

    public FedPaper(IHessianPaper paper) =>
        _step = (theta, shapes, gradients) => paper.Step(theta, shapes, gradients, [.. gradients.Select(g => Array.ConvertAll(g, Fed.Diagonal))]);

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients) => _step(parameters, shapes, gradients);
}
