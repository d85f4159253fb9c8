namespace Optimizers.HouseMap;

/// <summary>The one list of the floors: what a room may know is what stands before it.</summary>
public static class Floors
{
    /// <summary>The room of the files that lie in <c>src/Optimizers</c> itself.</summary>
    public const string FrontDoor = ".";

    /// <summary>The package on top of the house: its files lie in <c>src/Optimizers.Diagnostics</c>.</summary>
    private const string Diagnostics = "Diagnostics";

    /// <summary>From the ground up. A file belongs to the room with the longest name that its folder begins with.</summary>
    public static IReadOnlyList<Floor> All { get; } =
    [
        new("arithmetic", ["Arithmetic"]),
        new("threads", ["Threads"]),
        new("linear algebra", [
            "LinearAlgebra", "LinearAlgebra/Products", "LinearAlgebra/Factorizations", "LinearAlgebra/EigenSystems",
            "LinearAlgebra/SingularValues", "LinearAlgebra/Proofs", "Providers"]),
        new("schedules", ["Schedules"]),
        new("contracts", ["Contracts"]),
        new("steps", ["Steps"]),
        new("front door", [FrontDoor]),
        new("links and rules", ["Links", "Rules", "Around"]),
        new("files", ["Files"]),
        new("objectives, operators, spectra", ["Objectives", "Operators", "Spectra"]),
        new("minimizers", ["Minimizers"]),
        new("critical points", [
            "CriticalPoints/Claims", "CriticalPoints/Symmetries", "CriticalPoints/Certificates", "CriticalPoints/HigherOrders", "CriticalPoints"]),
        new("sharpness", ["Sharpness"]),
        new("watching, cases", ["Diagnostics/Arithmetic", "Diagnostics/Watching", "Diagnostics/Logs", "Diagnostics/Cases"]),
        new("curing, probing", ["Diagnostics/Curing", "Diagnostics/Probing"]),
        new("judging, guarding", [
            "Diagnostics/Judging", "Diagnostics/Judging/Causes", "Diagnostics/Trying", "Diagnostics/Concluding", "Diagnostics/Guarding"]),
    ];

    /// <summary>All rooms, from the ground up.</summary>
    public static IReadOnlyList<string> Rooms { get; } = [.. All.SelectMany(floor => floor.Rooms)];

    /// <summary>The place of a room in <see cref="Rooms"/>.</summary>
    public static int HeightOf(string room) => Rooms.ToList().IndexOf(room);

    /// <summary>The room of a file, or null if the list has none.</summary>
    /// <param name="file">Its path, with slashes, as that of a <see cref="Compiled.CompiledType"/>.</param>
    public static string? RoomOf(string file)
    {
        var end = file.LastIndexOf('/');
        if (end < 0)
            return FrontDoor;
        var folder = file[..end];
        return Rooms
            .Where(room => folder == room || folder.StartsWith(room + "/", StringComparison.Ordinal))
            .MaxBy(room => room.Length);
    }

    /// <summary>The path of a file under <c>src</c>.</summary>
    public static string PathOf(string file) =>
        file.StartsWith(Diagnostics + "/", StringComparison.Ordinal) ? $"Optimizers.{file}" : $"Optimizers/{file}";

    /// <summary>Whether an arrow between two rooms goes down, or stays in the room.</summary>
    public static bool MayKnow(string from, string to) => HeightOf(to) <= HeightOf(from);
}
