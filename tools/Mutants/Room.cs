namespace Optimizers.Mutants;

/// <summary>A folder of the library whose mutants are tried, and the tests that hold it.</summary>
/// <param name="Folder">The folder under <c>src/Optimizers</c>.</param>
/// <param name="Tests">The namespaces under <c>Optimizers.Tests</c> of its tests, the quickest to notice first.</param>
/// <param name="ToReach">The share of its mutants that the tests are to notice.</param>
internal sealed record Room(string Folder, string[] Tests, double ToReach = 0.85)
{
    /// <summary>The rooms, from the ground up.</summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        new("Arithmetic", ["Arithmetic", "Rules", "LinearAlgebra"]),
        new("Threads", ["Threads", "Steps", "FrontDoor"]),
        new("LinearAlgebra/EigenSystems", ["LinearAlgebra"]),
        new("LinearAlgebra/Factorizations", ["Providers", "LinearAlgebra", "Proofs"]),
        new("LinearAlgebra/SingularValues", ["Providers"]),
        new("LinearAlgebra/Proofs", ["Proofs"], 0.95),
        new("Schedules", ["Schedules"], 0.95),
        new("Contracts", ["FrontDoor", "Rules", "Files.States"]),
        new("Steps", ["FrontDoor", "Rules", "Steps"], 0.95),
        new("Links", ["Rules"]),
        new("Rules", ["Rules", "Papers"], 0.95),
        new("Around", ["Rules", "FrontDoor"]),
        new("Files", ["Files"]),
        new("Objectives", ["Curvature.Objectives", "Curvature.Functions"]),
        new("Operators", ["Curvature.Operators"]),
        new("Spectra", ["Curvature.Spectra"]),
        new("Minimizers", ["Curvature.Minimizers"]),
        new("CriticalPoints/Certificates", ["Curvature", "Proofs"], 0.95),
        new("CriticalPoints", ["Curvature", "CriticalPoints"]),
        new("Sharpness", ["Curvature.Sharpness"]),
        new("Diagnostics", ["Diagnostics"]),
    ];

    /// <summary>What selects its tests.</summary>
    public string Filter => string.Join('|', Tests.Select(name => $"FullyQualifiedName~Optimizers.Tests.{name}."));

    /// <summary>Whether a file belongs to it: to no room with a longer name.</summary>
    /// <param name="file">Its path under <c>src/Optimizers</c>, with slashes.</param>
    public bool Has(string file) =>
        All.Where(room => file.StartsWith(room.Folder + "/", StringComparison.Ordinal)).MaxBy(room => room.Folder.Length) == this;
}
