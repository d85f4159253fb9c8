namespace Optimizers.Steps;

/// <summary>The values of one part of a chain among those of the whole: it sees no others.</summary>
/// <param name="Start">Where they begin.</param>
/// <param name="End">Behind the last ones.</param>
internal readonly record struct StageRange(StagePlace Start, StagePlace End)
{
    /// <summary>The part before a place within this one.</summary>
    public StageRange Until(in StagePlace place) => new(Start, Start + place);

    /// <summary>The part from a place within this one on.</summary>
    public StageRange From(in StagePlace place) => new(Start + place, End);
}
