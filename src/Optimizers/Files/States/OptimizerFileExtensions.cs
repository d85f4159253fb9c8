using Optimizers.Files;

namespace Optimizers;

/// <summary>Saves a training and goes on with it in another process: <c>optimizer.Save("run.safetensors", [(w1, dw1), (b1, db1)])</c>.</summary>
/// <remarks>
/// <para>A file holds all that the steps have left behind and, where parameters are handed over, their values: a training that is loaded gives the
/// same bits as one that never stopped, on another machine and with another number of threads too. Hyperparameters are recorded as text and never
/// set: what the program sets is what holds, and what differs is returned.</para>
/// <para>Any <see cref="IOptimizer"/> can be saved. Parameters are written by their names where all of them have one of their own, else by their
/// places; named ones are found again in whatever order they are handed over.</para>
/// </remarks>
public static class OptimizerFileExtensions
{
    /// <summary>Writes a file, or replaces it: whatever happens, the old one or the new one is there, whole.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="path">Where.</param>
    /// <param name="parameters">The parameters of the steps, in their order, if their values are to be saved too. Gradients are not read.</param>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="ArgumentException">The parameters are not those of the steps, or are named in part or alike.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was, unless the message says otherwise.</exception>
    public static void Save(this IOptimizer optimizer, string path, scoped ReadOnlySpan<Parameter> parameters = default) =>
        TrainingState.Capture(optimizer, parameters).Write(path);

    /// <inheritdoc cref="Save(IOptimizer, string, ReadOnlySpan{Parameter})"/>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="stream">Where; it need not seek and is left open.</param>
    /// <param name="parameters">The parameters of the steps, in their order, if their values are to be saved too. Gradients are not read.</param>
    public static void Save(this IOptimizer optimizer, Stream stream, scoped ReadOnlySpan<Parameter> parameters = default) =>
        TrainingState.Capture(optimizer, parameters).Write(stream);

    /// <summary>
    /// Writes a file as <see cref="Save(IOptimizer, string, ReadOnlySpan{Parameter})"/> does. All is copied before the method returns: steps may go
    /// on.
    /// </summary>
    /// <inheritdoc cref="Save(IOptimizer, string, ReadOnlySpan{Parameter})"/>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="path">Where.</param>
    /// <param name="parameters">The parameters of the steps, in their order, if their values are to be saved too. Gradients are not read.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <param name="cancellationToken">Cancels; the old file is as it was.</param>
    public static Task SaveAsync(
        this IOptimizer optimizer,
        string path,
        scoped ReadOnlySpan<Parameter> parameters = default,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        TrainingState.Capture(optimizer, parameters).WriteAsync(path, progress, cancellationToken);

    /// <inheritdoc cref="SaveAsync(IOptimizer, string, ReadOnlySpan{Parameter}, IProgress{long}?, CancellationToken)"/>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="stream">Where; it need not seek and is left open.</param>
    /// <param name="parameters">The parameters of the steps, in their order, if their values are to be saved too. Gradients are not read.</param>
    /// <param name="progress">Is told the bytes that were written.</param>
    /// <param name="cancellationToken">Cancels; a part may have been written.</param>
    public static Task SaveAsync(
        this IOptimizer optimizer,
        Stream stream,
        scoped ReadOnlySpan<Parameter> parameters = default,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        TrainingState.Capture(optimizer, parameters).WriteAsync(stream, progress, cancellationToken);

    /// <summary>Goes on from a file. Nothing is loaded in part.</summary>
    /// <param name="optimizer">An optimizer of the same rule, new or not; hyperparameters stay as they are.</param>
    /// <param name="path">Where.</param>
    /// <param name="parameters">The parameters, if their values are to be loaded too; written in place.</param>
    /// <returns>The hyperparameters that are others than when the file was written.</returns>
    /// <exception cref="ArgumentNullException">The optimizer is null.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, another program's, or of a later version. Nothing was changed.</exception>
    /// <exception cref="ArgumentException">The file is of another rule, of one that remembers other things, or of other parameters. Nothing was
    /// changed.</exception>
    /// <exception cref="IOException">The file cannot be read. Nothing was changed.</exception>
    public static IReadOnlyList<HyperparameterDifference> Load(
        this IOptimizer optimizer, string path, scoped ReadOnlySpan<Parameter> parameters = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return TrainingState.Apply(optimizer, OptimizerFile.Read(path), parameters);
    }

    /// <inheritdoc cref="Load(IOptimizer, string, ReadOnlySpan{Parameter})"/>
    /// <param name="optimizer">An optimizer of the same rule, new or not; hyperparameters stay as they are.</param>
    /// <param name="stream">Where; read from its position to its end.</param>
    /// <param name="parameters">The parameters, if their values are to be loaded too; written in place.</param>
    public static IReadOnlyList<HyperparameterDifference> Load(
        this IOptimizer optimizer, Stream stream, scoped ReadOnlySpan<Parameter> parameters = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return TrainingState.Apply(optimizer, OptimizerFile.Read(stream), parameters);
    }

    /// <inheritdoc cref="Load(IOptimizer, string, ReadOnlySpan{Parameter})"/>
    /// <param name="optimizer">An optimizer of the same rule, new or not, which does not step until the task is done; hyperparameters stay as they
    /// are.</param>
    /// <param name="path">Where.</param>
    /// <param name="parameters">The parameters, if their values are to be loaded too; written in place.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <param name="cancellationToken">Cancels; nothing was changed.</param>
    public static Task<IReadOnlyList<HyperparameterDifference>> LoadAsync(
        this IOptimizer optimizer,
        string path,
        scoped ReadOnlySpan<Parameter> parameters = default,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return ApplyAsync(optimizer, OptimizerFile.ReadAsync(path, progress, cancellationToken), parameters.ToArray());
    }

    /// <inheritdoc cref="LoadAsync(IOptimizer, string, ReadOnlySpan{Parameter}, IProgress{long}?, CancellationToken)"/>
    /// <param name="optimizer">An optimizer of the same rule, new or not, which does not step until the task is done; hyperparameters stay as they
    /// are.</param>
    /// <param name="stream">Where; read from its position to its end.</param>
    /// <param name="parameters">The parameters, if their values are to be loaded too; written in place.</param>
    /// <param name="progress">Is told the bytes that were read.</param>
    /// <param name="cancellationToken">Cancels; nothing was changed.</param>
    public static Task<IReadOnlyList<HyperparameterDifference>> LoadAsync(
        this IOptimizer optimizer,
        Stream stream,
        scoped ReadOnlySpan<Parameter> parameters = default,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return ApplyAsync(optimizer, OptimizerFile.ReadAsync(stream, progress, cancellationToken), parameters.ToArray());
    }

    private static async Task<IReadOnlyList<HyperparameterDifference>> ApplyAsync(
        IOptimizer optimizer, Task<OptimizerFile> reading, Parameter[] parameters) =>
        TrainingState.Apply(optimizer, await reading.ConfigureAwait(false), parameters);
}
