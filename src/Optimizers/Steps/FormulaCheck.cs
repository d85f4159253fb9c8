namespace Optimizers.Steps;

/// <summary>
/// What a formula says of itself, checked before its first step: the sweeps trust it, and would write where nothing is. One mistake, one sentence.
/// </summary>
internal static class FormulaCheck
{
    /// <summary>Refuses a formula that contradicts itself.</summary>
    /// <param name="name">The name of its optimizer, for the message.</param>
    /// <param name="landingStateCount">How many values the landing adds to the formula's own.</param>
    /// <exception cref="InvalidOperationException">It does.</exception>
    public static void Check<TRule>(string name, int landingStateCount = 0) where TRule : struct, IUpdateRule
    {
        if (TRule.StateCount < 0 || landingStateCount < 0 || TRule.StateCount + landingStateCount > State<Arithmetic.Scalar<double>>.Capacity)
        {
            throw Wrong(name, FormattableString.Invariant(
                $"has {TRule.StateCount + landingStateCount} state values an element; at most {State<Arithmetic.Scalar<double>>.Capacity} can be"));
        }

        for (var index = 0; index < TRule.StateCount; index++)
        {
            if (TRule.FormOf(index) is StateForm.Scalar or StateForm.Matrix || !Enum.IsDefined(TRule.FormOf(index)))
            {
                throw Wrong(name, FormattableString.Invariant(
                    $"says of its state value {index} that it is {TRule.FormOf(index)}; a formula reads elements, rows, columns and pending ones")
                    + ". Scalars and matrices are described by StateDescriptor.Scalar and Matrix, and are read in At and Conclude");
            }
        }

        if (TRule.RoundCount < 0)
            throw Wrong(name, FormattableString.Invariant($"has {TRule.RoundCount} rounds; it must be at least 0"));
        for (var round = 0; round < TRule.RoundCount; round++)
            Check<TRule>(name, round, TRule.RoundAt(round));
    }

    private static void Check<TRule>(string name, int number, in Round round) where TRule : struct, IUpdateRule
    {
        if (!Enum.IsDefined(round.Scope) || !Enum.IsDefined(round.Gathering))
            throw Wrong(name, FormattableString.Invariant($"gathers {round.Gathering} over {round.Scope} in round {number}, which do not exist"));
        if (round.Values is < 1 or > Measured<Arithmetic.Scalar<double>>.Capacity)
        {
            throw Wrong(name, FormattableString.Invariant(
                $"gathers {round.Values} values in round {number}; from 1 to {Measured<Arithmetic.Scalar<double>>.Capacity} are possible"));
        }

        for (var index = round.Into; round.Scope == MeasureScope.Whole && index < round.Into + round.Values; index++)
        {
            if (index < 0 || index >= TRule.StateCount || TRule.FormOf(index) != StateForm.Pending)
            {
                throw Wrong(name, FormattableString.Invariant(
                    $"keeps round {number} in state value {index}, which is not Pending by FormOf: see {nameof(Round.Into)} of {round}"));
            }
        }
    }

    private static InvalidOperationException Wrong(string name, string what) => new($"The formula of {name} {what}. Nothing was changed.");
}
