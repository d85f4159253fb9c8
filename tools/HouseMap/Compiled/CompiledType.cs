namespace Optimizers.HouseMap.Compiled;

/// <summary>A type that is nested in no other.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name without the namespace, and without the number of its type parameters.</param>
/// <param name="Home">
/// The file that is named after it, or else the first that has code of it: its path under <c>src/Optimizers</c>; that of a file under
/// <c>src/Optimizers.Diagnostics</c> begins with <c>Diagnostics/</c>.
/// </param>
/// <param name="Files">Every file that has a part of it.</param>
public sealed record CompiledType(string Namespace, string Name, string Home, IReadOnlyList<string> Files);
