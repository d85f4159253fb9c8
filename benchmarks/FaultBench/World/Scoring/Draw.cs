namespace Optimizers.FaultBench.World;

/// <summary>One training of a kind: healthy or with a fault, with its harm and what the diagnosis said.</summary>
internal sealed class Draw
{
    public required Kind Kind { get; init; }

    public required int Seed { get; init; }

    /// <summary>Null: the healthy twin.</summary>
    public required WorldFault? Fault { get; init; }

    public DrawStatus Status { get; set; }

    public double Harm { get; set; } = double.NaN;

    /// <summary>Of the healthy twin, over the holdout.</summary>
    public double HoldoutHarm { get; set; } = double.NaN;

    public double TwinHarm { get; set; } = double.NaN;

    /// <summary>The right answers: the fault's, and what a trial has shown to cure the run too.</summary>
    public IReadOnlyList<string> Answers { get; set; } = [];

    public List<Answer> Given { get; } = [];

    public double TrainingSeconds { get; set; }

    public bool Counts => Status == DrawStatus.Counts;

    public bool IsScored(Tier tier) => Counts && (tier == Tier.Full || Fault is not { NeedsFullCase: true });

    public Answer? At(Tier tier) => IsScored(tier) ? Given.Find(answer => answer.Tier == tier) : null;
}
