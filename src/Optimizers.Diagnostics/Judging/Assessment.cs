namespace Optimizers.Diagnostics;

/// <summary>How a cause judges an examination.</summary>
/// <param name="Evidence">What speaks for and against it.</param>
/// <param name="Missing">The measurements that would make the judgement surer and that the case does not allow, by the names of
/// <see cref="TrainingCase"/>'s properties.</param>
/// <param name="Remedy">What helps; null if nothing speaks for the cause.</param>
public sealed record Assessment(IReadOnlyList<Evidence> Evidence, IReadOnlyList<string> Missing, Remedy? Remedy)
{
    /// <summary>Nothing speaks for the cause.</summary>
    public static Assessment None { get; } = new([], [], null);

    /// <summary>Nothing can be said without a measurement.</summary>
    /// <param name="missing">The names of the properties of the case that are needed.</param>
    public static Assessment Lacks(params string[] missing) => new([], missing, null);

    /// <summary>The strongest ground that speaks for the cause.</summary>
    public Grounds Grounds => Evidence.Where(each => each.Weight > 0).Select(each => each.Grounds).DefaultIfEmpty().Max();

    /// <summary>The sum of the evidence's weights, in nats; −∞ without evidence.</summary>
    public double Weight => Evidence.Count == 0 ? double.NegativeInfinity : Evidence.Sum(each => each.Weight);
}
