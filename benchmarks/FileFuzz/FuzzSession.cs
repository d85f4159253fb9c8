using System.Diagnostics;

namespace Optimizers.FileFuzz;

/// <summary>
/// Reads mutated files of optimizers, by turns as something whose length is known and as something that only flows. A file is refused by an
/// <see cref="InvalidDataException"/> or read; what was read is written, and must be read again as the same. It is loaded into an optimizer or
/// refused by an <see cref="ArgumentException"/>. All else is a finding.
/// </summary>
internal sealed class FuzzSession
{
    /// <summary>The tensors twice, and what a header with its description becomes.</summary>
    private const long BytesPerByte = 64;
    private const long BytesPerFile = 256 * 1024;

    /// <summary>Far above what a busy machine makes of a file's tenth of a millisecond: only a hang takes longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly List<string> _findings = [];
    private int _read;
    private int _refused;
    private int _loaded;
    private long _largest;
    private TimeSpan _slowest;

    /// <summary>What must not be: the file's index and what happened.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>How many files were whole.</summary>
    public int Read => _read;

    public void Run(int first, int count)
    {
        foreach (var file in SeedFiles.All) // Not on the first file's account.
        {
            Try(file, asStream: true);
            Try(file[..100], asStream: false);
        }

        (_read, _refused, _loaded, _largest, _slowest) = (0, 0, 0, 0, TimeSpan.Zero);
        for (var index = first; index < first + count; index++)
        {
            var problem = Try(new Mutation(index, SeedFiles.All).Next(), asStream: index % 2 == 1);
            if (problem is not null)
                _findings.Add($"file {index}: {problem}");
        }
    }

    public override string ToString() =>
        $"{_read + _refused:N0} files: {_read:N0} read, {_loaded:N0} of them loaded, {_refused:N0} refused, {_findings.Count} findings; " +
        $"at most {_largest:N0} bytes allocated and {_slowest.TotalMilliseconds:F1} ms for one";

    private string? Try(byte[] file, bool asStream)
    {
        var watch = Stopwatch.StartNew();
        using Stream stream = asStream ? new OneWayStream(file, largestPiece: 97) : new MemoryStream(file, writable: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        OptimizerFileContent? content = null;
        try
        {
            content = OptimizerFile.Read(stream);
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
        return content is null ? null : Use(content);
    }

    private string? Use(OptimizerFileContent content)
    {
        try
        {
            var first = Write(content);
            if (!Write(OptimizerFile.Read(new MemoryStream(first))).AsSpan().SequenceEqual(first))
                return "what was read was not read again as the same after it was written";
            new Adam().Load(new MemoryStream(first));
            _loaded++;
            return null;
        }
        catch (ArgumentException)
        {
            return null; // A state of another rule, or one that does not fit it.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{exception.GetType().Name} after it was read: {exception.Message}";
        }
    }

    private static byte[] Write(OptimizerFileContent content)
    {
        using var stream = new MemoryStream();
        OptimizerFile.Write(stream, content);
        return stream.ToArray();
    }
}
