namespace Optimizers.Package.Tests;

/// <summary>A user's own update rule, in the user's assembly: the first one that docs/writing-a-rule.md shows.</summary>
[Collection(PackageTestGroup.Name)]
public sealed class OwnRuleTests(PackedLibrary library)
{
    private const string Attribute = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";

    private const string Program = """
        using MathNet.Numerics.LinearAlgebra;
        using Optimizers;

        var theta = Vector<float>.Build.Dense([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
        IOptimizer optimizer = new OwnLion(0.25);
        for (var i = 0; i < 2; i++)
            optimizer.Step(theta, theta.Map(x => x < 9 ? -x : x == 9 ? 0 : x));
        Console.WriteLine(string.Join(' ', theta));
        """;

    [Fact]
    public void Steps_like_one_of_the_library()
    {
        var project = new ConsumerProject(
            library, "net10.0", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", ("Program.cs", Program), ("Rule.cs", Readme.Rule));
        project.Build().Succeeded();
        project.Run("net10.0").Trim().Should().Be("1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5 9 9.5 10.5 11.5 12.5 13.5 14.5 15.5 16.5");
    }

    [Fact]
    public void Is_warned_of_when_its_Apply_is_not_marked() =>
        new ConsumerProject(library, "net10.0", "", ("Program.cs", Program),
            ("Rule.cs", Readme.Rule.Replace(Attribute, "", StringComparison.Ordinal)))
            .Build().Succeeded().Should().Contain("warning OPT001").And.Contain("Apply of 'Formula'");
}
