using System.IO.Compression;
using System.Xml.Linq;

namespace Optimizers.Package.Tests;

/// <summary>The package of what is for the host's metrics and logs, as its users have it.</summary>
[Collection(PackageTestGroup.Name)]
public sealed class ExtensionsPackageTests(PackedLibrary library)
{
    [Fact]
    public void Depends_on_the_library_of_its_version_and_on_the_abstraction_of_logs()
    {
        using var archive = ZipFile.OpenRead(library.Extensions);
        archive.Entries.Select(entry => entry.FullName).Should().Contain(
            ["README.md", "CHANGELOG.md", "LICENSE", "icon.png", "lib/net10.0/Optimizers.Extensions.dll", "lib/net10.0/Optimizers.Extensions.xml"]);
        using var nuspec = archive.GetEntry("Optimizers.Extensions.nuspec")!.Open();
        var group = XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "group").Should().ContainSingle().Subject;
        var dependencies = group.Elements().ToDictionary(each => each.Attribute("id")!.Value, each => each.Attribute("version")!.Value);
        dependencies.Keys.Should().BeEquivalentTo("Optimizers", "Microsoft.Extensions.Logging.Abstractions");
        dependencies["Optimizers"].Should().Be(library.Version);
    }

    [Fact]
    public void The_program_of_its_readme_logs_every_hundredth_step()
    {
        // A host brings these along.
        const string host = """
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.Extensions.Diagnostics" Version="10.0.12" />
                <PackageReference Include="Microsoft.Extensions.Logging.Console" Version="10.0.12" />
              </ItemGroup>
              <PropertyGroup>
            """;
        var project = new ConsumerProject(library, "Optimizers.Extensions", "net10.0", host, [("Program.cs", Readme.Extensions)]);
        project.Build().Succeeded();
        var lines = project.Run("net10.0").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(4);
        lines[0].Should().Contain("Training by Adam(").And.Contain("from step 0");
        lines[3].Should().Contain("Step 300: learning rate 0.1, gradient norm ");
    }
}
