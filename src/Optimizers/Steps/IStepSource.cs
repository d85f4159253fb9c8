namespace Optimizers.Steps;

/// <summary>Whose steps an engine takes: an optimizer, with its settings of the moment.</summary>
internal interface IStepSource
{
    /// <summary>The name of its rule, for states and messages.</summary>
    string RuleName { get; }

    /// <summary>The programs of its groups; one unless it is grouped.</summary>
    IReadOnlyList<StepProgram> Programs { get; }

    bool Maximize { get; }

    /// <summary>The settings for all parameters.</summary>
    StepSettings Settings { get; }

    IStepRunner? Runner { get; }

    IStepExchange? Exchange { get; }

    /// <summary>The settings of a group, with what its schedules say. Asked once a step.</summary>
    void Ask(int group, long iteration, out GroupSettings settings);

    /// <summary>The group of a parameter; −1 if it never steps.</summary>
    int GroupOf(in ParameterInfo parameter);
}
