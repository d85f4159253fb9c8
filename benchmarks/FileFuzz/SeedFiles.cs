using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace Optimizers.FileFuzz;

/// <summary>Files of optimizers to be mutated: with hashes, as the library writes them, and without, where more of a mutation survives.</summary>
internal static class SeedFiles
{
    public static IReadOnlyList<byte[]> All { get; } = [.. Saved().SelectMany(file => (byte[][])[file, WithoutHashes(file), WithoutHashes(file)])];

    private static IEnumerable<byte[]> Saved()
    {
        yield return Save(new Adam(), steps: 0, name: null);
        yield return Save(new Adam(), steps: 3, name: "w");
        yield return Save(new Momentum(0.1), steps: 1, name: null);
        yield return Save(new Lookahead(new AdamW(0.1)), steps: 2, name: "layer.weight \u00e4");
        yield return Save(new Prodigy(), steps: 2, name: "w");
        yield return Save(new Adafactor(), steps: 2, name: null);
        yield return Save(new Soap(), steps: 2, name: "w");
    }

    private static byte[] Save(IOptimizer optimizer, int steps, string? name)
    {
        var half = new Half[3];
        Parameter[] parameters =
        [
            Parameter.Matrix(new double[6], new[] { 1.0, 2, 3, 4, 5, 6 }, 2, 3) with { Name = name },
            Parameter.OfHalf(half, new Half[] { (Half)1, (Half)2, (Half)3 }) with { Name = name is null ? null : "half" },
        ];
        for (var step = 0; step < steps; step++)
            optimizer.Step(parameters);
        using var stream = new MemoryStream();
        optimizer.Save(stream, parameters);
        return stream.ToArray();
    }

    /// <summary>The same file as another program would write it.</summary>
    private static byte[] WithoutHashes(byte[] file)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var header = JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
        var metadata = header["__metadata__"]!.AsObject();
        foreach (var key in metadata.Select(each => each.Key).Where(key => key.StartsWith("xxh3", StringComparison.Ordinal)).ToArray())
            metadata.Remove(key);
        return RawFile.Build(System.Text.Encoding.UTF8.GetBytes(header.ToJsonString()), file.AsSpan(8 + length));
    }
}
