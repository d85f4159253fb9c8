using System.Buffers.Binary;
using System.Globalization;

namespace Optimizers.Files;

/// <summary>The files of a training's checkpoints: checkpoint-000000001000.safetensors is that of iteration 1000.</summary>
internal sealed class CheckpointFolder(string directory, IFileLayer layer)
{
    /// <summary>The note with the metric.</summary>
    public const string Metric = "metric";

    private const string Prefix = "checkpoint-";
    private const string Suffix = ".safetensors";
    private const int Digits = 12;
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>The file of an iteration.</summary>
    public string PathOf(long iteration) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{iteration:D12}{Suffix}"));

    /// <summary>The iterations of the checkpoints that are there, the latest first.</summary>
    public long[] Iterations() =>
        [.. Directory.EnumerateFiles(directory, $"{Prefix}*{Suffix}").Select(file => IterationOf(Path.GetFileName(file))).OfType<long>()
            .OrderDescending()];

    /// <summary>Removes the checkpoints up to an iteration but the latest ones and one more, and what killed processes have left.</summary>
    public void Prune(long iteration, int keepLast, long? best)
    {
        foreach (var old in Iterations().Where(each => each <= iteration).Skip(keepLast).Where(each => each != best))
            layer.Delete(PathOf(old));
        foreach (var file in layer.Unwritten(directory, Abandoned).Where(IsTemporary))
            layer.Delete(Path.Combine(directory, file));
    }

    /// <summary>The metric of a checkpoint, from its header alone; null where it has none, or is damaged.</summary>
    public double? MetricOf(long iteration)
    {
        try
        {
            using var file = File.OpenRead(PathOf(iteration));
            Span<byte> prefix = stackalloc byte[SafetensorsHeader.Prefix];
            file.ReadExactly(prefix);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (length > SafetensorsHeader.MaxLength || (long)length > file.Length)
                return null;
            var header = new byte[(int)length];
            file.ReadExactly(header);
            return SafetensorsHeader.Parse(header, file.Length - header.Length).Metadata.TryGetValue(StateFileNames.NotePrefix + Metric, out var text)
                && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var metric)
                    ? metric
                    : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FileNotFoundException)
        {
            return null;
        }
    }

    private static bool IsTemporary(string file)
    {
        var end = file.LastIndexOf(Suffix + ".", StringComparison.Ordinal);
        return end > 0 && IterationOf(file[1..(end + Suffix.Length)]) is not null && TemporaryName.IsFor(file[1..(end + Suffix.Length)], file);
    }

    private static long? IterationOf(string name) =>
        name.Length >= Prefix.Length + Digits + Suffix.Length
        && name.StartsWith(Prefix, StringComparison.Ordinal)
        && name.EndsWith(Suffix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number)
            ? number
            : null;
}
