using System.IO.Compression;
using System.Xml.Linq;

namespace Optimizers.Package.Tests;

/// <summary>The package of what is for several machines, as its users have it: its programs run alone where there is no launcher.</summary>
[Collection(PackageTestGroup.Name)]
public sealed class MpiPackageTests(PackedLibrary library)
{
    public static TheoryData<int> Programs => [.. Enumerable.Range(0, Readme.Mpi.Count)];

    [Fact]
    public void Depends_on_the_library_of_its_version_alone()
    {
        using var archive = ZipFile.OpenRead(library.Mpi);
        archive.Entries.Select(entry => entry.FullName).Should().Contain(
            ["README.md", "CHANGELOG.md", "LICENSE", "icon.png", "lib/net10.0/Optimizers.Mpi.dll", "lib/net10.0/Optimizers.Mpi.xml"]);
        using var nuspec = archive.GetEntry("Optimizers.Mpi.nuspec")!.Open();
        var group = XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "group").Should().ContainSingle().Subject;
        var dependency = group.Elements().Should().ContainSingle().Subject;
        (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value).Should().Be(("Optimizers", library.Version));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_programs_of_its_pages_run_alone_and_print_what_the_pages_show(int program)
    {
        var project = new ConsumerProject(
            library, "Optimizers.Mpi", "net10.0", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
            [("Program.cs", Readme.Mpi[program].Program)]);
        project.Build().Succeeded();
        project.Run("net10.0").Trim().Should().Be(Readme.Mpi[program].Output);
    }
}
