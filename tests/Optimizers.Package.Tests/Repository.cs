using System.Reflection;

namespace Optimizers.Package.Tests;

/// <summary>The folders that the build knows.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Folder { get; } = Metadata("Repository");

    /// <summary>Where the consumers' packages are kept from run to run, apart from the user's own.</summary>
    public static string PackageCache { get; } = Metadata("PackageCache");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
