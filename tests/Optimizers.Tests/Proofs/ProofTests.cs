namespace Optimizers.Tests.Proofs;

/// <summary>The short form of <see cref="ProofProgram"/>.</summary>
public class ProofTests
{
    [Fact]
    public void No_proof_on_random_matrices_is_false_and_none_above_twice_the_floor_is_missing() =>
        Examine(RandomCases.Draw(300, seed: 77_000), random: 300, adversarial: 0);

    [Fact]
    public void No_proof_on_adversarial_matrices_is_false_and_none_above_twice_the_floor_is_missing() =>
        Examine(AdversarialCases.Build(135, seed: 88_000), random: 0, adversarial: 135);

    [Fact]
    public void No_claim_of_curvature_by_products_is_false_on_large_matrices()
    {
        var session = new ProofSession().RunProducts(LargeCases.Build(24, seed: 99_000));

        session.Failures.Should().BeEmpty();
        session.Adversarial.Should().Be(24);
        session.Total.False.Should().Be(0);
        session.Total.Proven.Should().BeInRange(12, 30);
    }

    [Fact]
    public void A_probable_claim_is_wrong_nearly_as_often_as_it_says_where_it_is_sharp_and_never_more_often()
    {
        var session = new ProbableSession().Run(25);

        session.Rows.Should().HaveCount(2 * HardSpectrum.All.Count).And.OnlyContain(row => row.IsKept);
        var sharp = session.Rows[0];
        (sharp.Stated, sharp.Runs).Should().Be((0.1, 400));
        sharp.Rate.Should().BeInRange(0.05, 0.12);
        sharp.Beyond.Should().BeLessThan(1e-12);
        session.Rows.Sum(row => row.Wrong).Should().BePositive();
    }

    [Fact]
    public void The_ends_that_are_claimed_of_the_cases_are_seldom_exceeded()
    {
        var session = new ProbableSession().Run("some", [.. RandomCases.Draw(300, seed: 77_000)]);

        session.Rows.Should().HaveCount(2).And.OnlyContain(row => row.IsKept && row.Runs == 300);
    }

    [Fact]
    public void The_ends_that_are_claimed_hold_where_the_products_underflow()
    {
        var subnormal = AdversarialCases.Build(2000, seed: 88_000)
            .Where(matrix => matrix.Family.StartsWith("subnormal", StringComparison.Ordinal)).ToList();

        var session = new ProbableSession().Run("subnormal", subnormal);

        session.Rows.Should().OnlyContain(row => row.IsKept && row.Runs > 40);
        session.Rows.Sum(row => row.Wrong).Should().BeLessThan(5);
    }

    [Fact]
    public void The_interval_of_a_rate_is_that_of_Clopper_and_Pearson()
    {
        // 0 and 2 of 10: 1 − 0.025^(1/10), and the published interval.
        var (none, some) = (new ProbableTally("", 0.1), new ProbableTally("", 0.02));
        for (var i = 0; i < 10; i++)
        {
            none.Add(isWrong: false, 0.5, 7);
            some.Add(isWrong: i < 2, i, i);
        }

        none.Interval.Lower.Should().Be(0);
        none.Interval.Upper.Should().BeApproximately(0.3085, 1e-4);
        some.Interval.Lower.Should().BeApproximately(0.0252, 1e-4);
        some.Interval.Upper.Should().BeApproximately(0.5561, 1e-4);
        (none.IsKept, some.IsKept).Should().Be((true, false));
        (none.Beyond, none.Products, some.Rate).Should().Be((0.5, 7, 0.2));
    }

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
