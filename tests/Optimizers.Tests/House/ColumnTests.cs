using System.Reflection;

namespace Optimizers.Tests.House;

/// <summary>Source is read in windows of a limited width: no line of C# in the repository is longer than that.</summary>
public class ColumnTests
{
    private const int Limit = 150;

    private static readonly string[] Roots = ["src", "tests", "benchmarks", "samples", "tools"];

    private static string Repository { get; } =
        typeof(ColumnTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Repository").Value!;

    [Fact]
    public void No_line_of_CSharp_has_more_than_150_columns()
    {
        var files = Roots.SelectMany(Sources).ToArray();
        var tooLong = files.SelectMany(TooLong).ToArray();

        files.Should().HaveCountGreaterThan(300);
        tooLong.Should().BeEmpty();
    }

    [Theory]
    [InlineData(150, false)]
    [InlineData(151, true)]
    public void A_line_is_too_long_from_151_columns_on(int columns, bool isTooLong)
    {
        IsTooLong(new('θ', columns)).Should().Be(isTooLong);
    }

    private static IEnumerable<string> Sources(string root) =>
        Directory.EnumerateFiles(Path.Combine(Repository, root), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"));

    private static IEnumerable<string> TooLong(string file) =>
        File.ReadLines(Path.Combine(Repository, file))
            .Select((line, i) => (Line: line, Place: $"{file}:{i + 1}"))
            .Where(each => IsTooLong(each.Line))
            .Select(each => $"{each.Place} has {each.Line.Length} columns");

    private static bool IsTooLong(string line) => line.Length > Limit;

    // What is not within the limit yet.
}
