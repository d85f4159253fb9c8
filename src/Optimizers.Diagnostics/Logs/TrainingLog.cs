using Optimizers.Diagnostics.Logs;

namespace Optimizers.Diagnostics;

/// <summary>
/// The log of a training that another framework wrote: <c>Diagnosis.Of(TrainingLog.Read("train.csv").ToMonitor())</c>. What its columns were taken to
/// mean and what was done beside reading is said in <see cref="Columns"/> and <see cref="Remarks"/>.
/// </summary>
/// <remarks>
/// Numbers are read alike in every culture. A last line or record that is cut off is dropped; damage elsewhere is an error that names its place:
/// file, line and column, or file, record and byte.
/// </remarks>
public sealed class TrainingLog
{
    private readonly IReadOnlyList<long> _restarts;

    private TrainingLog(LogContent content, TrainingLogFormat format, LogColumns columns, LogAssembly assembly)
    {
        (Name, Format, Columns) = (content.Name, format, columns.InWords);
        IsByEpoch = assembly.AreRowsEpochs;
        Steps = StepsOf(assembly.Points);
        Evaluations = EvaluationsOf(assembly.Points, IsByEpoch);
        Remarks = [.. content.Remarks];
        _restarts = content.Restarts;
    }

    /// <summary>The name of the file, without its folder.</summary>
    public string Name { get; }

    /// <summary>The format, as it was given or recognized.</summary>
    public TrainingLogFormat Format { get; }

    /// <summary>What the columns were guessed to mean, in words: "val_loss: the loss on a holdout". Other columns were not read.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>What was done beside reading, in sentences: a line that was dropped, a counter that was counted on.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>True where the log has an epoch a row and no steps: then the iterations are the numbers of the epochs.</summary>
    public bool IsByEpoch { get; }

    /// <summary>The steps that have a loss, with the rate and the gradient's norm where the log has them; the rest is NaN.</summary>
    public IReadOnlyList<StepRecord> Steps { get; }

    /// <summary>
    /// Losses and accuracies over whole sets; NaN for what was not measured, ∞ for a loss that is NaN in the log. Accuracies are shares, also where
    /// the log has per cents.
    /// </summary>
    public IReadOnlyList<EvaluationRecord> Evaluations { get; }

    /// <summary>Reads a file, or a folder of TensorBoard's: the event files of a run, else CSV exports of its curves.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="options">The format and the run; null to find out.</param>
    /// <exception cref="InvalidDataException">It is damaged elsewhere than at its end, holds no loss, or holds several runs.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TrainingLog Read(string path, TrainingLogOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            var folder = new LogContent(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))), "", options ?? new());
            var (format, columns, rows) = TensorBoardLog.ReadFolder(path, folder);
            return new(folder, format, columns, LogAssembly.Of(folder, columns, rows));
        }

        using var stream = File.OpenRead(path);
        return Read(stream, Path.GetFileName(path), options);
    }

    /// <summary>Reads a stream to its end; it stays open.</summary>
    /// <param name="stream">An event file of TensorBoard, or UTF-8 text, or what its byte-order mark says.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">The format and the run; null to find out.</param>
    /// <exception cref="InvalidDataException">It is damaged elsewhere than at its end, holds no loss, or holds several runs.</exception>
    public static TrainingLog Read(Stream stream, string name, TrainingLogOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var whole = new PeekedStream(stream, EventRecords.HeaderLength);
        var format = options?.Format ?? (EventRecords.IsOne(whole.Beginning) ? TrainingLogFormat.TensorBoard : null);
        var content = format == TrainingLogFormat.TensorBoard ? new(name, "", options ?? new()) : LogContent.Of(whole, name, options ?? new());
        var found = format ?? LogRecognition.FormatOf(content);
        var (columns, rows) = found switch
        {
            TrainingLogFormat.Csv or TrainingLogFormat.KerasCsv or TrainingLogFormat.LightningCsv or TrainingLogFormat.WandbCsv =>
                CsvLog.Read(content, found),
            TrainingLogFormat.TensorBoard => TensorBoardLog.ReadEvents(whole, content),
            TrainingLogFormat.TensorBoardCsv => TensorBoardLog.ReadExport(content),
            TrainingLogFormat.TrainerState => TrainerStateLog.Read(content),
            TrainingLogFormat.JsonLines => JsonLinesLog.Read(content),
            TrainingLogFormat.Prints => PrintedLog.Read(content),
            _ => throw new ArgumentOutOfRangeException(nameof(options), found, $"{found} is no format of a log."),
        };
        return new(content, found, columns, LogAssembly.Of(content, columns, rows));
    }

    /// <summary>A monitor that has seen the log, as if its steps and evaluations had been recorded as they happened.</summary>
    public TrainingMonitor ToMonitor()
    {
        var monitor = new TrainingMonitor { CountedIn = IsByEpoch ? "epoch" : "iteration", Restarts = _restarts };
        var next = 0;
        foreach (var step in Steps)
        {
            RecordEvaluations(monitor, ref next, step.Iteration);
            monitor.RecordStep(step.Loss, step.LearningRate, step.GradientNorm, step.Iteration);
        }

        RecordEvaluations(monitor, ref next, long.MaxValue);
        return monitor;
    }

    /// <summary>What was read, a line each.</summary>
    public override string ToString() => string.Join(Environment.NewLine, [
        FormattableString.Invariant($"{Name}: {Format}, {Steps.Count} {(IsByEpoch ? "epochs" : "steps")}, {Evaluations.Count} evaluations"),
        .. Columns.Select(column => $"  {column}"),
        .. Remarks.Select(remark => $"  {remark}")]);

    private void RecordEvaluations(TrainingMonitor monitor, ref int next, long before)
    {
        for (; next < Evaluations.Count && Evaluations[next] is var each && each.Iteration < before; next++)
        {
            monitor.RecordEvaluation(each.TrainingLoss, each.ValidationLoss, each.TestLoss, each.Iteration, each.Epoch);
            monitor.RecordAccuracy(each.TrainingAccuracy, each.ValidationAccuracy, each.TestAccuracy, each.Iteration, each.Epoch);
        }
    }

    private static List<StepRecord> StepsOf(IReadOnlyList<LogPoint> points)
    {
        var (steps, rate) = (new List<StepRecord>(), double.NaN);
        // A norm that is not finite before losses that are is a step that mixed precision skipped.
        var lastFinite = points.LastOrDefault(point => point.Loss is { } loss && double.IsFinite(loss))?.Iteration ?? long.MinValue;
        foreach (var point in points)
        {
            rate = point.LearningRate ?? rate;
            if (point.Loss is not { } loss)
                continue;
            var norm = point.GradientNorm is { } known && (double.IsFinite(known) || point.Iteration >= lastFinite) ? known : double.NaN;
            steps.Add(new(point.Iteration, loss, rate, norm, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0));
        }

        return steps;
    }

    private static List<EvaluationRecord> EvaluationsOf(IReadOnlyList<LogPoint> points, bool isByEpoch)
    {
        // Where there is no more than one training loss an evaluation, it is that of the epoch.
        var hasEvaluations = points.Any(point => point.IsEvaluation);
        var areEpochs = isByEpoch || points.Count(point => point.Loss is not null) <= points.Count(point => point.IsEvaluation);
        return
        [
            .. points.Where(point => point.IsEvaluation || (areEpochs && point.Loss is not null)
                    || (point.HasAccuracy && !hasEvaluations))
                .Select(point => new EvaluationRecord(
                    point.Iteration,
                    Measured(point.EpochLoss ?? (areEpochs ? point.Loss : null)),
                    Measured(point.Validation),
                    Measured(point.Test),
                    point.Epoch)
                {
                    // That of a single batch says little beside those of whole sets.
                    TrainingAccuracy = areEpochs || !hasEvaluations ? Share(point.TrainingAccuracy) : double.NaN,
                    ValidationAccuracy = Share(point.ValidationAccuracy),
                    TestAccuracy = Share(point.TestAccuracy),
                }),
        ];
    }

    private static double Share(double? accuracy) => accuracy is { } share && double.IsFinite(share) ? share : double.NaN;

    private static double Measured(double? loss) => loss switch { null => double.NaN, double.NaN => double.PositiveInfinity, { } known => known };
}
