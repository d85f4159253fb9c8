namespace Optimizers.Mutants;

/// <summary>A folder of the libraries whose mutants are tried.</summary>
/// <param name="Folder">The folder under <c>src</c>.</param>
/// <param name="ToReach">The share of its mutants that the tests are to notice.</param>
internal sealed record Room(string Folder, double ToReach = 0.85)
{
    /// <summary>The projects that have rooms, each after those that it stands on.</summary>
    public static IReadOnlyList<string> Projects { get; } = ["Optimizers", "Optimizers.Diagnostics"];

    /// <summary>The rooms, from the ground up; what lies in none of them is in the room of its project.</summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        new("Optimizers/Arithmetic"),
        new("Optimizers/Threads"),
        new("Optimizers/LinearAlgebra"),
        new("Optimizers/LinearAlgebra/Products"),
        new("Optimizers/LinearAlgebra/EigenSystems"),
        new("Optimizers/LinearAlgebra/Factorizations"),
        new("Optimizers/LinearAlgebra/SingularValues"),
        new("Optimizers/LinearAlgebra/Proofs", 0.95),
        new("Optimizers/Providers"),
        new("Optimizers/Schedules", 0.95),
        new("Optimizers/Contracts"),
        new("Optimizers/Steps", 0.95),
        new("Optimizers/Links"),
        new("Optimizers/Rules", 0.95),
        new("Optimizers/Around"),
        new("Optimizers/Files"),
        new("Optimizers"),
        new("Optimizers/Objectives"),
        new("Optimizers/Operators"),
        new("Optimizers/Spectra"),
        new("Optimizers/Minimizers"),
        new("Optimizers/CriticalPoints/Certificates", 0.95),
        new("Optimizers/CriticalPoints"),
        new("Optimizers/Sharpness"),
        new("Optimizers.Diagnostics/Arithmetic"),
        new("Optimizers.Diagnostics/Cases"),
        new("Optimizers.Diagnostics/Watching"),
        new("Optimizers.Diagnostics/Logs"),
        new("Optimizers.Diagnostics/Probing"),
        new("Optimizers.Diagnostics/Judging"),
        new("Optimizers.Diagnostics/Concluding"),
        new("Optimizers.Diagnostics/Curing"),
        new("Optimizers.Diagnostics/Guarding"),
    ];

    /// <summary>Whether a file belongs to it: to no room with a longer name.</summary>
    /// <param name="file">Its path under <c>src</c>, with slashes.</param>
    public bool Has(string file) =>
        All.Where(room => file.StartsWith(room.Folder + "/", StringComparison.Ordinal)).MaxBy(room => room.Folder.Length) == this;

    /// <summary>Whether it is called so, by its folder or the end of it.</summary>
    public bool IsCalled(string name) => $"/{Folder}".EndsWith($"/{name}", StringComparison.Ordinal);
}
