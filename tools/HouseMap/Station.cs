namespace Optimizers.HouseMap;

/// <summary>A stop on a way through the house.</summary>
/// <param name="Type">The type that it stands in; null where it is the caller's own.</param>
/// <param name="Title">What is written on it.</param>
/// <param name="Caption">What happens there, in a few words.</param>
public sealed record Station(string? Type, string Title, string Caption)
{
    public Station(string type, string caption)
        : this(type, type, caption)
    {
    }
}
