using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>The weights of the lowest validation loss, and the end of the training.</summary>
internal sealed class EarlyStopAction(Vector<double> best) : RemedyAction
{
    private readonly double[] _best = best.ToArray();

    public override string Description => "go back to the weights of the lowest validation loss, and end the training there";

    internal override bool EndsTraining => true;

    internal override TrialPlace TriedFrom => TrialPlace.Nowhere;

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ParameterValues.Write(_best, parameters);
        return optimizer;
    }
}
