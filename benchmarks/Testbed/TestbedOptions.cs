namespace Optimizers.Testbed;

/// <summary>What the command line asks for.</summary>
/// <param name="IsShort">True for a slice in two minutes: the named optimizers, three rates, one seed, on the small problems.</param>
/// <param name="Only">The one problem to run; null for all.</param>
/// <param name="Threads">How many runs at once.</param>
/// <param name="Runs">The file of the finished runs.</param>
/// <param name="Costs">The file of what a step costs.</param>
/// <param name="IsTimed">True to measure that, too.</param>
internal sealed record TestbedOptions(bool IsShort, string? Only, int Threads, string Runs, string Costs, bool IsTimed);
