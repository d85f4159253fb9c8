using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml.Linq;

namespace Optimizers.Package.Tests;

[Collection(PackageTestGroup.Name)]
public sealed class PackageContentTests(PackedLibrary library)
{
    private static readonly string[] Frameworks = ["net10.0"];

    [Fact]
    public void Holds_these_files_and_no_others() =>
        Files(library.Package).Should().BeEquivalentTo(
            "Optimizers.nuspec", "README.md", "CHANGELOG.md", "LICENSE", "icon.png",
            "analyzers/dotnet/cs/Optimizers.Analyzers.dll", "buildTransitive/Optimizers.targets",
            "lib/net10.0/Optimizers.dll", "lib/net10.0/Optimizers.xml");

    [Fact]
    public void The_symbol_package_holds_the_symbols() =>
        Files(library.Symbols).Should().BeEquivalentTo("Optimizers.nuspec", "lib/net10.0/Optimizers.pdb");

    [Fact]
    public void Says_what_it_is()
    {
        var metadata = Nuspec();
        Value("id").Should().Be("Optimizers");
        Value("version").Should().Be(library.Version);
        Value("license").Should().Be("MIT");
        Value("readme").Should().Be("README.md");
        Value("icon").Should().Be("icon.png");
        Value("releaseNotes").Should().Contain("CHANGELOG.md");
        Value("description").Should().Contain("MathNet");
        Value("tags").Split(' ').Should().Contain(["adam", "sgd", "mathnet"]);

        string Value(string name) => metadata.Single(element => element.Name.LocalName == name).Value;
    }

    [Fact]
    public void Depends_on_MathNet_and_nothing_else()
    {
        var groups = Nuspec().Single(element => element.Name.LocalName == "dependencies").Elements().ToList();
        groups.Select(group => group.Attribute("targetFramework")!.Value).Should().BeEquivalentTo(Frameworks);
        groups.Should().AllSatisfy(group =>
            group.Elements().Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}")
                .Should().Equal("MathNet.Numerics 5.0.0"));
    }

    [Fact]
    public void Documents_every_target()
    {
        foreach (var framework in Frameworks)
        {
            using var stream = new MemoryStream(Read(library.Package, $"lib/{framework}/Optimizers.xml"));
            XDocument.Load(stream).Descendants("member").Select(member => member.Attribute("name")!.Value)
                .Should().Contain(["T:Optimizers.IOptimizer", "T:Optimizers.Adam", "T:Optimizers.Schedule", "T:Optimizers.Curvature.CriticalPoint"]);
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("LICENSE")]
    public void Carries_the_text_of_the_repository(string file) =>
        Read(library.Package, file).Should().Equal(File.ReadAllBytes(Path.Combine(Repository.Folder, file)));

    [Fact]
    public void The_icon_is_a_square_PNG_of_128_or_256_pixels()
    {
        var icon = Read(library.Package, "icon.png");
        icon.Take(8).Should().Equal(0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A);
        var width = BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16));
        var height = BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20));
        width.Should().BeOneOf(128, 256).And.Be(height);
    }

    private List<XElement> Nuspec()
    {
        using var stream = new MemoryStream(Read(library.Package, "Optimizers.nuspec"));
        return [.. XDocument.Load(stream).Root!.Elements().Single().Elements()];
    }

    // Without the parts of the container format, which every package has.
    private static List<string> Files(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)
            .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal)
                && !name.StartsWith("package/services/metadata/", StringComparison.Ordinal))];
    }

    private static byte[] Read(string package, string file)
    {
        using var archive = ZipFile.OpenRead(package);
        using var stream = archive.GetEntry(file)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
