namespace Optimizers.Diagnostics.Logs;

/// <summary>What a log says of one step: the numbers of all its rows together. Null is missing; NaN is what the program wrote.</summary>
internal sealed class LogPoint(long iteration, double epoch)
{
    /// <summary>The number of the step, or of the epoch where rows are epochs.</summary>
    public long Iteration { get; } = iteration;

    /// <summary>The epoch; NaN if the log has none.</summary>
    public double Epoch { get; set; } = epoch;

    public double? Loss { get; set; }

    public double? EpochLoss { get; set; }

    public double? Validation { get; set; }

    public double? Test { get; set; }

    public double? TrainingAccuracy { get; set; }

    public double? ValidationAccuracy { get; set; }

    public double? TestAccuracy { get; set; }

    public double? LearningRate { get; set; }

    public double? GradientNorm { get; set; }

    /// <summary>Whether a loss over a whole set was measured here.</summary>
    public bool IsEvaluation => EpochLoss is not null || Validation is not null || Test is not null;

    /// <summary>Whether an accuracy was measured here.</summary>
    public bool HasAccuracy => TrainingAccuracy is not null || ValidationAccuracy is not null || TestAccuracy is not null;

    /// <summary>Takes over a number; that of a later row stands.</summary>
    public void Take(LogRole role, double value)
    {
        switch (role)
        {
            case LogRole.TrainingLoss: Loss = value; break;
            case LogRole.EpochLoss: EpochLoss = value; break;
            case LogRole.ValidationLoss: Validation = value; break;
            case LogRole.TestLoss: Test = value; break;
            case LogRole.TrainingAccuracy: TrainingAccuracy = value; break;
            case LogRole.ValidationAccuracy: ValidationAccuracy = value; break;
            case LogRole.TestAccuracy: TestAccuracy = value; break;
            case LogRole.LearningRate: LearningRate = value; break;
            case LogRole.GradientNorm: GradientNorm = value; break;
        }
    }
}
