namespace Optimizers.Package.Tests;

/// <summary>The library packed into a feed of its own, under a version that no cache has seen.</summary>
public sealed class PackedLibrary : IDisposable
{
    /// <summary>Packs the library.</summary>
    public PackedLibrary()
    {
        Folder = Directory.CreateTempSubdirectory("optimizers-package-").FullName;
        Version = $"0.0.0-test{Guid.NewGuid():N}";
        var artifacts = Path.Combine(Folder, "artifacts"); // its own, so that a build of the solution beside it is not disturbed
        Command.DotNet(
            Repository.Folder, new Dictionary<string, string>(),
            "pack", "src/Optimizers/Optimizers.csproj", "-c", "Release", "--artifacts-path", artifacts, $"-p:Version={Version}").Succeeded();
        Feed = Path.Combine(artifacts, "package", "release");

        File.WriteAllText(Path.Combine(Folder, "NuGet.config"), $"""
            <configuration>
              <packageSources>
                <add key="optimizers-under-test" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
    }

    /// <summary>A folder outside the repository; its NuGet.config adds <see cref="Feed"/> to the machine's sources.</summary>
    public string Folder { get; }

    /// <summary>The folder with the package and its symbols.</summary>
    public string Feed { get; }

    /// <summary>The package's version.</summary>
    public string Version { get; }

    /// <summary>The package file.</summary>
    public string Package => Path.Combine(Feed, $"Optimizers.{Version}.nupkg");

    /// <summary>The symbol package file.</summary>
    public string Symbols => Path.Combine(Feed, $"Optimizers.{Version}.snupkg");

    /// <summary>Deletes the feed, what stands in its folder, and the package in the consumers' cache.</summary>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        var cached = Path.Combine(Repository.PackageCache, "optimizers", Version);
        if (Directory.Exists(cached))
            Directory.Delete(cached, recursive: true);
    }
}
