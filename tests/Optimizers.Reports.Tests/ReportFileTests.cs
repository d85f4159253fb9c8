namespace Optimizers.Reports.Tests;

public sealed class ReportFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reports-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4999)]
    public void On_a_full_disk_the_old_content_stays_whole_and_nothing_lies_beside_it(int room)
    {
        var path = Path.Combine(_folder, "report.html");
        File.WriteAllText(path, "yesterday's");

        FluentActions.Invoking(() => ReportFile.Write(path, new byte[5000], new FullDisk(room)))
            .Should().Throw<IOException>().WithMessage($"'{path}' cannot be written: *No space left*");

        File.ReadAllText(path).Should().Be("yesterday's");
        Directory.GetFileSystemEntries(_folder).Should().Equal(path);
    }

    [Fact]
    public void With_room_the_new_content_is_there()
    {
        var path = Path.Combine(_folder, "report.html");
        File.WriteAllText(path, "yesterday's");

        ReportFile.Write(path, "today's"u8, new FullDisk(7));

        File.ReadAllText(path).Should().Be("today's");
        Directory.GetFileSystemEntries(_folder).Should().Equal(path);
    }

    [Fact]
    public void What_cannot_be_written_is_told_by_the_documented_exception()
    {
        var blocked = Path.Combine(_folder, "file");
        File.WriteAllText(blocked, "");

        FluentActions.Invoking(() => ReportPage.Write(Path.Combine(_folder, "none", "report.html"), [Runs.Healthy()], "A title"))
            .Should().Throw<IOException>();
        FluentActions.Invoking(() => ReportPage.Write(_folder, [Runs.Healthy()], "A title")).Should().Throw<IOException>();
        FluentActions.Invoking(() => ReportPage.Write(Path.Combine(blocked, "report.html"), [Runs.Healthy()], "A title"))
            .Should().Throw<IOException>();
        FluentActions.Invoking(() => Runs.Healthy().WritePngs(Path.Combine(blocked, "pictures"))).Should().Throw<IOException>();
        Directory.GetFileSystemEntries(_folder).Should().Equal(blocked);
    }

    [Fact]
    public void A_page_that_cannot_be_made_leaves_the_old_one_as_it_was()
    {
        var path = Path.Combine(_folder, "report.html");
        File.WriteAllText(path, "yesterday's");

        FluentActions.Invoking(() => ReportPage.Write(path, [], "A title")).Should().Throw<ArgumentException>();

        File.ReadAllText(path).Should().Be("yesterday's");
    }

    [Theory]
    [InlineData("Learning rate too high", "learning-rate-too-high")]
    [InlineData("Run 12", "run-12")]
    [InlineData("12", "12")]
    public void A_name_that_its_letters_tell_becomes_a_file_name_of_them(string name, string file) => ReportFile.NameOf(name).Should().Be(file);

    [Theory]
    [InlineData("Learning rate: 50× too high!", "learning-rate-50-too-high_")]
    [InlineData("../../etc/passwd", "etc-passwd_")]
    [InlineData("学习率", "run_")]
    [InlineData("run 12", "run-12_")]
    public void Any_other_name_has_eight_digits_more(string name, string beginning) =>
        ReportFile.NameOf(name).Should().MatchRegex($"^{beginning}[0-9a-f]{{8}}$");

    [Fact]
    public void Names_of_every_kind_have_file_names_of_their_own_that_every_file_system_takes()
    {
        var files = UnsanitizedNames.All.Select(ReportFile.NameOf).ToArray();

        // The chart's name follows, so that no device of Windows is meant.
        files.Should().OnlyHaveUniqueItems().And.OnlyContain(file => file.Length <= 70)
            .And.AllSatisfy(file => file.Should().MatchRegex("^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$"));
    }

    [Fact]
    public void Pictures_of_trainings_whose_names_look_alike_do_not_replace_each_other()
    {
        string[] names = ["学习率", "ставка", "🚀", ".", "..", "/", "CON", "a/b", "a\\b"];

        var paths = names.SelectMany(name => new TrainingReport(name, Runs.Healthy().Model).WritePngs(_folder)).ToArray();

        paths.Should().OnlyHaveUniqueItems().And.OnlyContain(path => Path.GetDirectoryName(path) == _folder);
        Directory.GetFileSystemEntries(_folder).Should().BeEquivalentTo(paths);
    }
}
