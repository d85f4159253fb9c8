using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// Everything that a diagnosis may use. The monitor alone is enough for what curves can tell; every property is optional and makes the diagnosis
/// surer. All θ are the parameters of a step side by side in its order, matrices column by column as MathNet stores them.
/// </summary>
public sealed record TrainingCase
{
    /// <summary>A case with a monitor and nothing else.</summary>
    /// <param name="monitor">The monitor.</param>
    public TrainingCase(TrainingMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        Monitor = monitor;
    }

    /// <summary>The monitor that watched the training.</summary>
    public TrainingMonitor Monitor { get; }

    /// <summary>The loss over the training data (or a good sample of it) with the gradient that the loop uses, without penalties.</summary>
    public Objective? Objective { get; init; }

    /// <summary>The same loss in mini-batches as the loop takes them, in its order (about 16 to 64 of them, of the loop's batch size).</summary>
    public MiniBatchObjective? Batches { get; init; }

    /// <summary>The loss over a holdout from the training data.</summary>
    public Objective? Validation { get; init; }

    /// <summary>The loss over the testing data.</summary>
    public Objective? Test { get; init; }

    /// <summary>θ where the training is now; null: the end of the last step that the monitor saw.</summary>
    public Vector<double>? Theta { get; init; }

    /// <summary>θ where the training began; null if it was not kept.</summary>
    public Vector<double>? Start { get; init; }

    /// <summary>Draws the start of a new training as the caller's own initialization does, by a seed; null if there is none.</summary>
    public Func<int, Vector<double>>? NewStart { get; init; }

    /// <summary>The activations of the hidden layers, first to last, at a θ, over some hundred examples; null if they are not available.</summary>
    public Func<Vector<double>, IReadOnlyList<LayerActivations>>? HiddenLayers { get; init; }

    /// <summary>The loss of every training example alone, at a θ.</summary>
    public Func<Vector<double>, double[]>? ExampleLosses { get; init; }

    /// <summary>Training inputs as the network sees them, features × examples (some hundreds are enough).</summary>
    public Matrix<double>? Inputs { get; init; }

    /// <summary>Testing inputs as the network sees them, features × examples.</summary>
    public Matrix<double>? TestInputs { get; init; }

    /// <summary>The class of every training example, from 0, in the order of <see cref="ExampleLosses"/>; null for a regression.</summary>
    public IReadOnlyList<int>? Labels { get; init; }

    /// <summary>The targets of a regression, one a training example; null for a classification or for targets of several numbers.</summary>
    public IReadOnlyList<double>? Targets { get; init; }

    /// <summary>
    /// The training loss of the best constant output; null: the entropy of <see cref="Labels"/> or the variance of <see cref="Targets"/>, as a mean
    /// cross-entropy or mean squared error has it.
    /// </summary>
    public double? ChanceLoss { get; init; }

    /// <summary>A training loss below which the caller is content; null: a tenth of the loss of chance.</summary>
    public double? SatisfactoryLoss { get; init; }

    /// <summary>
    /// The training loss that a smaller or simpler model reached on the same data (the guide's proof that the optimization fails);
    /// null if none was trained.
    /// </summary>
    public double? SmallerModelLoss { get; init; }

    /// <summary>Makes a new optimizer of the rule that the loop uses, with another learning rate; null for no range test and no trials.</summary>
    public Func<Schedule, IOptimizer>? NewOptimizer { get; init; }

    /// <summary>The number of training examples; null if unknown.</summary>
    public int? ExampleCount { get; init; }
}
