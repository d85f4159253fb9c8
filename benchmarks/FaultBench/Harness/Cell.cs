namespace Optimizers.FaultBench;

/// <summary>One training: what, by what, from which seed.</summary>
/// <param name="Data">The task.</param>
/// <param name="Model">The model.</param>
/// <param name="Optimizer">The rule.</param>
/// <param name="Seed">Of the split, the start and the batches.</param>
internal sealed record Cell(DataSet Data, Model Model, OptimizerKind Optimizer, int Seed)
{
    /// <summary>Seeds up to this one are of the half that fixes thresholds, those above are held out.</summary>
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
