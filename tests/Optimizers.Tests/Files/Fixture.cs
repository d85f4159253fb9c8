namespace Optimizers.Tests.Files;

/// <summary>A file of Fixtures, from the test assembly.</summary>
internal static class Fixture
{
    public static IEnumerable<string> Names => typeof(Fixture).Assembly.GetManifestResourceNames();

    public static Stream Open(string name) =>
        typeof(Fixture).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException("There is no such fixture.", name);

    public static byte[] Bytes(string name)
    {
        using var stream = Open(name);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
