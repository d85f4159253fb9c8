using System.Diagnostics.CodeAnalysis;

namespace Optimizers.Steps;

/// <summary>
/// Joins the steps of several processes that each step a share of the same parameters: what is summed over all parameters is summed over all
/// processes before anything is written. Set as <see cref="Optimizer.Exchange"/>.
/// </summary>
/// <remarks>
/// Every process must see the same numbers come out, and call in the same order; then all take the step, or none does. A parameter of another
/// process's share keeps its place; its gradient is not read, and its new value is to be fetched from there.
/// </remarks>
[Experimental("OPT1002")]
public interface IStepExchange
{
    /// <summary>True if this process steps a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    bool Steps(in ParameterInfo parameter);

    /// <summary>Replaces numbers of this process by those of all processes together.</summary>
    /// <param name="values">Few numbers: of the guard a count of faults and Σg²; of a round its results over the groups.</param>
    /// <param name="gathering">How they become one.</param>
    void Join(Span<double> values, Gathering gathering);
}
