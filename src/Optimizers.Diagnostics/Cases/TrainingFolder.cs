using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// A training that was written into a folder, by whatever framework: <c>Diagnosis.Of(TrainingFolder.Read("case").Case)</c>. Without the model's
/// functions it holds all facts that need no gradient: about inputs, answers, outputs, the losses of examples, and the log.
/// </summary>
/// <remarks>
/// <para>The files, of which each may be missing: <c>inputs.npy</c> (examples × features of any shape, as the model saw them), <c>outputs.npy</c>
/// (examples × outputs, as the loss took them), <c>targets.npy</c> (a class an example, or examples × numbers), <c>losses.npy</c> (a loss an
/// example), all over the same training examples in the same order and at the same weights; <c>test_inputs.npy</c>; and a log, <c>log.csv</c> or
/// another file "log.…" that <see cref="TrainingLog"/> reads, or event files of TensorBoard.</para>
/// <para>Arrays are those of NumPy, versions 1 to 3, of floats, integers or truth values; pickled objects are refused.</para>
/// </remarks>
public sealed class TrainingFolder
{
    private TrainingFolder(string name, TrainingCase trainingCase, TrainingLog? log, IReadOnlyList<string> remarks) =>
        (Name, Case, Log, Remarks) = (name, trainingCase, log, remarks);

    /// <summary>The name of the folder.</summary>
    public string Name { get; }

    /// <summary>The case; what else is known of the training is added to it by <c>with</c>.</summary>
    public TrainingCase Case { get; }

    /// <summary>The log; null if there is none.</summary>
    public TrainingLog? Log { get; }

    /// <summary>What was found and what it was taken for, in sentences.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Reads a folder.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="loss">The loss; null: the one that gives <c>losses.npy</c> of outputs and targets, else as outputs and targets look.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds none of the files, or a file is damaged, or two do not hold the same examples.</exception>
    public static TrainingFolder Read(string path, NamedLoss? loss = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder {path}.");
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var remarks = new List<string>();
        var (inputs, outputs) = (Matrix(path, "inputs.npy", remarks), Matrix(path, "outputs.npy", remarks));
        var (targets, losses) = (Array(path, "targets.npy", remarks), Array(path, "losses.npy", remarks));
        var log = LogOf(path);
        if (log is null && inputs is null && outputs is null && targets is null && losses is null)
        {
            throw new InvalidDataException(
                $"{name}: the folder holds none of inputs.npy, outputs.npy, targets.npy, losses.npy and log.csv, and no event files.");
        }

        if (losses is { Shape.Count: not 1 })
            throw new InvalidDataException($"losses.npy: its shape is ({Shape(losses)}); it must be one loss an example.");
        var count = ThrowIfCountsDiffer(
            ("inputs.npy", inputs?.ColumnCount), ("outputs.npy", outputs?.ColumnCount),
            ("targets.npy", targets is { Shape: [var extent, ..] } ? extent : null),
            ("losses.npy", losses?.Values.Length));
        var trainingCase = new TrainingCase(log?.ToMonitor() ?? new TrainingMonitor())
        {
            MeasuredOutputs = outputs,
            GivenLosses = losses?.Values,
            SampleSize = Math.Max(1, count), // Of losses that are there already no sample is drawn.
        };
        if (targets is not null)
        {
            var data = FolderAnswers.DataOf(targets, inputs ?? Matrix<double>.Build.Dense(0, count), outputs?.RowCount ?? 0, loss, remarks);
            trainingCase = trainingCase with { Data = data, Loss = loss ?? FolderAnswers.LossOf(data, outputs, losses?.Values, remarks) };
        }
        else
        {
            trainingCase = trainingCase with { Inputs = inputs, ExampleCount = count == 0 ? null : count, Loss = loss };
        }

        trainingCase = trainingCase with { TestInputs = Matrix(path, "test_inputs.npy", remarks) };
        if (log is not null)
        {
            remarks.Add($"{log.Name}: {string.Join("; ", log.Columns)}");
            remarks.AddRange(log.Remarks.Select(remark => $"{log.Name}: {remark}"));
        }

        return new(name, trainingCase, log, remarks);
    }

    /// <summary>What was read, a line each.</summary>
    public override string ToString() => string.Join(Environment.NewLine, [Name, .. Remarks.Select(remark => $"  {remark}")]);

    private static TrainingLog? LogOf(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "log.*").Order(StringComparer.Ordinal).ToList();
        if (files.Count > 1)
            throw new InvalidDataException($"There are {files.Count} logs, {string.Join(", ", files.Select(Path.GetFileName))}; there must be one.");
        return files is [var file] ? TrainingLog.Read(file)
            : Directory.EnumerateFiles(folder, "*tfevents*", SearchOption.AllDirectories).Any() ? TrainingLog.Read(folder)
            : null;
    }

    private static NpyFile? Array(string folder, string name, List<string> remarks)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return null;
        using var stream = File.OpenRead(path);
        var array = NpyFile.Read(stream, name);
        if (array.Shape.Count == 0)
            throw new InvalidDataException($"{name}: it holds a single number; it must have an entry an example.");
        remarks.Add($"{name}: {Shape(array)}, {(array.IsInteger ? "integers" : "floats")}");
        return array;
    }

    // Examples × features with the last index fastest is features × examples, column by column; without examples it is nothing.
    private static Matrix<double>? Matrix(string folder, string name, List<string> remarks) =>
        Array(folder, name, remarks) is not { } array ? null
        : Matrix<double>.Build.Dense(array.Shape[0] == 0 ? 0 : array.Values.Length / array.Shape[0], array.Shape[0], array.Values);

    private static int ThrowIfCountsDiffer(params ReadOnlySpan<(string Name, int? Count)> files)
    {
        (string Name, int? Count) first = default;
        foreach (var file in files)
        {
            if (file.Count is null)
                continue;
            if (first.Count is null)
                first = file;
            else if (first.Count != file.Count)
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file.Name} has {file.Count} examples and {first.Name} {first.Count}: the first extent of each must be the same examples."));
        }

        return first.Count ?? 0;
    }

    private static string Shape(NpyFile array) => string.Join(" × ", array.Shape);
}
