using Optimizers.HouseMap.Compiled;

namespace Optimizers.HouseMap.Picture;

/// <summary>How much is in a room.</summary>
/// <param name="Room">Its name in the list of floors.</param>
/// <param name="Files">The files with code in it.</param>
/// <param name="Lines">Their lines.</param>
internal sealed record RoomSize(string Room, int Files, int Lines)
{
    /// <summary>What is written on the room.</summary>
    public string Title => Room == Floors.FrontDoor ? "front door" : Room.Split('/')[^1];

    /// <summary>The sizes of all rooms.</summary>
    /// <param name="house">The compiled house.</param>
    /// <param name="source">The folder <c>src</c>.</param>
    public static IReadOnlyDictionary<string, RoomSize> Of(CompiledHouse house, string source)
    {
        var files = house.Types.SelectMany(type => type.Files).Distinct().ToLookup(file => Floors.RoomOf(file) ?? "");
        return Floors.Rooms.ToDictionary(
            room => room,
            room => new RoomSize(
                room, files[room].Count(), files[room].Sum(file => File.ReadLines(Path.Combine(source, Floors.PathOf(file))).Count())));
    }
}
