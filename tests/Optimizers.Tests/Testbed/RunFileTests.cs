using Optimizers.Testbed.Problems;
using Optimizers.Testbed.Running;

namespace Optimizers.Tests.Testbed;

/// <summary>A session of the testbed that is broken off goes on where it was.</summary>
public sealed class RunFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly Problem _problem = Problem.Small[0];
    private readonly Contender _contender = Contenders.All[0];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_finished_run_is_there_again()
    {
        var trial = new Trial(TrialEnd.Reached, 125, 0.1 + 0.2);
        var other = new Trial(TrialEnd.Diverged, 3, double.PositiveInfinity);
        using (var file = new RunFile(_path))
        {
            file.Add(_problem, _contender, Key(2), trial);
            file.Add(_problem, _contender, Key(3), other);
        }

        using var again = new RunFile(_path);

        again[Key(2)].Should().Be(trial);
        again[Key(3)].Should().Be(other);
        again[Key(4)].Should().BeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Half_a_line_is_no_run_and_the_next_one_is_whole(int missing)
    {
        using (var file = new RunFile(_path))
            file.Add(_problem, _contender, Key(2), new(TrialEnd.Limit, 2000, 0.5));
        File.WriteAllText(_path, File.ReadAllText(_path)[..^missing]);
        using (var file = new RunFile(_path))
        {
            file[Key(2)].Should().BeNull();
            file.Add(_problem, _contender, Key(3), new(TrialEnd.Limit, 2000, 0.5));
        }

        using var again = new RunFile(_path);

        again[Key(2)].Should().BeNull();
        again[Key(3)].Should().Be(new Trial(TrialEnd.Limit, 2000, 0.5));
    }

    [Fact]
    public void A_run_of_another_target_or_limit_is_another_one()
    {
        using (var file = new RunFile(_path))
        {
            file.Add(_problem with { Limit = 10 }, _contender, Key(2), new(TrialEnd.Limit, 10, 0.5));
            file.Add(_problem with { Target = 1 }, _contender, Key(3), new(TrialEnd.Reached, 5, 0.5));
            file.Add(_problem, _contender with { Rate = 7 }, Key(4), new(TrialEnd.Reached, 5, 0.5));
        }

        using var again = new RunFile(_path);

        again[Key(2)].Should().BeNull();
        again[Key(3)].Should().BeNull();
        again[Key(4)].Should().BeNull();
    }

    private RunKey Key(int place) => new(_problem.Name, _contender.Name, place, 1);
}
