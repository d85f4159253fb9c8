using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>Replaces θ by another start; the optimizer begins at iteration 0.</summary>
internal sealed class RestartAction(Vector<double> start) : RemedyAction
{
    private readonly double[] _start = start.ToArray();

    public override string Description => "start anew from other weights";

    internal override bool IsForManyCauses => true;

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ParameterValues.Write(_start, parameters);
        return BeginAnew(optimizer);
    }

    /// <summary>The optimizer at iteration 0: its state forgotten, and a schedule that began later begins there.</summary>
    /// <returns>The same optimizer.</returns>
    public static IOptimizer BeginAnew(IOptimizer optimizer)
    {
        optimizer.Reset();
        if (optimizer.Find<IHasLearningRate>() is { LearningRate: LaterSchedule later } rated)
            rated.LearningRate = later.Schedule;
        return optimizer;
    }
}
