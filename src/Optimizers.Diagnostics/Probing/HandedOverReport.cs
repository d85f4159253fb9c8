namespace Optimizers.Diagnostics;

/// <summary>How many numbers the model has, and how many of them the steps were handed.</summary>
/// <param name="Model">The length of θ by the objective's layout, the case's θ or its start.</param>
/// <param name="Steps">The length of all parameters of a step together.</param>
/// <param name="Missing">The names of the parameters of the layout that no step was handed; empty where names do not tell.</param>
public sealed record HandedOverReport(int Model, int Steps, IReadOnlyList<string> Missing);
