using Optimizers.Files;

namespace Optimizers.Tests.Files;

/// <summary>The file that a Python program without our code has read and found right: Fixtures/python_files.py.</summary>
internal static class PythonFixture
{
    public const string Command = "write-python-fixture";

    public static readonly Dictionary<string, string> Metadata = new() { ["made by"] = "the library", ["größe"] = "2 × 3" };

    public static IEnumerable<TensorSource> Tensors =>
    [
        TensorSource.ByRows<byte>("bytes", TensorType.U8, new TensorShape(3), new byte[] { 1, 2, 255 }),
        TensorSource.ByColumns<double>("matrix", TensorType.F64, 2, 3, new[] { 11.5, 21.5, 12.5, 22.5, 13.5, 23.5 }),
        TensorSource.ByRows<float>("single", TensorType.F32, new TensorShape(), new[] { 0.25f }),
        TensorSource.ByRows<long>("whole", TensorType.I64, new TensorShape(2), new[] { -1, 1L << 62 }),
        TensorSource.ByRows<Half>("half", TensorType.F16, new TensorShape(2, 1), new[] { (Half)1.5, (Half)(-2) }),
        TensorSource.ByRows<float>("nothing", TensorType.F32, new TensorShape(0, 4), Array.Empty<float>()),
    ];

    public static void Write(string path) => SafetensorsWriter.Write(path, Tensors, Metadata);
}
