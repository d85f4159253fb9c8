namespace Optimizers.Package.Tests;

/// <summary>A console project of a user's, outside the repository, that takes the library from the feed.</summary>
internal sealed class ConsumerProject
{
    private readonly Dictionary<string, string> _environment = new()
    {
        ["NUGET_PACKAGES"] = Repository.PackageCache,
    };

    /// <summary>
    /// Lays the project: its project file, and one source file for each of <paramref name="sources"/>. The package is that of the diagnostics where
    /// a source names its namespace, else the library itself.
    /// </summary>
    /// <param name="library">The library.</param>
    /// <param name="frameworks">The target frameworks, separated by semicolons.</param>
    /// <param name="properties">More properties, as MSBuild XML.</param>
    /// <param name="sources">File names and texts.</param>
    public ConsumerProject(PackedLibrary library, string frameworks, string properties, params (string File, string Text)[] sources)
        : this(library, PackageOf(sources), frameworks, properties, sources)
    {
    }

    /// <summary>Lays the project with another package of the feed; one in F# where the sources are.</summary>
    /// <param name="library">The library.</param>
    /// <param name="package">The package's name.</param>
    /// <param name="frameworks">The target frameworks, separated by semicolons.</param>
    /// <param name="properties">More properties, as MSBuild XML.</param>
    /// <param name="sources">File names and texts.</param>
    public ConsumerProject(PackedLibrary library, string package, string frameworks, string properties, (string File, string Text)[] sources)
    {
        Folder = Directory.CreateDirectory(Path.Combine(library.Folder, $"consumer-{Guid.NewGuid():N}")).FullName;
        var inFSharp = sources.Where(source => source.File.EndsWith(".fs", StringComparison.Ordinal)).Select(source => source.File).ToArray();
        File.WriteAllText(Path.Combine(Folder, inFSharp is [] ? "Consumer.csproj" : "Consumer.fsproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFrameworks>{frameworks}</TargetFrameworks>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="[{library.Version}]" />
                {string.Concat(inFSharp.Select(file => $"<Compile Include=\"{file}\" />"))}
              </ItemGroup>
            </Project>
            """);
        foreach (var (file, text) in sources)
            File.WriteAllText(Path.Combine(Folder, file), text);
    }

    /// <summary>The project's folder.</summary>
    public string Folder { get; }

    /// <summary>Restores the packages.</summary>
    public CommandResult Restore() => Command.DotNet(Folder, _environment, "restore");

    /// <summary>Runs one MSBuild target of one target framework.</summary>
    public CommandResult RunTarget(string framework, string target, params IEnumerable<string> properties) =>
        Command.DotNet(Folder, _environment,
            ["msbuild", "-nologo", "-v:minimal", $"-t:{target}", .. Options([$"TargetFramework={framework}", .. properties])]);

    /// <summary>Builds every target in Release.</summary>
    public CommandResult Build() => Command.DotNet(Folder, _environment, "build", "-c", "Release");

    /// <summary>Runs the built program of one target under the JIT and returns what it printed.</summary>
    public string Run(string framework, params IEnumerable<string> arguments) =>
        Command.DotNet(Folder, _environment, [Path.Combine("bin", "Release", framework, "Consumer.dll"), .. arguments]).Succeeded();

    /// <summary>Publishes one target into a folder.</summary>
    public CommandResult Publish(string framework, string output, params IEnumerable<string> properties) =>
        Command.DotNet(Folder, _environment, ["publish", "-c", "Release", "-f", framework, "-o", output, .. Options(properties)]);

    /// <summary>Runs the published program and returns what it printed.</summary>
    public string RunPublished(string output) =>
        Command.Run(Path.Combine(Folder, output, "Consumer"), Folder, _environment).Succeeded();

    private static string PackageOf((string File, string Text)[] sources) =>
        sources.Any(source => source.Text.Contains("Optimizers.Diagnostics", StringComparison.Ordinal)) ? "Optimizers.Diagnostics" : "Optimizers";

    private static IEnumerable<string> Options(IEnumerable<string> properties) => properties.Select(property => $"-p:{property}");
}
