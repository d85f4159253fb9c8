using System.Text;
using Optimizers.FileFuzz;
using Optimizers.Files;

namespace Optimizers.Tests.Files;

/// <summary>
/// Valid files to be mutated: with hashes, as the library writes them, and without, as other programs do, where more of a mutation survives.
/// </summary>
internal static class FormatSeeds
{
    public static IReadOnlyList<byte[]> All { get; } = [.. Written(), .. Foreign()];

    private static IEnumerable<byte[]> Written()
    {
        yield return Write([]);
        yield return Write([Number("step", 7)]);
        yield return Write(
            [
                Number("state.0.step", 10),
                TensorSource.ByColumns<double>("state.0.exp_avg", TensorType.F64, 2, 3, Enumerable.Range(0, 6).Select(i => i / 8.0).ToArray()),
                TensorSource.ByRows<ushort>("half", TensorType.BF16, new TensorShape(5), new ushort[] { 1, 2, 3, 4, 5 }),
                TensorSource.ByRows<byte>("empty", TensorType.U8, new TensorShape(0, 4), Array.Empty<byte>()),
            ],
            new() { ["rule"] = "Adam", ["text"] = "äöü \" \\ \u0001", ["param_groups"] = "[{\"lr\": 0.001}]" });
        yield return Write([TensorSource.ByRows<float>("large", TensorType.F32, new TensorShape(100, 50), new float[5000])]);
    }

    private static IEnumerable<byte[]> Foreign()
    {
        yield return RawFile.Build("{}");
        yield return RawFile.Build("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}   """, 0, 0, 128, 63);
        yield return RawFile.Build(
            """
            {"__metadata__":{"by":"me"},"b":{"data_offsets":[6,8],"dtype":"F16","shape":[1]},"a":{"dtype":"U8","shape":[2,3],"data_offsets":[0,6]}}
            """,
            1, 2, 3, 4, 5, 6, 7, 8);
        yield return RawFile.Build(
            """{"\u0061b":{"dtype":"F4","shape":[4],"data_offsets":[0,2]},"c":{"dtype":"I64","shape":[0],"data_offsets":[2,2]}}""", 1, 2);
        var names = Enumerable.Range(0, 40).Select(i => $$"""
            "layer.{{i}}.weight":{"dtype":"I16","shape":[2],"data_offsets":[{{4 * i}},{{(4 * i) + 4}}]}
            """);
        yield return RawFile.Build(Encoding.UTF8.GetBytes($"{{{string.Join(',', names)}}}"), new byte[160]);
    }

    private static TensorSource Number(string name, float value) =>
        TensorSource.ByRows<float>(name, TensorType.F32, new TensorShape(), new[] { value });

    private static byte[] Write(TensorSource[] tensors, Dictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors, metadata);
        return stream.ToArray();
    }
}
