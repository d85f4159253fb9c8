using Optimizers.Kernels;

namespace Optimizers.Diagnostics;

/// <summary>
/// Sees a training from the optimizer's own steps: <c>optimizer.Watch(monitor)</c>. Memory does not grow with the number of steps: a thinned history of the
/// whole run, the last steps, and four vectors of the size of θ.
/// </summary>
public sealed class TrainingMonitor : StepObserver
{
    /// <summary>A monitor that has seen nothing.</summary>
    /// <param name="options">How much it keeps; null for the defaults.</param>
    public TrainingMonitor(TrainingMonitorOptions? options = null) => throw new NotImplementedException();

    /// <summary>The optimizer that it watches or watched last; null before the first step.</summary>
    public IOptimizer? Optimizer => throw new NotImplementedException();

    /// <summary>How many steps it has seen.</summary>
    public long StepCount => throw new NotImplementedException();

    /// <summary>How many steps were refused or skipped because a gradient was not finite.</summary>
    public long RefusedSteps => throw new NotImplementedException();

    /// <summary>Steps of the whole run, evenly thinned: every 2ᵏ-th one, and the last.</summary>
    public IReadOnlyList<StepRecord> History => throw new NotImplementedException();

    /// <summary>The last steps, all of them.</summary>
    public IReadOnlyList<StepRecord> Recent => throw new NotImplementedException();

    /// <summary>What the caller measured over whole sets of examples.</summary>
    public IReadOnlyList<EvaluationRecord> Evaluations => throw new NotImplementedException();

    /// <summary>The parameters, in the order of a step.</summary>
    public IReadOnlyList<ParameterTrace> Parameters => throw new NotImplementedException();

    /// <summary>The layers whose activations the caller recorded, in the order of their first record.</summary>
    public IReadOnlyList<LayerTrace> Layers => throw new NotImplementedException();

    /// <summary>The first number that was not finite; null if there was none.</summary>
    public NonFiniteEvent? FirstNonFinite => throw new NotImplementedException();

    /// <summary>The lowest recorded loss of a step, and where; null if none was recorded.</summary>
    public StepRecord? Best => throw new NotImplementedException();

    /// <summary>Adds the loss of the mini-batch of the next step: call it before the step. NaN and infinities are allowed: they are what is looked for.</summary>
    public void RecordLoss(double loss) => throw new NotImplementedException();

    /// <summary>Adds the number of examples of the batches from the next step on.</summary>
    public void RecordBatchSize(int examples) => throw new NotImplementedException();

    /// <summary>Adds losses over whole sets of examples, at the number of steps that have been taken.</summary>
    /// <param name="training">Over the training data; NaN if it was not measured.</param>
    /// <param name="validation">Over a holdout from the training data; NaN if it was not measured.</param>
    /// <param name="test">Over the testing data; NaN if it was not measured.</param>
    public void RecordEvaluation(double training = double.NaN, double validation = double.NaN, double test = double.NaN) => throw new NotImplementedException();

    /// <summary>Adds the activations of a layer over a batch.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="activations">units × examples, one example after the other (as a MathNet matrix with a column an example lies in memory).</param>
    /// <param name="units">The units of the layer.</param>
    /// <param name="lower">The lower end of the activation function's range; −∞ if it has none.</param>
    /// <param name="upper">The upper end; ∞ if it has none.</param>
    public void RecordActivations(
        string layer, ReadOnlySpan<double> activations, int units, double lower = double.NegativeInfinity, double upper = double.PositiveInfinity) =>
        throw new NotImplementedException();

    /// <summary>A copy of the vectors of the last step; null before the first one. The parameters are widened to double.</summary>
    public ObservedStep? LastStep() => throw new NotImplementedException();

    internal override void Before(Optimizer optimizer, ReadOnlySpan<Slot> slots, double learningRate) => throw new NotImplementedException();

    internal override void After(Optimizer optimizer, ReadOnlySpan<Slot> slots) => throw new NotImplementedException();

    internal override void Refused(Optimizer optimizer, NonFiniteGradientException fault) => throw new NotImplementedException();
}
