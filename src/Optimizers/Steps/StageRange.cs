namespace Optimizers.Steps;

/// <summary>The values of one part of a chain among those of the whole: it sees no others.</summary>
/// <param name="start">Where they begin.</param>
/// <param name="end">Behind the last ones.</param>
internal sealed class StageRange(StagePlace start, StagePlace end)
{
    public readonly StagePlace Start = start;
    public readonly StagePlace End = end;
}
