using System.Diagnostics;
using Optimizers.FileFuzz;
using Optimizers.Files;

namespace Optimizers.Tests.Files;

/// <summary>
/// Reads mutated files, by turns as something whose length is known and as something that only flows. A file is refused by an
/// <see cref="InvalidDataException"/> or read; what was read is written, and must be read again as the same. All else is a finding.
/// </summary>
internal sealed class FormatFuzzSession
{
    /// <summary>Twice the file for its tensors, twelve times for what a header becomes, and the buffers.</summary>
    private const long BytesPerByte = 14;
    private const long BytesPerFile = 160 * 1024;

    /// <summary>Far above what a busy machine makes of a file's tenth of a millisecond: only a hang takes longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly List<string> _findings = [];
    private int _read;
    private int _refused;
    private long _largest;
    private TimeSpan _slowest;

    /// <summary>What must not be: the file's index and what happened.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>How many files were whole.</summary>
    public int Read => _read;

    public void Run(int first, int count)
    {
        _ = FormatSeeds.All; // Not on the first file's account.
        Try(FormatSeeds.All[0], asStream: true);
        Try(FormatSeeds.All[^1][..100], asStream: false);
        (_read, _refused, _largest, _slowest) = (0, 0, 0, TimeSpan.Zero);
        for (var index = first; index < first + count; index++)
        {
            var problem = Try(new Mutation(index, FormatSeeds.All).Next(), asStream: index % 2 == 1);
            if (problem is not null)
                _findings.Add($"file {index}: {problem}");
        }
    }

    public override string ToString() =>
        $"{_read + _refused:N0} files: {_read:N0} read, {_refused:N0} refused, {_findings.Count} findings; " +
        $"at most {_largest:N0} bytes allocated and {_slowest.TotalMilliseconds:F1} ms for one";

    private string? Try(byte[] file, bool asStream)
    {
        var watch = Stopwatch.StartNew();
        using Stream stream = asStream ? new OneWayStream(file, largestPiece: 97) : new MemoryStream(file, writable: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SafetensorsContent? content = null;
        try
        {
            content = SafetensorsReader.Read(stream);
            _read++;
        }
        catch (InvalidDataException)
        {
            _refused++;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _largest = Math.Max(_largest, allocated);
        _slowest = watch.Elapsed > _slowest ? watch.Elapsed : _slowest;
        if (allocated > BytesPerFile + (BytesPerByte * file.Length))
            return $"{allocated} bytes were allocated for a file of {file.Length}";
        if (watch.Elapsed > Longest)
            return $"it took {watch.Elapsed.TotalSeconds:F1} s";
        return content is null || IsTheSameAgain(content) ? null : "what was read was not read again as the same after it was written";
    }

    private static bool IsTheSameAgain(SafetensorsContent content)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, content.Tensors.Select(StoredBytes.Source), content.Metadata);
        stream.Position = 0;
        var again = SafetensorsReader.Read(stream);
        var tensors = again.Tensors.ToDictionary(tensor => tensor.Name);
        return again.Metadata.OrderBy(pair => pair.Key).SequenceEqual(content.Metadata.OrderBy(pair => pair.Key))
            && tensors.Count == content.Tensors.Count
            && content.Tensors.All(tensor => StoredBytes.AreEqual(tensor, tensors[tensor.Name]));
    }
}
