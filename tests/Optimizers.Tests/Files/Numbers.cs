using Optimizers.Files;

namespace Optimizers.Tests.Files;

/// <summary>The content of a file in tests of how it is written: one tensor w of so many equal numbers.</summary>
internal static class Numbers
{
    public static TensorSource[] Equal(int number, int count) =>
        [TensorSource.ByRows<int>("w", TensorType.I32, new TensorShape(count), Enumerable.Repeat(number, count).ToArray())];

    public static int First(string path) => SafetensorsReader.Read(path).Tensors.Single().Elements<int>().Span[0];
}
