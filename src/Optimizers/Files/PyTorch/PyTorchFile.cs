using Optimizers.Files;

namespace Optimizers;

/// <summary>
/// Goes on with what an optimizer of PyTorch remembers, and hands over to one: SGD, Adagrad, Adadelta, RMSprop, Rprop, Adam, AdamW, Adamax, NAdam,
/// RAdam, ASGD and their variants. docs/files.md has the few lines of Python on the other side.
/// </summary>
/// <remarks>
/// <para>The counterparts: SGD is <see cref="Sgd"/> or <see cref="Momentum"/> with <see cref="MomentumForm.Accumulated"/>; Adagrad
/// <see cref="Adagrad"/>; RMSprop <see cref="RmsProp"/>, <see cref="RmsPropWithMomentum"/> or <see cref="CenteredRmsProp"/>, each with
/// <see cref="RmsPropStart.Zero"/>; Adam <see cref="Adam"/> or, with amsgrad, <see cref="AmsGrad"/>; AdamW <see cref="AdamW"/>, or one of those two
/// with a weight decay. ASGD is <see cref="Asgd"/>, and the others have their names: <see cref="Adadelta"/>, <see cref="Adamax"/>,
/// <see cref="NAdam"/>, <see cref="RAdam"/>, <see cref="Rprop"/>. Groups with rates of their own are parameters with a
/// <see cref="Parameter.LearningRateScale"/>, or a <see cref="GroupedOptimizer"/> of rules of one class.</para>
/// <para>The values of the parameters are not in such a file.</para>
/// </remarks>
public static class PyTorchFile
{
    /// <summary>Goes on from the state of a PyTorch optimizer. Hyperparameters stay as they are.</summary>
    /// <param name="optimizer">The optimizer, new or not.</param>
    /// <param name="path">A file that the export in Python has written.</param>
    /// <param name="parameters">The parameters, which say shapes and names; found by name where all are named on both sides, else in PyTorch's
    /// order.</param>
    /// <param name="iteration">
    /// How many steps there were, which the schedules go by; null takes the file's count. It must be said for SGD, which does not count, and from
    /// 2²⁴ steps on, where PyTorch's count in float32 stays.
    /// </param>
    /// <returns>The fields of the groups that differ from what this optimizer is set to, by PyTorch's names.</returns>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or no export of a PyTorch optimizer. Nothing was changed.</exception>
    /// <exception cref="ArgumentException">The file is of another rule or variant or of other parameters, or the iteration must be said. Nothing was
    /// changed.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read. Nothing was changed.</exception>
    public static IReadOnlyList<HyperparameterDifference> Import(
        Optimizer optimizer, string path, scoped ReadOnlySpan<Parameter> parameters, long? iteration = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return TorchImport.Apply(optimizer, SafetensorsReader.Read(path), parameters, iteration);
    }

    /// <inheritdoc cref="Import(Optimizer, string, ReadOnlySpan{Parameter}, long?)"/>
    /// <param name="optimizer">The optimizer, new or not.</param>
    /// <param name="stream">What the export in Python has written, from the stream's position to its end.</param>
    /// <param name="parameters">The parameters, which say shapes and names; found by name where all are named on both sides, else in PyTorch's
    /// order.</param>
    /// <param name="iteration">How many steps there were, which the schedules go by; null takes the file's count.</param>
    public static IReadOnlyList<HyperparameterDifference> Import(
        Optimizer optimizer, Stream stream, scoped ReadOnlySpan<Parameter> parameters, long? iteration = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return TorchImport.Apply(optimizer, SafetensorsReader.Read(stream), parameters, iteration);
    }

    /// <summary>
    /// Writes a file from which the counterpart in PyTorch goes on: its rates are those of the next step, for PyTorch has no schedules in its
    /// optimizers; clipping is not a part of them either.
    /// </summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="path">Where; an old file is replaced.</param>
    /// <param name="parameters">The parameters of the steps, in their order. Those of one rule and one scale become a group, in the order of their
    /// first.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="ArgumentException">The optimizer has no counterpart, a scheduled decay changed while it stepped, or the parameters are not
    /// those of the steps.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Export(Optimizer optimizer, string path, scoped ReadOnlySpan<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var file = new TorchExport(optimizer, parameters);
        SafetensorsWriter.Write(path, file.Tensors, file.Metadata);
    }

    /// <inheritdoc cref="Export(Optimizer, string, ReadOnlySpan{Parameter})"/>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="stream">Where; left open.</param>
    /// <param name="parameters">The parameters of the steps, in their order. Those of one rule and one scale become a group, in the order of their
    /// first.</param>
    public static void Export(Optimizer optimizer, Stream stream, scoped ReadOnlySpan<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var file = new TorchExport(optimizer, parameters);
        SafetensorsWriter.Write(stream, file.Tensors, file.Metadata);
    }
}
