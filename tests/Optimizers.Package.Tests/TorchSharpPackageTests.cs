using System.IO.Compression;
using System.Xml.Linq;

namespace Optimizers.Package.Tests;

/// <summary>The package of what is for TorchSharp, as its users have it. What its programs do, its own tests show, which have LibTorch.</summary>
[Collection(PackageTestGroup.Name)]
public sealed class TorchSharpPackageTests(PackedLibrary library)
{
    public static TheoryData<int> Programs => [.. Enumerable.Range(0, Readme.TorchSharp.Count)];

    [Fact]
    public void Depends_on_the_diagnostics_of_its_version_and_on_TorchSharp_without_a_LibTorch()
    {
        using var archive = ZipFile.OpenRead(library.TorchSharp);
        archive.Entries.Select(entry => entry.FullName).Should().Contain(
            ["README.md", "CHANGELOG.md", "LICENSE", "icon.png", "lib/net10.0/Optimizers.TorchSharp.dll", "lib/net10.0/Optimizers.TorchSharp.xml"]);
        using var nuspec = archive.GetEntry("Optimizers.TorchSharp.nuspec")!.Open();
        var group = XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "group").Should().ContainSingle().Subject;
        var dependencies = group.Elements().ToDictionary(each => each.Attribute("id")!.Value, each => each.Attribute("version")!.Value);
        dependencies.Keys.Should().BeEquivalentTo("Optimizers.Diagnostics", "TorchSharp");
        dependencies["Optimizers.Diagnostics"].Should().Be(library.Version);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_programs_of_its_pages_compile_without_a_warning(int program) => new ConsumerProject(
        library, "Optimizers.TorchSharp", "net10.0", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
        [("Program.cs", Readme.TorchSharp[program])]).Build().Succeeded();
}
