namespace Optimizers.Mpi.Tests;

/// <summary>Real processes under both libraries.</summary>
public sealed class WorldTests
{
    public static TheoryData<string> Libraries => MpiLaunch.Libraries;

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void Ranks_sum_gather_and_broadcast(string library)
    {
        var ending = MpiLaunch.Run(library, 3, "sum");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().Equal(Enumerable.Repeat($"6 {0.1 + 0.2:R} 0 10 20 2 {library[..5].Trim()}", 3));
    }

    /// <summary>MPICH's transport takes SIGSEGV, from which .NET makes a NullReferenceException.</summary>
    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_null_reference_is_an_exception_after_MPI_has_started(string library)
    {
        var ending = MpiLaunch.Run(library, 2, "null");
        ending.Code.Should().Be(0, ending.Errors);
        ending.Lines.Should().Equal("caught", "caught");
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void An_exception_on_one_rank_ends_the_job_and_is_printed_with_its_rank(string library)
    {
        var ending = MpiLaunch.Run(library, 3, "throws");
        ending.Code.Should().NotBe(0);
        ending.Errors.Should().Contain("Rank 1 of 3: System.NotSupportedException: no luck");
        ending.Time.Should().BeLessThan(TimeSpan.FromMinutes(1));
    }

    [SkippableTheory]
    [MemberData(nameof(Libraries))]
    public void A_killed_rank_ends_the_job(string library)
    {
        var ending = MpiLaunch.Run(library, 3, "killed");
        ending.Code.Should().NotBe(0);
        ending.Time.Should().BeLessThan(TimeSpan.FromMinutes(1));
    }

    /// <summary>Under the other's launcher every process would be rank 0 of 1.</summary>
    [SkippableTheory]
    [InlineData("Open MPI", "libmpich.so.12")]
    [InlineData("MPICH", "libmpi.so.40")]
    public void The_library_of_another_launcher_is_refused_before_the_training(string library, string other)
    {
        Skip.IfNot(System.Runtime.InteropServices.NativeLibrary.TryLoad(other, out _), $"There is no {other} on this machine.");
        var ending = MpiLaunch.Run(library, 2, "sum", ("OPTIMIZERS_MPI_LIBRARY", other));
        ending.Code.Should().NotBe(0);
        ending.Lines.Should().BeEmpty();
        ending.Errors.Should().Contain("the launcher is another MPI's");
    }

    [Fact]
    public void Without_a_launcher_it_is_a_world_of_one()
    {
        MpiWorld? seen = null;
        MpiWorld.Run(world =>
        {
            seen = world;
            double[] values = [1.5];
            world.Sum(values);
            values[0].Should().Be(1.5);
            world.Barrier();
        }).Should().Be(0);
        (seen!.Rank, seen.Size, seen.Library).Should().Be((0, 1, "none"));
        MpiWorld.Run(_ => throw new NotSupportedException()).Should().Be(1);
        FluentActions.Invoking(() => seen.Broadcast<int>([1], 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => seen.AllGather<int>([1, 2], new int[3])).Should().Throw<ArgumentException>().WithMessage("*are 2, not 3*");
    }
}
