namespace Optimizers.Steps;

/// <summary>What makes the numbers of a step: schedules in, a part of the formula out. Rules, links and landings are plans.</summary>
internal interface IPlan<TStage>
{
    /// <summary>What the part remembers.</summary>
    IReadOnlyList<StateDescriptor> State { get; }

    /// <summary>The seed of the part's noise.</summary>
    int NoiseSeed => 0;

    /// <summary>The part with this step's numbers. Asked before the first round and after each one.</summary>
    TStage At(in StepInfo step);

    /// <summary>Makes pending state of what a round has gathered.</summary>
    void Conclude(int round, in StepInfo step);

    /// <summary>Makes pending state of the group of what a round has gathered over it.</summary>
    void ConcludeGroup(int round, in GroupInfo group);
}
