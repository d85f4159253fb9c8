namespace Optimizers.Package.Tests;

/// <summary>The library and all packages beside it, packed into a feed of their own, under a version that no cache has seen.</summary>
public sealed class PackedLibrary : IDisposable
{
    private static readonly string[] Names =
    [
        "Optimizers", "Optimizers.Diagnostics", "Optimizers.Reports", "Optimizers.TorchSharp", "Optimizers.Mpi", "Optimizers.Extensions",
        "Optimizers.Tool",
    ];

    /// <summary>Packs them.</summary>
    public PackedLibrary()
    {
        Folder = Directory.CreateTempSubdirectory("optimizers-package-").FullName;
        Version = $"0.0.0-test{Guid.NewGuid():N}";
        var artifacts = Path.Combine(Folder, "artifacts"); // its own, so that a build of the solution beside it is not disturbed
        foreach (var name in Names)
        {
            Command.DotNet(
                Repository.Folder, new Dictionary<string, string>(),
                "pack", $"src/{name}/{name}.csproj", "-c", "Release", "--artifacts-path", artifacts, $"-p:Version={Version}").Succeeded();
        }

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

    /// <summary>The folder with the packages and their symbols.</summary>
    public string Feed { get; }

    /// <summary>The version of all.</summary>
    public string Version { get; }

    /// <summary>The package file.</summary>
    public string Package => Path.Combine(Feed, $"Optimizers.{Version}.nupkg");

    /// <summary>The symbol package file.</summary>
    public string Symbols => Path.Combine(Feed, $"Optimizers.{Version}.snupkg");

    /// <summary>The package file of the diagnostics.</summary>
    public string Diagnostics => Path.Combine(Feed, $"Optimizers.Diagnostics.{Version}.nupkg");

    /// <summary>The package file of the reports.</summary>
    public string Reports => Path.Combine(Feed, $"Optimizers.Reports.{Version}.nupkg");

    /// <summary>The package file of what is for TorchSharp.</summary>
    public string TorchSharp => Path.Combine(Feed, $"Optimizers.TorchSharp.{Version}.nupkg");

    /// <summary>The package file of what is for several machines.</summary>
    public string Mpi => Path.Combine(Feed, $"Optimizers.Mpi.{Version}.nupkg");

    /// <summary>The package file of what is for the host's metrics and logs.</summary>
    public string Extensions => Path.Combine(Feed, $"Optimizers.Extensions.{Version}.nupkg");

    /// <summary>Deletes the feed, what stands in its folder, and the packages in the consumers' cache.</summary>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        foreach (var name in Names)
        {
            var cached = Path.Combine(Repository.PackageCache, name.ToLowerInvariant(), Version);
            if (Directory.Exists(cached))
                Directory.Delete(cached, recursive: true);
        }
    }
}
