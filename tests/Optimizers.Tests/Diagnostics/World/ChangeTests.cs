using Optimizers.FaultBench.World;

namespace Optimizers.Tests.Diagnostics.World;

/// <summary>
/// What is said of a training stays under a change that leaves what is wrong with it: a few trainings of the bench's kinds here, many by the bench's
/// own command (world --changes).
/// </summary>
public sealed class ChangeTests
{
    public static TheoryData<string> Names => [.. Change.All.Select(change => change.Id)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Verdict_and_first_cause_stay(string name)
    {
        Change[] change = [Change.All.First(each => each.Id == name)];
        var all = new List<Changes>();
        foreach (var (kind, fault, seed) in Places)
            all.AddRange(Changes.Of(KindList.All.First(each => each.Id == kind), seed, each => each?.Id == fault, change));

        all.Should().NotBeEmpty();
        all.Where(each => !each.IsSame).Select(each => $"{each.Kind.Id} {each.Fault?.Id}: {each.After.Verdict} {each.After.First}")
            .Should().BeEmpty();
    }

    private static readonly (string Kind, string? Fault, int Seed)[] Places =
    [
        ("curve", null, 1), ("blobs", null, 1), ("curve", "rate-over-100", 1), ("blobs", "rate-times-100", 1), ("noisy-line", null, 1),
    ];
}
