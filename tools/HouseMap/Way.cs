namespace Optimizers.HouseMap;

/// <summary>How something goes through the house.</summary>
/// <param name="Name">Of what, through what.</param>
/// <param name="Stations">Where it stops, in order.</param>
public sealed record Way(string Name, IReadOnlyList<Station> Stations)
{
    /// <summary>The three that explain the house.</summary>
    public static IReadOnlyList<Way> All { get; } =
    [
        new("A gradient through a step",
        [
            new(null, "the caller's arrays", "θ and g, in place"),
            new("Parameter", "a view, no copy"),
            new("StepGuard", "door and guard: all or nothing"),
            new("StepInfo", "this step's numbers, and rounds"),
            new("IUpdateRule", "the formula, on lanes of any width"),
            new(null, "the caller's arrays", "the new θ, the same storage"),
        ]),
        new("A point through a classification",
        [
            new("Objective", "L, and what it has of derivatives"),
            new("ObjectiveClassifier", "by the matrix, or by products"),
            new("SymmetricEigenSystem", "all eigenvalues, or the ends"),
            new("SecondOrder", "signs, tolerances, distance"),
            new("Claim", "proven, probable, estimated"),
            new("CriticalPoint", "the result, and the way out"),
        ]),
        new("A training through a diagnosis",
        [
            new("TrainingMonitor", "two lines in the loop"),
            new("TrainingCase", "what the caller has besides"),
            new("Examination", "probes, asked once, priced"),
            new("Cause", "each weighs its evidence"),
            new("Diagnosis", "ranked over the causal graph"),
            new("Remedies", "actions on the running training"),
        ]),
    ];
}
