namespace Optimizers.Steps;

/// <summary>Where the values of a part of a chain begin among those of the whole.</summary>
internal readonly record struct StagePlace(int State, int Scalars, int GroupScalars, int Matrices, int Rounds)
{
    /// <summary>A place within a part that begins at another one.</summary>
    public static StagePlace operator +(in StagePlace part, in StagePlace within) => new(
        part.State + within.State,
        part.Scalars + within.Scalars,
        part.GroupScalars + within.GroupScalars,
        part.Matrices + within.Matrices,
        part.Rounds + within.Rounds);

    /// <summary>The place behind a part that begins here.</summary>
    /// <param name="descriptors">What that part remembers.</param>
    /// <param name="stateCount">How many values its formula has.</param>
    /// <param name="roundCount">How many rounds.</param>
    public StagePlace After(IReadOnlyList<StateDescriptor> descriptors, int stateCount, int roundCount)
    {
        var (scalars, groupScalars, matrices) = (Scalars, GroupScalars, Matrices);
        foreach (var descriptor in descriptors)
        {
            if (descriptor.Form == StateForm.Matrix)
                matrices++;
            else if (descriptor.Form == StateForm.Scalar && descriptor.IsOfGroup)
                groupScalars += descriptor.Count;
            else if (descriptor.Form == StateForm.Scalar)
                scalars += descriptor.Count;
        }

        return new(State + stateCount, scalars, groupScalars, matrices, Rounds + roundCount);
    }
}
