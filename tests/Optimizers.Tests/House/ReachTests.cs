using Optimizers.Diagnostics;
using Optimizers.HouseMap.Compiled;

namespace Optimizers.Tests.House;

/// <summary>
/// No type of the library knows all optimizers: who publishes a program ahead of time pays for those that it makes. The list of all is in the tests.
/// </summary>
public sealed class ReachTests
{
    // SwitchRuleAction and the remedies name a few: what a diagnosis advises; RuleExtensions the five that are made of a rule, each in a method of
    // its own. States of PyTorch name all that PyTorch has: who reads none has none.
    private const int Most = 5;

    private static readonly CompiledHouse Compiled = CompiledHouse.Read(
        typeof(IOptimizer).Assembly.Location, typeof(TrainingMonitor).Assembly.Location);

    private static readonly HashSet<string> Optimizers =
    [
        .. typeof(IOptimizer).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IOptimizer)))
            .Select(type => type.Name.Split('`')[0]),
    ];

    [Fact]
    public void The_optimizers_are_seen() => Optimizers.Should().Contain(["Adam", "Soap", "Lookahead"]).And.HaveCountGreaterThan(15);

    [Fact]
    public void No_type_refers_to_more_than_a_few_optimizers() =>
        Reached(file => !file.StartsWith("Files/PyTorch/", StringComparison.Ordinal)).Where(each => each.Reached.Length > Most)
            .Select(each => $"{each.Type} refers to {string.Join(", ", each.Reached)}")
            .Should().BeEmpty("a type that knew all optimizers would root each of them");

    [Fact]
    public void What_stands_under_the_rules_refers_to_none() =>
        Reached(file => file.StartsWith("Steps/", StringComparison.Ordinal) || file.StartsWith("Contracts/", StringComparison.Ordinal)
            || !file.Contains('/', StringComparison.Ordinal))
            .Select(each => $"{each.Type} refers to {string.Join(", ", each.Reached)}")
            .Should().BeEmpty();

    private static IEnumerable<(string Type, string[] Reached)> Reached(Func<string, bool> isFrom) => Compiled.Arrows
        .Where(arrow => isFrom(arrow.FromFile) && Optimizers.Contains(arrow.ToType))
        .GroupBy(arrow => arrow.FromType)
        .Select(group => (group.Key, group.Select(arrow => arrow.ToType).Distinct().Order(StringComparer.Ordinal).ToArray()));
}
