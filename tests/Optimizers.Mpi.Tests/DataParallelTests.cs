namespace Optimizers.Mpi.Tests;

/// <summary>Trainings on ranks against the same in one process, and what goes wrong on one rank alone.</summary>
public sealed class DataParallelTests
{
    public static TheoryData<string> Libraries => MpiLaunch.Libraries;

    public static TheoryData<string, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<string, int>();
            foreach (var ranks in (int[])[2, 3, 4])
                sizes.Add("Open MPI", ranks);
            foreach (var ranks in (int[])[2, 3]) // More ranks than processors take turns that MPICH does not give up.
                sizes.Add("MPICH", ranks);
            return sizes;
        }
    }

    /// <summary>Every rank begins elsewhere, and sees other gradients.</summary>
    [SkippableTheory]
    [MemberData(nameof(Sizes))]
    public void Every_optimizer_takes_the_steps_of_one_process_on_all_ranks_bit_for_bit(string library, int ranks)
    {
        Trainings.Names.Should().HaveCountGreaterThan(40);
        var ending = MpiLaunch.Run(library, ranks, "bits");
        ending.Code.Should().Be(0, ending.Errors);
        var expected = Trainings.Names.ToDictionary(name => name, name => Trainings.Expected(name, ranks));
        ending.Lines.Should().BeEquivalentTo(
            from rank in Enumerable.Range(0, ranks) from name in Trainings.Names select $"{rank} {name} {expected[name]}");
    }

    /// <summary>Of two parameters the sums over both are added in the same order.</summary>
    [SkippableTheory]
    [MemberData(nameof(Sizes))]
    public void Every_optimizer_takes_the_same_steps_with_its_state_shared_out(string library, int ranks)
    {
        var ending = MpiLaunch.Run(library, ranks, "shares");
        ending.Code.Should().Be(0, ending.Errors);
        var expected = Trainings.Names.ToDictionary(name => name, name => Trainings.Expected(name, ranks));
        ending.Lines.Should().BeEquivalentTo(
            from rank in Enumerable.Range(0, ranks) from name in Trainings.Names select $"{rank} {name} {expected[name]}");
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_rank_remembers_its_share_and_the_whole_is_gathered(string library)
    {
        const int Ranks = 3;
        var ending = MpiLaunch.Run(library, Ranks, "share sizes");
        ending.Code.Should().Be(0, ending.Errors);
        var all = (2 * 8 * (Enumerable.Range(1, 30).Sum(i => 100 * i) + Enumerable.Range(1, 30).Sum())) + (60 * 4 * 8); // Means, and four scalars.
        var shares = ending.Lines.Select(line => line.Split(' ').Select(long.Parse).ToArray()).ToDictionary(each => each[0], each => each);
        shares.Values.Sum(each => each[1]).Should().Be(all);
        shares.Values.Max(each => each[1]).Should().BeLessThan((long)(1.02 * all / Ranks), "a rank has about a third");
        shares[0][2].Should().Be(all);
        shares[1][2].Should().Be(0);
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_file_of_gathered_state_goes_on_with_the_same_bits(string library)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var ending = MpiLaunch.Run(library, 2, "share resumes", ("TRAINING_FILE", path));
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().Equal(Enumerable.Repeat(Trainings.Expected("Adam", 2), 2));
        var alone = new Adam();
        alone.Load(path);
        alone.Iteration.Should().Be(6);
        alone.Snapshot().Parameters.Should().OnlyContain(each => each.Values.Count > 0 && each.Group == 0);
        File.Delete(path);
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_step_that_is_skipped_for_one_share_is_skipped_for_all(string library)
    {
        var ending = MpiLaunch.Run(library, 2, "share nan");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().Equal("1 2 0 1", "1 2 0 1");
    }

    [Fact]
    public void A_rank_goes_back_to_its_share()
    {
        MpiWorld.Run(world =>
        {
            double[] theta = [1], once = [1];
            var optimizer = new DataParallel(new Momentum(0.1), world) { SharesState = true };
            optimizer.Step(theta, [1.0]);
            var state = optimizer.Snapshot();
            theta.CopyTo(once, 0);
            optimizer.Step(theta, [1.0]);
            optimizer.Snapshot(state).Should().BeSameAs(state);
            optimizer.Restore(state);
            optimizer.Iteration.Should().Be(2);
            var alone = new Momentum(0.1);
            double[] expected = [1];
            for (var step = 0; step < 3; step++)
                alone.Step(expected, [1.0]);
            optimizer.Step(theta, [1.0]);
            theta.Should().Equal(expected);
            once.Should().Equal(0.9);
        }).Should().Be(0);
    }

    [Fact]
    public void A_refused_state_leaves_the_shares_as_they_are()
    {
        MpiWorld.Run(world =>
        {
            double[] theta = [1], more = [1];
            var other = new Momentum(0.1);
            other.Step([(new double[2], new double[2])]);
            foreach (var steps in (int[])[0, 1])
            {
                var optimizer = new DataParallel(new Adam(0.1), world) { SharesState = true };
                if (steps > 0)
                    optimizer.Step([(theta, (double[])[1]), (more, (double[])[1])]);
                FluentActions.Invoking(() => optimizer.Restore(other.Snapshot())).Should().Throw<ArgumentException>();
                optimizer.Step([(theta, (double[])[1]), (more, (double[])[1])]);
                optimizer.Iteration.Should().Be(steps + 1);
            }

            theta[0].Should().BeApproximately(0.7, 1e-6);
            more.Should().Equal(theta);
        }).Should().Be(0);
    }

    [Fact]
    public void What_cannot_be_shared_out_says_so()
    {
        MpiWorld.Run(world =>
        {
            FluentActions.Invoking(() => new DataParallel(new Lookahead(new Sgd(0.1)), world) { SharesState = true })
                .Should().Throw<ArgumentException>().WithMessage("*around*");
            var optimizer = new DataParallel(new Adam(0.1), world) { SharesState = true };
            optimizer.Step(new double[] { 1 }, [1.0]);
            optimizer.Gather()!.Iteration.Should().Be(1);
            FluentActions.Invoking(() => new Adam(0.1).Restore(optimizer.Snapshot()))
                .Should().Throw<ArgumentException>().WithMessage("*share 0 of 1 of Adam*");
        }).Should().Be(0);
    }

    [SkippableTheory]
    [MemberData(nameof(Sizes))]
    public void Local_steps_take_the_mean_of_the_parameters_after_every_third_and_differ_between(string library, int ranks)
    {
        var expected = Trainings.ExpectedLocal(ranks);
        expected.Select(line => line.Split(' ')[1]).Distinct().Should().ContainSingle("after the sixth step all have the mean");
        expected.Select(line => line.Split(' ')[2]).Distinct().Should().HaveCount(ranks);
        var ending = MpiLaunch.Run(library, ranks, "local");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().BeEquivalentTo(expected);
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void NaN_on_one_rank_is_the_same_exception_on_all_and_changes_nothing(string library)
    {
        var ending = MpiLaunch.Run(library, 3, "nan");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().HaveCount(3).And.OnlyContain(line => line == ending.Lines[0]);
        ending.Lines[0].Should().StartWith("NonFiniteGradientException").And.EndWith(" 1 2 0");
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_rank_that_cannot_step_makes_all_refuse(string library)
    {
        var ending = MpiLaunch.Run(library, 3, "refuses");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Count(line => line.Contains("Rank 1 refused the step", StringComparison.Ordinal)).Should().Be(2);
        ending.Lines.Count(line => line.StartsWith("ArgumentException: parameters[0]", StringComparison.Ordinal)).Should().Be(1);
        ending.Lines.Should().OnlyContain(line => line.EndsWith(" 0", StringComparison.Ordinal), "no rank has stepped");
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_rank_with_another_model_is_named_at_the_first_step(string library)
    {
        var ending = MpiLaunch.Run(library, 3, "model");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().HaveCount(3).And.OnlyContain(line => line.Contains("Rank 1 has another model", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_parameter_that_drifts_is_named_with_its_rank(string library)
    {
        var ending = MpiLaunch.Run(library, 2, "drift");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().Equal(Enumerable.Repeat(
            "Rank 1 has other values of parameters[0] than rank 0: call Synchronize before the first gradient, and let nothing but steps write them. "
            + "Nothing was changed.",
            2));
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_loss_over_the_ranks_is_classified_on_all_of_them_as_in_one_process(string library)
    {
        var ending = MpiLaunch.Run(library, 2, "classifies");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().Equal(Enumerable.Repeat(Trainings.ClassifyAlone(2), 2));
        ending.Lines[0].Should().StartWith("Saddle ");
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void Ranks_that_begin_elsewhere_are_refused(string library)
    {
        var ending = MpiLaunch.Run(library, 2, "starts");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().HaveCount(2).And.OnlyContain(line => line.Contains("call Synchronize", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_rank_that_ends_before_the_others_is_named(string library)
    {
        var ending = MpiLaunch.Run(library, 2, "ends");
        ending.Code.Should().NotBe(0);
        ending.Errors.Should().ContainAny("rank 1 takes a step 3", "Rank 0 has ended its training");
    }
}
