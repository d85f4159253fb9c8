namespace Optimizers.Testbed.Running;

/// <summary>Which run it is.</summary>
/// <param name="Problem">The problem's name.</param>
/// <param name="Optimizer">The contender's name.</param>
/// <param name="Place">The place of the rate among the contender's seven.</param>
/// <param name="Seed">The seed.</param>
internal sealed record RunKey(string Problem, string Optimizer, int Place, int Seed);
