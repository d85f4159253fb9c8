using System.Diagnostics;

namespace Optimizers.FileFuzz;

/// <summary>
/// Reads mutated files, by turns as something whose length is known and as something that only flows. A file is refused by an
/// <see cref="InvalidDataException"/> or read, and what was read must be fit for use. All else is a finding.
/// </summary>
/// <typeparam name="TContent">What the reader under test returns.</typeparam>
/// <param name="files">The whole files that are damaged.</param>
/// <param name="bytesPerByte">How much the reader may allocate for a byte of a file.</param>
/// <param name="bytesPerFile">How much it may allocate for any file, beside that.</param>
internal abstract class FuzzSession<TContent>(IReadOnlyList<byte[]> files, long bytesPerByte, long bytesPerFile)
    where TContent : class
{
    /// <summary>Far above what a busy machine makes of a file's tenth of a millisecond: only a hang takes longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly List<string> _findings = [];
    private int _refused;
    private long _largest;
    private TimeSpan _slowest;

    /// <summary>What must not be: the file's index and what happened.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>How many files were whole.</summary>
    public int Read { get; private set; }

    public void Run(int first, int count)
    {
        foreach (var file in files) // Not on the first file's account.
        {
            Try(file, asStream: true);
            Try(file[..Math.Min(file.Length, 100)], asStream: false);
        }

        (Read, _refused, _largest, _slowest) = (0, 0, 0, TimeSpan.Zero);
        Begin();
        for (var index = first; index < first + count; index++)
        {
            var problem = Try(new Mutation(index, files).Next(), asStream: index % 2 == 1);
            if (problem is not null)
                _findings.Add($"file {index}: {problem}");
        }
    }

    public override string ToString() =>
        $"{Read + _refused:N0} files: {Read:N0} read{More}, {_refused:N0} refused, {_findings.Count} findings; " +
        $"at most {_largest:N0} bytes allocated and {_slowest.TotalMilliseconds:F1} ms for one";

    /// <summary>What is said of the files that were read.</summary>
    protected virtual string More => "";

    /// <summary>Counts of one's own begin anew.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is refused.</exception>
    protected abstract TContent ReadFrom(Stream stream);

    /// <summary>Uses what was read.</summary>
    /// <returns>What was wrong with it; null if nothing.</returns>
    protected abstract string? Use(TContent content);

    private string? Try(byte[] file, bool asStream)
    {
        var watch = Stopwatch.StartNew();
        using Stream stream = asStream ? new OneWayStream(file, largestPiece: 97) : new MemoryStream(file, writable: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        TContent? content = null;
        try
        {
            content = ReadFrom(stream);
            Read++;
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
        if (allocated > bytesPerFile + (bytesPerByte * file.Length))
            return $"{allocated} bytes were allocated for a file of {file.Length}";
        if (watch.Elapsed > Longest)
            return $"it took {watch.Elapsed.TotalSeconds:F1} s";
        return content is null ? null : Use(content);
    }
}
