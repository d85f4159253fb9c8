namespace Optimizers.FaultBench.World;

/// <summary>A training as a user would write it: data, model, loss, optimizer, loop. A fault changes something in it.</summary>
internal sealed class Recipe
{
    private Random? _masks;

    public required Sample Train { get; set; }

    /// <summary>A holdout from where the training data come from.</summary>
    public required Sample Holdout { get; set; }

    /// <summary>The testing data; null where the user has none.</summary>
    public Sample? Test { get; set; }

    public required Func<Pass, Node> Model { get; set; }

    public required LossKind Loss { get; set; }

    public double Smoothing { get; set; }

    /// <summary>The loss of every example in a loop whose loss is wrong; null: the right one.</summary>
    public Func<Tape, Node, Sample, Node>? WrongLoss { get; set; }

    public required OptimizerChoice Optimizer { get; set; }

    public required double Rate { get; set; }

    /// <summary>The schedule by its height and the steps of the run.</summary>
    public Func<double, int, Schedule> Shape { get; set; } = (rate, _) => rate;

    public required int BatchSize { get; set; }

    public required int Steps { get; set; }

    /// <summary>True if batches are taken in the order of the examples.</summary>
    public bool InOrder { get; set; }

    /// <summary>True if the loop takes the first batch again and again.</summary>
    public bool TakesFirstBatchOnly { get; set; }

    /// <summary>Of the start, the batches and the masks.</summary>
    public required int Seed { get; set; }

    /// <summary>What a fault does to a start.</summary>
    public Action<ParameterTable, double[], Random>? Start { get; set; }

    /// <summary>What a slip in the backward pass does to a gradient; null for a right one.</summary>
    public Action<ParameterTable, double[]>? GradientSlip { get; set; }

    /// <summary>What the loop does to a gradient between the backward pass, which is right, and the step; null for nothing.</summary>
    public Action<double[]>? BeforeStep { get; set; }

    /// <summary>True if nothing sets the gradients to zero, and they add up.</summary>
    public bool KeepsGradients { get; set; }

    /// <summary>In how many parts the loop takes a batch whose gradients it adds up where their mean belongs; 1: it takes batches whole.</summary>
    public int AddedParts { get; set; } = 1;

    /// <summary>True if every epoch has a new optimizer, which knows nothing of the steps before.</summary>
    public bool RenewsOptimizer { get; set; }

    /// <summary>True if every epoch begins with the parameters of the start.</summary>
    public bool ResetsParameters { get; set; }

    /// <summary>True if the loop never calls the optimizer.</summary>
    public bool TakesNoSteps { get; set; }

    /// <summary>Which parameters the loop hands to the optimizer.</summary>
    public Func<string, bool> IsHandedOver { get; set; } = _ => true;

    /// <summary>True if the rate falls when the mean loss of the epochs stands.</summary>
    public bool FallsOnPlateau { get; set; }

    /// <summary>True if that rate waits for a mean loss that rises.</summary>
    public bool PlateauIsOfMaximum { get; set; }

    /// <summary>True if units are dropped wherever the model is evaluated.</summary>
    public bool DropsAlways { get; set; }

    /// <summary>The noise on inputs while training, beside dropout.</summary>
    public double Shaking { get; set; }

    /// <summary>True if the objectives that are handed over drop units and shake inputs too.</summary>
    public bool ObjectiveIsStochastic { get; set; }

    /// <summary>
    /// False where no outputs of single examples are to be had, because the model is evaluated over its batch alone, as batch normalization without
    /// running averages is; or where the loss has no name.
    /// </summary>
    public bool HandsModel { get; set; } = true;

    /// <summary>How many examples the user takes for a good sample, where the training data are more.</summary>
    public int SampleSize { get; set; } = 256;

    public Activation? LastActivation { get; set; }

    public Activation? HiddenActivation { get; set; }

    /// <summary>How the loop keeps the parameters: under other names, in another order, in one vector.</summary>
    public Action<ParameterTable>? Arrange { get; set; }

    /// <summary>True if the loop keeps them as floats.</summary>
    public bool IsSingle { get; set; }

    public double WidthFactor { get; set; } = 1;

    public string? Detached { get; set; }

    public double? Dropped { get; set; }

    public bool KeepsNoAverages { get; set; }

    public Schedule Schedule => Shape(Rate, Steps);

    public Pass NewPass(ParameterTable table, double[]? theta, Sample sample, bool wantsSlopes, Random? masks)
    {
        var pass = new Pass(table, theta, sample, wantsSlopes, masks ?? (DropsAlways ? _masks ??= new Random(Seed + 6) : null))
        {
            LastActivation = LastActivation,
            HiddenActivation = HiddenActivation,
            WidthFactor = WidthFactor,
            Detached = Detached,
            Dropped = Dropped,
            KeepsNoAverages = KeepsNoAverages,
        };
        pass.Shake(Shaking);
        return pass;
    }

    /// <summary>The loss of every example, n × 1, as the loop has it.</summary>
    public Node ExampleLosses(Pass pass) => WrongLoss is null
        ? Losses.Each(pass.Tape, Loss, Smoothing, Model(pass), pass.Sample)
        : WrongLoss(pass.Tape, Model(pass), pass.Sample);

    /// <summary>The gradient of the mean loss over a sample as the loop's backward pass has it.</summary>
    public double[] Gradient(ParameterTable table, double[] theta, Sample sample, Random? masks)
    {
        var pass = NewPass(table, theta, sample, wantsSlopes: true, masks);
        pass.Tape.Backward(pass.Tape.Mean(ExampleLosses(pass)));
        var slopes = new double[theta.Length];
        pass.CollectSlopes(slopes);
        GradientSlip?.Invoke(table, slopes);
        return slopes;
    }

    public ParameterTable NewTable()
    {
        var table = new ParameterTable();
        Model(NewPass(table, null, Train.First(2), wantsSlopes: false, null));
        Arrange?.Invoke(table);
        return table;
    }

    public double[] NewStart(ParameterTable table, int seed)
    {
        var random = new Random(seed);
        var theta = table.Start(random);
        Start?.Invoke(table, theta, random);
        return theta;
    }

    /// <summary>The mean loss over a sample by the right loss, without masks.</summary>
    public double LossOver(ParameterTable table, double[] theta, Sample sample, bool asTheLoopHasIt = false)
    {
        var pass = NewPass(table, theta, sample, wantsSlopes: false, null);
        var losses = asTheLoopHasIt ? ExampleLosses(pass) : Losses.Each(pass.Tape, Loss, Smoothing, Model(pass), sample);
        return pass.Tape.Mean(losses).Values[0];
    }
}
