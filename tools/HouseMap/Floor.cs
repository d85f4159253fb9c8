namespace Optimizers.HouseMap;

/// <summary>A floor of the house.</summary>
/// <param name="Name">What is on it.</param>
/// <param name="Rooms">
/// Its rooms, folders under <c>src/Optimizers</c> and <c>src/Optimizers.Diagnostics</c>; each sees those before it, and all floors below.
/// </param>
public sealed record Floor(string Name, IReadOnlyList<string> Rooms);
