using Optimizers.Diagnostics;

namespace Optimizers.Reports.Tests;

/// <summary>An action that does nothing: for remedies made by hand.</summary>
internal sealed class GivenAction(string description) : RemedyAction
{
    public override string Description => description;

    public override IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters) => optimizer;
}
