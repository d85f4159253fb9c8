namespace Optimizers.FaultBench;

/// <summary>How a training ended.</summary>
/// <param name="Training">The loss over the measured sample of the training data, by right code and right labels.</param>
/// <param name="Test">The loss over the program's testing data, by right code.</param>
/// <param name="OwnTraining">The training loss by the program's own code.</param>
internal sealed record Outcome(double Training, double Test, double OwnTraining)
{
    /// <summary>The factor of the twin's loss from which on a fault hurts.</summary>
    public const double Notable = 1.25;

    /// <summary>True if a fault has made this notably worse than the twin.</summary>
    /// <param name="twin">The healthy twin.</param>
    /// <param name="harm">How it is measured.</param>
    /// <param name="floor">The loss below which a run is good in any case.</param>
    public bool IsWorseThan(Outcome twin, Harm harm, double floor) => harm switch
    {
        Harm.Training => IsWorse(Training, twin.Training, floor),
        Harm.OwnTraining => IsWorse(OwnTraining, twin.OwnTraining, floor),
        Harm.Generalization => IsWorse(Test, twin.Test, floor) && IsWorse(Test - Training, twin.Test - twin.Training, floor),
        _ => !(Training < twin.Training / Notable),
    };

    private static bool IsWorse(double loss, double twin, double floor) => !(loss <= floor) && !(loss < Notable * twin);
}
