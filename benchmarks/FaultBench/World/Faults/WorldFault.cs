namespace Optimizers.FaultBench.World;

/// <summary>One thing that is wrong in a training.</summary>
/// <param name="Id">The fault's name.</param>
/// <param name="Answers">The causes of which any is right when named first: those whose cure mends the run.</param>
/// <param name="Apply">Puts the fault into a healthy recipe.</param>
internal sealed record WorldFault(string Id, string[] Answers, Action<Recipe, Random> Apply)
{
    /// <summary>Where the fault has its harm.</summary>
    public Judge Judge { get; init; } = Judge.Training;

    /// <summary>True where the rate alone may mend the run: then it is tried, and steps too large or too small are right if it does.</summary>
    public bool RateMayCure { get; init; }

    /// <summary>True where clipping alone may mend the run: then it is tried, and exploding gradients are right if it does.</summary>
    public bool ClippingMayCure { get; init; }

    /// <summary>True where only a holdout or testing data can show it: log and plain cases are not scored.</summary>
    public bool NeedsFullCase { get; init; }

    /// <summary>Both faults in one run: to name either first is right.</summary>
    public WorldFault And(WorldFault other) => new($"{Id}+{other.Id}", [.. Answers.Union(other.Answers)], (recipe, random) =>
    {
        Apply(recipe, random);
        other.Apply(recipe, random);
    })
    {
        Judge = (Judge)Math.Max((int)Judge, (int)other.Judge),
        RateMayCure = RateMayCure || other.RateMayCure,
        ClippingMayCure = ClippingMayCure || other.ClippingMayCure,
        NeedsFullCase = NeedsFullCase || other.NeedsFullCase,
        Fits = recipe => Fits(recipe) && other.Fits(recipe),
    };

    /// <summary>False where the recipe has not what the fault needs, such as momentum.</summary>
    public Func<Recipe, bool> Fits { get; init; } = _ => true;
}
