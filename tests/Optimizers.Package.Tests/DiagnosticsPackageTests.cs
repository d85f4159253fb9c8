using System.IO.Compression;
using System.Xml.Linq;

namespace Optimizers.Package.Tests;

/// <summary>The package of the diagnostics, as its users have it.</summary>
[Collection(PackageTestGroup.Name)]
public sealed class DiagnosticsPackageTests(PackedLibrary library)
{
    [Fact]
    public void Holds_its_assembly_with_documentation()
    {
        using var archive = ZipFile.OpenRead(library.Diagnostics);
        archive.Entries.Select(entry => entry.FullName).Should().Contain([
            "README.md", "CHANGELOG.md", "LICENSE", "icon.png", "lib/net10.0/Optimizers.Diagnostics.dll", "lib/net10.0/Optimizers.Diagnostics.xml"]);
    }

    [Fact]
    public void Depends_on_the_library_of_its_version_with_its_analyzers_and_on_MathNet()
    {
        using var archive = ZipFile.OpenRead(library.Diagnostics);
        using var nuspec = archive.GetEntry("Optimizers.Diagnostics.nuspec")!.Open();
        var group = XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "group").Should().ContainSingle().Subject;
        var dependencies = group.Elements().ToDictionary(each => each.Attribute("id")!.Value);
        dependencies.Keys.Should().BeEquivalentTo("Optimizers", "MathNet.Numerics");
        dependencies["Optimizers"].Attribute("version")!.Value.Should().Be(library.Version);
        dependencies["Optimizers"].Attribute("exclude")?.Value.Should().NotContain("Analyzers");
    }

    [Fact]
    public void The_program_of_its_readme_says_that_the_steps_are_too_small()
    {
        var project = new ConsumerProject(
            library, "Optimizers.Diagnostics", "net10.0", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
            [("Program.cs", Readme.DiagnosticsPackage)]);
        project.Build().Succeeded();
        project.Run("net10.0").Should().Contain("the steps are too small");
    }
}
