using System.IO.Compression;
using System.Xml.Linq;

namespace Optimizers.Package.Tests;

/// <summary>The package of the reports, as its users have it.</summary>
[Collection(PackageTestGroup.Name)]
public sealed class ReportsPackageTests(PackedLibrary library)
{
    [Fact]
    public void Depends_on_the_diagnostics_of_its_version_and_on_ScottPlot_and_carries_the_licence_of_its_font()
    {
        using var archive = ZipFile.OpenRead(library.Reports);
        archive.Entries.Select(entry => entry.FullName).Should().Contain(
            ["README.md", "CHANGELOG.md", "LICENSE", "icon.png", "Inter-LICENSE.txt", "lib/net10.0/Optimizers.Reports.dll"]);
        using var nuspec = archive.GetEntry("Optimizers.Reports.nuspec")!.Open();
        var groups = XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "group").ToList();
        groups.Should().ContainSingle().And.AllSatisfy(group =>
        {
            var dependencies = group.Elements().ToDictionary(each => each.Attribute("id")!.Value, each => each.Attribute("version")!.Value);
            dependencies.Keys.Should().BeEquivalentTo("Optimizers.Diagnostics", "ScottPlot");
            dependencies["Optimizers.Diagnostics"].Should().Be(library.Version);
        });
    }

    [Fact]
    public void The_program_of_its_readme_writes_a_page_and_pictures()
    {
        const string caller = """
            global using static Caller;
            using Optimizers;
            using Optimizers.Diagnostics;

            static class Caller
            {
                public static readonly IEnumerable<(long, double)> before = [(0, 1), (1, 0.9)], after = [(1, 0.9), (2, 0.1)];

                public static readonly Diagnosis diagnosis = Diagnose();

                private static Diagnosis Diagnose()
                {
                    var monitor = new TrainingMonitor();
                    var optimizer = new Sgd(1e-3);
                    optimizer.Watch(monitor);
                    double[] theta = [1];
                    for (var i = 0; i < 30; i++)
                    {
                        monitor.RecordLoss(theta[0] * theta[0]);
                        optimizer.Step(theta, [2 * theta[0]]);
                    }

                    return Diagnosis.Of(monitor);
                }
            }
            """;
        var project = new ConsumerProject(
            library, "Optimizers.Reports", "net10.0", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
            [("Program.cs", Readme.Reports), ("Caller.cs", caller)]);
        project.Build().Succeeded();
        foreach (var framework in new[] { "net10.0" })
        {
            project.Run(framework);
            var page = Path.Combine(project.Folder, "report.html");
            File.ReadAllText(page).Should().Contain("Learning rate too high").And.Contain("after the cure");
            var pictures = Path.Combine(project.Folder, "pictures");
            Directory.GetFiles(pictures, "*.png").Should().NotBeEmpty();
            File.Delete(page);
            Directory.Delete(pictures, recursive: true);
        }
    }
}
