using Optimizers.ProofRun;

namespace Optimizers.Tests.Curvature;

/// <summary>The short form of benchmarks/ProofRun.</summary>
public class ProofRunTests
{
    [Fact]
    public void No_proof_on_random_matrices_is_false_and_none_above_twice_the_floor_is_missing() =>
        Examine(RandomCases.Draw(300, seed: 77_000), random: 300, adversarial: 0);

    [Fact]
    public void No_proof_on_adversarial_matrices_is_false_and_none_above_twice_the_floor_is_missing() =>
        Examine(AdversarialCases.Build(135, seed: 88_000), random: 0, adversarial: 135);

    private static void Examine(IEnumerable<ProofCase> cases, int random, int adversarial)
    {
        var session = new ProofSession().Run(cases);

        session.Failures.Should().BeEmpty();
        (session.Random, session.Adversarial).Should().Be((random, adversarial));
        session.Total.False.Should().Be(0);
        session.Total.Missed.Should().Be(0);
        session.Total.Proven.Should().BeGreaterThan(session.Total.Tried / 3);
        session.Total.Owed.Should().BeGreaterThan(session.Total.Tried / 10);
        session.Tallies.Keys.Select(key => key.Subject).Distinct().Should().HaveCount(ProofSession.Subjects.Count);
    }
}
