namespace Optimizers.Benchmarks;

/// <summary>Where the source code is.</summary>
internal static class Repository
{
    /// <summary>The folder of Optimizers.sln, above this program or the current directory; null if there is none.</summary>
    public static string? Folder { get; } = Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory);

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Optimizers.sln")))
                return at.FullName;
        }

        return null;
    }
}
