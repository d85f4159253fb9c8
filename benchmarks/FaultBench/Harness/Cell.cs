namespace Optimizers.FaultBench;

/// <summary>One training: the task, the model, the rule and the seed.</summary>
/// <param name="Data">The task.</param>
/// <param name="Model">The model.</param>
/// <param name="Optimizer">The rule.</param>
/// <param name="Seed">The seed of the split, the start and the batches.</param>
internal sealed record Cell(DataSet Data, Model Model, OptimizerKind Optimizer, int Seed)
{
    /// <summary>The last seed of the half that fixes thresholds; seeds above are held out.</summary>
    public const int SeedsOfA = 100;

    /// <summary>The first seed of half B: those before it belong to scores that have been looked at.</summary>
    public const int FirstSeedOfB = 501;

    /// <summary>
    /// Half B holds out Fashion-MNIST, the deep ReLU network, the convolution and RMSProp altogether, and has other seeds everywhere.
    /// </summary>
    public GridHalf Half => IsHeldOut(Data, Model, Optimizer) || Seed > SeedsOfA ? GridHalf.B : GridHalf.A;

    public static bool IsHeldOut(DataSet data, Model model, OptimizerKind optimizer) =>
        data.Name == "fashion" || model.Name is "deep relu" or "convolution" || optimizer == OptimizerKind.RmsProp;

    public override string ToString() => $"{Data.Name}, {Model.Name}, {Optimizer}, seed {Seed}";
}
