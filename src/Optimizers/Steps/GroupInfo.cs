namespace Optimizers.Steps;

/// <summary>One step of all parameters that step by one rule, while what a round has gathered over them is concluded.</summary>
public readonly ref struct GroupInfo
{
    private readonly StepGroup _group;
    private readonly StageRange _range;

    internal GroupInfo(StepGroup group, long iteration, StageRange range)
    {
        _group = group;
        _range = range;
        Iteration = iteration;
    }

    /// <summary>The number i of this iteration, from 0.</summary>
    public long Iteration { get; }

    /// <summary>α in this iteration, before the parameters' own scales.</summary>
    public double LearningRate => _group.Settings.Rates.LearningRate;

    /// <summary>The loss at θ; NaN where the step is not given it (<see cref="StepInputs.Loss"/>).</summary>
    public double Loss => _group.Loss;

    /// <summary>What the group remembers, 0 before the first step.</summary>
    public ReadOnlySpan<double> Scalars => _group.Scalars.AsSpan(_range.Start.GroupScalars.._range.End.GroupScalars);

    /// <summary>The same after this step; that of before until it is written.</summary>
    public Span<double> NextScalars => _group.NextScalars.AsSpan(_range.Start.GroupScalars.._range.End.GroupScalars);

    /// <summary>The number of elements of the group's parameters, frozen ones left out.</summary>
    public long Length => _group.Length;

    /// <summary>The result of a round over the group or over all parameters.</summary>
    /// <param name="round">The round.</param>
    /// <param name="value">Which of its values.</param>
    public double Result(int round, int value = 0)
    {
        var at = StepInfo.Checked(round, _range.Start.Rounds, _range.End.Rounds, "rounds", nameof(round));
        return _group.Result(at, StepInfo.Checked(value, 0, _group.Program.RoundAt(at).Values, "round's values", nameof(value)));
    }

    internal GroupInfo FirstOf(StageCut cut) => new(_group, Iteration, cut.FirstOf(_range));

    internal GroupInfo SecondOf(StageCut cut) => new(_group, Iteration, cut.SecondOf(_range));
}
