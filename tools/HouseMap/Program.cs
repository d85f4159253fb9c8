using Optimizers;
using Optimizers.Diagnostics;
using Optimizers.HouseMap;
using Optimizers.HouseMap.Compiled;
using Optimizers.HouseMap.Picture;
using Optimizers.Shell;

if (RepositoryRoot.Find() is not { } root)
    return 2;

return GuardedProgram.Run(() =>
{
    var house = CompiledHouse.Read(typeof(IOptimizer).Assembly.Location, typeof(TrainingMonitor).Assembly.Location);
    var picture = Path.Combine(root.FullName, "docs", "images", "architecture.svg");
    var sizes = RoomSize.Of(house, Path.Combine(root.FullName, "src"));
    File.WriteAllText(picture, new ArchitecturePicture(house, sizes).ToString());
    Console.WriteLine($"{Path.GetRelativePath(root.FullName, picture)}: {house.Types.Count} types, {house.Arrows.Count} arrows between files");

    var up = house.Arrows.Where(arrow =>
        Floors.RoomOf(arrow.FromFile) is { } from && Floors.RoomOf(arrow.ToFile) is { } to && !Floors.MayKnow(from, to)).ToList();
    foreach (var arrow in up)
        Console.WriteLine($"goes up: {arrow}");
    return 0;
});
