using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>A suspect as the diagnosis weighed it: what a fit of the weights learns from.</summary>
/// <param name="Id">The cause.</param>
/// <param name="LogOdds">Prior and evidence together, in nats.</param>
/// <param name="Grounds">What it rests on.</param>
/// <param name="Explained">True if another finding explains it: a symptom.</param>
/// <param name="Weights">The weight of the evidence by its source, in nats.</param>
internal sealed record WeighedCause(string Id, double LogOdds, Grounds Grounds, bool Explained, IReadOnlyDictionary<string, double> Weights)
{
    public static WeighedCause Of(Finding suspect) => new(
        suspect.Cause.Id,
        suspect.Cause.PriorLogOdds + suspect.Assessment.Weight,
        suspect.Assessment.Grounds,
        suspect.IsSymptom,
        suspect.Assessment.Evidence.GroupBy(each => each.Source).ToDictionary(group => group.Key, group => group.Sum(each => each.Weight)));
}
