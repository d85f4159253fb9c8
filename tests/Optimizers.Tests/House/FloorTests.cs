using Optimizers.Diagnostics;
using Optimizers.HouseMap;
using Optimizers.HouseMap.Compiled;

namespace Optimizers.Tests.House;

/// <summary>The house as it was compiled, against the one list of its floors.</summary>
public sealed class FloorTests
{
    private static readonly CompiledHouse Compiled = CompiledHouse.Read(
        typeof(IOptimizer).Assembly.Location, typeof(TrainingMonitor).Assembly.Location);

    // What still goes up, one line an arrow, as the test prints it. The list only ever gets shorter.
    private static readonly string[] StillUp =
    [
    ];

    [Fact]
    public void Every_file_is_in_a_room_of_the_list()
    {
        var files = Compiled.Types.SelectMany(type => type.Files).Distinct().ToArray();
        files.Should().HaveCountGreaterThan(100);
        files.Where(file => Floors.RoomOf(file) is null).Should().BeEmpty("the list of floors has a room for each file");
    }

    [Fact]
    public void Every_room_of_the_list_has_a_file()
    {
        var rooms = Compiled.Types.SelectMany(type => type.Files).Select(Floors.RoomOf).ToHashSet();
        Floors.Rooms.Where(room => !rooms.Contains(room)).Should().BeEmpty("a room without files is a line too many in the list of floors");
    }

    [Fact]
    public void Arrows_run_down_only()
    {
        var up = Compiled.Arrows.Where(GoesUp).Select(arrow => arrow.ToString()).ToArray();
        up.Except(StillUp).Should().BeEmpty("what stands higher in the list of floors is not known below");
        StillUp.Except(up).Should().BeEmpty("an exception that is no longer needed is taken off the list");
    }

    [Fact]
    public void No_file_imports_a_namespace_that_stands_higher()
    {
        // A constant is compiled into its users: the import alone shows where it came from.
        var lowest = Compiled.Types.GroupBy(type => type.Namespace)
            .ToDictionary(group => group.Key, group => group.Min(type => Floors.HeightOf(Floors.RoomOf(type.Home)!)));
        var imports = Compiled.Imports.Where(import => lowest.ContainsKey(import.Namespace)).ToArray();
        imports.Should().Contain(("LinearAlgebra/VectorWork.cs", "Optimizers.Threads"));
        imports.Where(import => lowest[import.Namespace] > Floors.HeightOf(Floors.RoomOf(import.File)!)).Should().BeEmpty();
    }

    [Fact]
    public void No_two_rooms_of_the_diagnosis_need_each_other() =>
        Compiled.Arrows.Where(arrow => arrow.FromFile.StartsWith("Diagnostics/", StringComparison.Ordinal))
            .Select(arrow => (From: Floors.RoomOf(arrow.FromFile), To: Floors.RoomOf(arrow.ToFile)))
            .Where(arrow => arrow.From != arrow.To).Distinct()
            .Should().HaveCountGreaterThan(20, "the rooms are seen").And
            .OnlyContain(arrow => Floors.HeightOf(arrow.To!) < Floors.HeightOf(arrow.From!));

    [Fact]
    public void No_circle_of_files_in_the_diagnosis_is_larger_than_a_type_with_its_kinds()
    {
        // Model makes the two kinds that derive from it.
        string[] known = ["Diagnostics/Cases/ExternalModel.cs", "Diagnostics/Cases/InPlaceModel.cs", "Diagnostics/Cases/Model.cs"];
        var uses = Compiled.Arrows.ToLookup(arrow => arrow.FromFile, arrow => arrow.ToFile);
        var files = Compiled.Types.SelectMany(type => type.Files).Where(file => file.StartsWith("Diagnostics/", StringComparison.Ordinal)).Distinct();
        files.Where(file => Reached(file).Contains(file)).Should().BeSubsetOf(known, "who needs what needs him cannot be read alone");

        HashSet<string> Reached(string from)
        {
            var (reached, open) = (new HashSet<string>(), new Stack<string>([from]));
            while (open.TryPop(out var file))
            {
                foreach (var next in uses[file].Where(reached.Add))
                    open.Push(next);
            }

            return reached;
        }
    }

    [Fact]
    public void Every_type_stands_in_one_room() =>
        Compiled.Types.Where(type => type.Files.Select(Floors.RoomOf).Distinct().Count() > 1).Select(type => type.ToString())
            .Should().BeEmpty("the parts of a type belong together");

    [Fact]
    public void No_two_types_share_a_name() =>
        Compiled.Types.GroupBy(type => type.Name).Where(group => group.Select(type => Path.GetDirectoryName(type.Home)).Distinct().Count() > 1)
            .Select(group => string.Join(", ", group.Select(type => type.Home)))
            .Should().BeEmpty("a name says which thing is meant");

    [Fact]
    public void Every_station_of_the_ways_through_the_house_is_a_type_of_it() =>
        Way.All.SelectMany(way => way.Stations).Select(station => station.Type).OfType<string>()
            .Except(Compiled.Types.Select(type => type.Name))
            .Should().BeEmpty("the picture shows what there is");

    [Fact]
    public void What_the_arrows_are_read_from_is_seen()
    {
        // A base type, a constraint of a type parameter, and a type without a line of code: known to be there.
        Compiled.Arrows.Should().Contain(arrow => arrow.FromFile == "Rules/AdamFamily.cs" && arrow.ToFile == "Optimizer.cs");
        Compiled.Arrows.Should().Contain(arrow => arrow.FromFile == "Steps/IUpdateRule.cs" && arrow.ToFile == "Arithmetic/IArithmetic.cs");
        // From the package above to the core.
        Compiled.Arrows.Should().Contain(arrow => arrow.FromType == "TrainingMonitor" && arrow.ToFile == "Contracts/StepObserver.cs");
        Compiled.Types.Should().Contain(type => type.Name == "IOptimizer"
            && type.Home == "Contracts/IOptimizer.cs", "a type without code has its file from the PDB");
    }

    private static bool GoesUp(Arrow arrow) =>
        Floors.RoomOf(arrow.FromFile) is { } from && Floors.RoomOf(arrow.ToFile) is { } to && !Floors.MayKnow(from, to);
}
