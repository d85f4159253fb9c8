using System.Globalization;
using Optimizers.HouseMap.Compiled;

namespace Optimizers.HouseMap.Picture;

/// <summary>The floors with their rooms, which floor uses which, and the ways through the house.</summary>
internal sealed class ArchitecturePicture
{
    private const int Top = 210;
    private const int FloorHeight = 66;
    private const int RoomsLeft = 215;
    private const int RoomsWidth = 815;
    private const int MatrixLeft = 1090;
    private const int CellWidth = 56;
    private const int WayHeight = 104;
    private const string Ink = "#1f2933";
    private const string Pale = "#617080";
    private const string Rule = "#d5dbe1";

    private static readonly string[] Colours =
        ["#eef1f4", "#e6ecf5", "#dbe9f6", "#d9efe6", "#e4f2d5", "#fbf1cf", "#fde3cf", "#fbd9d9", "#ecdcf3", "#dfe0f5", "#d8eef2"];

    private readonly Svg _svg;
    private readonly CompiledHouse _house;
    private readonly IReadOnlyDictionary<string, RoomSize> _sizes;

    /// <param name="house">The compiled house.</param>
    /// <param name="sizes">The sizes of its rooms.</param>
    public ArchitecturePicture(CompiledHouse house, IReadOnlyDictionary<string, RoomSize> sizes)
    {
        (_house, _sizes) = (house, sizes);
        var ways = Top + (Floors.All.Count * FloorHeight) + 70;
        _svg = new(Width, ways + (Way.All.Count * WayHeight) + 20);
        Headings();
        for (var i = 0; i < Floors.All.Count; i++)
            Row(i);
        for (var i = 0; i < Way.All.Count; i++)
            DrawWay(Way.All[i], ways + (i * WayHeight));
    }

    /// <summary>The picture as SVG.</summary>
    public override string ToString() => _svg.ToString();

    private static int Width => MatrixLeft + (Floors.All.Count * CellWidth) + 50;

    private static double RowTop(int floor) => Top + ((Floors.All.Count - 1 - floor) * FloorHeight);

    private static double ColumnMiddle(int floor) => MatrixLeft + ((Floors.All.Count - 1 - floor + 0.5) * CellWidth);

    private void Headings()
    {
        var lines = _sizes.Values.Sum(size => size.Lines).ToString("N0", CultureInfo.InvariantCulture);
        _svg.Text(30, 52, "The house of Optimizers", 30, Ink, isBold: true);
        _svg.Text(30, 84, "Every floor knows only those below it, and of a floor every room only those to its left;", 16, Pale);
        _svg.Text(30, 108, $"drawn from the compiled assembly: {_sizes.Values.Sum(size => size.Files)} files, {lines} lines.", 16, Pale);
        _svg.Text(RoomsLeft, Top - 18, "rooms, with their files and lines", 14, Pale);
        _svg.Text(MatrixLeft - 40, 36, "how many arrows go from a floor (row) to a lower one (column)", 14, Pale);
        for (var i = 0; i < Floors.All.Count; i++)
            _svg.Text(ColumnMiddle(i) - 4, Top - 14, Floors.All[i].Name, 13, Ink, turn: -38);
    }

    private void Row(int index)
    {
        var (floor, y) = (Floors.All[index], RowTop(index));
        var middle = y + (FloorHeight / 2.0);
        _svg.Box(20, y + 3, MatrixLeft - 40, FloorHeight - 6, Colours[index % Colours.Length], "none");
        var words = floor.Name.Split(", ");
        for (var k = 0; k < words.Length; k++)
            _svg.Text(36, middle + 5 + ((k - ((words.Length - 1) / 2.0)) * 17), words[k], words.Length == 1 ? 16 : 14, Ink, isBold: true);

        var width = (RoomsWidth - (8 * (floor.Rooms.Count - 1))) / (double)floor.Rooms.Count;
        for (var k = 0; k < floor.Rooms.Count; k++)
        {
            var size = _sizes[floor.Rooms[k]];
            var x = RoomsLeft + (k * (width + 8));
            _svg.Box(x, y + 9, width, FloorHeight - 18, "#ffffff", Rule);
            _svg.Text(x + (width / 2), middle - 3, size.Title, 15, Ink, isBold: true, isCentred: true);
            _svg.Text(
                x + (width / 2), middle + 15, string.Create(CultureInfo.InvariantCulture,
                    $"{size.Files} files · {size.Lines:N0} lines"), 12, Pale, isCentred: true);
        }

        _svg.Line(MatrixLeft, y + FloorHeight, MatrixLeft + (Floors.All.Count * CellWidth), y + FloorHeight, Rule);
        for (var below = 0; below <= index; below++)
            Cell(index, below, middle);
    }

    private void Cell(int from, int to, double middle)
    {
        var x = ColumnMiddle(to);
        if (from == to)
        {
            _svg.Box(x - 8, middle - 8, 16, 16, Colours[from % Colours.Length], Pale, 3);
            return;
        }

        var count = _house.Arrows.Count(arrow => FloorOf(arrow.FromFile) == from && FloorOf(arrow.ToFile) == to);
        if (count == 0)
            return;
        _svg.Circle(x, middle, Math.Min(25, 11 + Math.Sqrt(count) * 0.7), "#bfd4ea");
        _svg.Text(x, middle + 5, count.ToString(CultureInfo.InvariantCulture), 13, Ink, isCentred: true);
    }

    private static int FloorOf(string file)
    {
        var room = Floors.RoomOf(file);
        return Floors.All.ToList().FindIndex(floor => floor.Rooms.Contains(room));
    }

    private void DrawWay(Way way, double y)
    {
        const int Gap = 34;
        _svg.Text(30, y, way.Name, 18, Ink, isBold: true);
        var width = (Width - 60 - (Gap * (way.Stations.Count - 1))) / (double)way.Stations.Count;
        for (var i = 0; i < way.Stations.Count; i++)
        {
            var (station, x) = (way.Stations[i], 30 + (i * (width + Gap)));
            var colour = station.Type is null ? "#ffffff" : Colours[FloorOf(HomeOf(station.Type)) % Colours.Length];
            _svg.Box(x, y + 14, width, 56, colour, Rule);
            _svg.Text(x + (width / 2), y + 38, station.Title, 15, Ink, isBold: true, isCentred: true);
            _svg.Text(x + (width / 2), y + 58, station.Caption, 13, Pale, isCentred: true);
            if (i > 0)
                _svg.Arrow(x - Gap + 5, y + 42, x - 4, Pale);
        }
    }

    private string HomeOf(string type) => _house.Types.FirstOrDefault(each => each.Name == type)?.Home
        ?? throw new InvalidOperationException($"A way stops at {type}, which is no type of the house.");
}
