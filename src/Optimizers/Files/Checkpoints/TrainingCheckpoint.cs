using System.Globalization;
using Optimizers.Files;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Saves a training while it runs, so that it can be killed and run again: <c>TryResume</c> before the first step, <c>SaveIfDue</c> after each.
/// </summary>
/// <remarks>
/// <code>
/// await using var checkpoint = new TrainingCheckpoint(optimizer, "run") { EverySteps = 1000 };
/// if (!checkpoint.TryResume(parameters))
///     Initialize();
/// while (optimizer.Iteration &lt; 20_000)
/// {
///     Gradients(optimizer.Iteration);
///     optimizer.Step(parameters);
///     checkpoint.SaveIfDue(parameters);
/// }
/// </code>
/// <para>A checkpoint is copied on the thread that calls, into memory that is used again, and written in the background; a second one waits for the
/// first. Used by one thread at a time. The names of the files are those of their iterations: a training that is resumed writes what it would have
/// written.</para>
/// </remarks>
public sealed class TrainingCheckpoint : IAsyncDisposable
{
    private readonly IOptimizer _optimizer;
    private readonly CheckpointFolder _folder;
    private readonly IFileLayer _layer;
    private OptimizerState? _state;
    private ParameterState[] _values = [];
    private Task? _writing;
    private long _saved;
    private long _time;
    private Best? _best;

    /// <summary>The checkpoints of a training.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="directory">Their folder, of one training alone; it is made if it is not there.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public TrainingCheckpoint(IOptimizer optimizer, string directory)
        : this(optimizer, directory, DiskFileLayer.Instance)
    {
    }

    internal TrainingCheckpoint(IOptimizer optimizer, string directory, IFileLayer layer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        (_optimizer, _layer) = (optimizer, layer);
        var folder = Path.GetFullPath(directory);
        Directory.CreateDirectory(folder);
        _folder = new CheckpointFolder(folder, layer);
        Mark();
    }

    /// <summary>How many of the latest checkpoints are kept; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int KeepLast
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(KeepLast)} is {value}; it must be at least 1.");
    } = 3;

    /// <summary>True to keep the checkpoint with the smallest metric too.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>
    /// A checkpoint is due when a multiple of so many iterations has been passed; at least 1. Null leaves it to <see cref="Every"/>; where both are
    /// null, every call after a step is due.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long? EverySteps
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(EverySteps)} is {value}; it must be at least 1.");
    }

    /// <summary>A checkpoint is due when so much time has passed since the last one; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public TimeSpan? Every
    {
        get;
        init => field = value is null || value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Every)} is {value}; it must be above 0.");
    }

    /// <summary>The clock that <see cref="Every"/> goes by; the system's by default.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public TimeProvider Clock
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            Mark();
        }
    } = TimeProvider.System;

    /// <summary>The checkpoints that <see cref="TryResume"/> found damaged, the latest first.</summary>
    public IReadOnlyList<SkippedCheckpoint> Skipped { get; private set; } = [];

    /// <summary>The hyperparameters that are others than in the checkpoint that was resumed.</summary>
    public IReadOnlyList<HyperparameterDifference> Differences { get; private set; } = [];

    /// <summary>The file of the checkpoint with the smallest metric; null where none had one.</summary>
    public string? BestPath => Volatile.Read(ref _best) is { } best ? _folder.PathOf(best.Iteration) : null;

    /// <summary>Saves the training if a checkpoint is due.</summary>
    /// <param name="parameters">The parameters of the steps, in their order; they are copied before the method returns.</param>
    /// <param name="metric">What is the smaller the better, such as the validation loss; NaN is never the best.</param>
    /// <returns>True if one was due: it is being written.</returns>
    /// <exception cref="ArgumentException">The parameters are not those of the steps, or are named in part or alike.</exception>
    /// <exception cref="IOException">The checkpoint before this one could not be written. None is written now; the next one is due as if it had
    /// been.</exception>
    public bool SaveIfDue(scoped ReadOnlySpan<Parameter> parameters, double? metric = null)
    {
        if (_writing is { IsCompleted: true })
            Join();
        if (!IsDue())
            return false;
        Join();
        Capture(parameters);
        var content = new OptimizerFile(_state!)
        {
            Parameters = _values,
            Hyperparameters = HyperparameterText.Of(_optimizer),
            Notes = metric is { } number
                ? new Dictionary<string, string> { [CheckpointFolder.Metric] = number.ToString("R", CultureInfo.InvariantCulture) }
                : new Dictionary<string, string>(),
        };
        var file = new StateFileWriter(content);
        Mark();
        var iteration = _saved;
        _writing = Task.Run(() => Write(iteration, file, metric));
        return true;
    }

    /// <summary>
    /// Goes on from the latest checkpoint that is whole. Those that are damaged are skipped: see <see cref="Skipped"/>. A training that starts anew
    /// in a folder with checkpoints writes over those of its iterations, and the later ones stay: give each training a folder of its own.
    /// </summary>
    /// <param name="parameters">The parameters; written in place.</param>
    /// <returns>False if there is no whole checkpoint: nothing was changed, and the training starts.</returns>
    /// <exception cref="ArgumentException">The checkpoint is of another rule or of other parameters. Nothing was changed.</exception>
    /// <exception cref="IOException">A file cannot be read. Nothing was changed.</exception>
    public bool TryResume(scoped ReadOnlySpan<Parameter> parameters)
    {
        Join();
        var skipped = new List<SkippedCheckpoint>();
        Skipped = skipped;
        var iterations = _folder.Iterations();
        foreach (var iteration in iterations)
        {
            OptimizerFile content;
            try
            {
                content = OptimizerFile.Read(_folder.PathOf(iteration));
            }
            catch (InvalidDataException exception)
            {
                skipped.Add(new(_folder.PathOf(iteration), exception.Message));
                continue;
            }

            Differences = TrainingState.Apply(_optimizer, content, parameters);
            Mark();
            FindBest(iterations.Where(each => each <= iteration));
            return true;
        }

        return false;
    }

    /// <summary>Waits until what is being written is on the disk.</summary>
    /// <param name="cancellationToken">Ends the waiting; the file is written all the same.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_writing is not { } writing)
            return;
        await Task.WhenAny(writing).WaitAsync(cancellationToken).ConfigureAwait(false);
        _writing = null;
        await writing.ConfigureAwait(false);
    }

    /// <summary>Waits until what is being written is on the disk.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async ValueTask DisposeAsync() => await FlushAsync().ConfigureAwait(false);

    private bool IsDue()
    {
        var iteration = _optimizer.Iteration;
        if (iteration == _saved)
            return false;
        return (EverySteps is null && Every is null)
            || (EverySteps is { } steps && (iteration < _saved || iteration / steps > _saved / steps))
            || (Every is { } time && Clock.GetElapsedTime(_time) >= time);
    }

    private void Mark() => (_saved, _time) = (_optimizer.Iteration, Clock.GetTimestamp());

    private void Capture(scoped ReadOnlySpan<Parameter> parameters)
    {
        if (!parameters.IsEmpty)
            StepDoor.CheckValues(parameters, null);
        _state = _optimizer.Snapshot(_state);
        if (!ParameterVectors.TryRead(parameters, _values))
            _values = ParameterVectors.Read(parameters, StateFileNames.Value);
        TrainingState.CheckFit(_state, _values);
    }

    /// <summary>Waits for the background and throws what has failed there.</summary>
    private void Join()
    {
        if (_writing is not { } writing)
            return;
        _writing = null;
        writing.GetAwaiter().GetResult();
    }

    private void Write(long iteration, StateFileWriter file, double? metric)
    {
        try
        {
            SafetensorsWriter.Write(_folder.PathOf(iteration), file.Tensors, file.Metadata, layer: _layer);
            var best = _best is { } known && known.Iteration != iteration ? known : null;
            if (metric is { } number && !double.IsNaN(number) && (best is null || number < best.Metric))
                best = new(iteration, number);
            Volatile.Write(ref _best, best);
            _folder.Prune(iteration, KeepLast, KeepBest ? best?.Iteration : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                string.Create(CultureInfo.InvariantCulture, $"The checkpoint of iteration {iteration} could not be written: {exception.Message}"),
                exception);
        }
    }

    private void FindBest(IEnumerable<long> iterations)
    {
        var best = iterations.Select(each => (Iteration: each, Metric: _folder.MetricOf(each)))
            .Where(each => each.Metric is { } metric && !double.IsNaN(metric))
            .OrderBy(each => each.Metric).ThenBy(each => each.Iteration).FirstOrDefault();
        Volatile.Write(ref _best, best.Metric is { } smallest ? new Best(best.Iteration, smallest) : null);
    }

    /// <summary>The checkpoint with the smallest metric.</summary>
    private sealed record Best(long Iteration, double Metric);
}
