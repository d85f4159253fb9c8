namespace Optimizers.Diagnostics;

// What the monitor, the data and the layers tell.
public sealed partial class Examination
{
    /// <summary>The curve of the recorded losses; null with fewer than 20.</summary>
    public LossCurve? Curve => throw new NotImplementedException();

    /// <summary>How the training moved; null before the first step.</summary>
    public MotionReport? Motion => throw new NotImplementedException();

    /// <summary>How the optimizer is set; null before the first step.</summary>
    public SetupReport? Setup => throw new NotImplementedException();

    /// <summary>The first number that was not finite; null if there was none.</summary>
    public NonFiniteEvent? NonFinite => throw new NotImplementedException();

    /// <summary>The losses that the guide asks for.</summary>
    public LossReport Losses => throw new NotImplementedException();

    /// <summary>The hidden units at θ, a report a layer.</summary>
    public IReadOnlyList<UnitReport>? Units => throw new NotImplementedException();

    /// <summary>The hidden units at the start.</summary>
    public IReadOnlyList<UnitReport>? UnitsAtStart => throw new NotImplementedException();

    /// <summary>The gradient through depth at θ.</summary>
    public DepthReport? Depth => throw new NotImplementedException();

    /// <summary>The gradient through depth at the start.</summary>
    public DepthReport? DepthAtStart => throw new NotImplementedException();

    /// <summary>The training inputs.</summary>
    public InputReport? Inputs => throw new NotImplementedException();

    /// <summary>The labels.</summary>
    public LabelReport? Labels => throw new NotImplementedException();

    /// <summary>The losses of single examples at θ.</summary>
    public ExampleLossReport? ExampleLosses => throw new NotImplementedException();

    /// <summary>The losses of single examples where the reference minimizer ended from a new start: a model that has fitted contradicts wrong labels.</summary>
    public ExampleLossReport? ExampleLossesWhenFitted => throw new NotImplementedException();

    /// <summary>Can training inputs be told from testing inputs?</summary>
    public SampleShift? Shift => throw new NotImplementedException();

    /// <summary>Weight decay against the data; null without decay.</summary>
    public WeightDecayReport? WeightDecay => throw new NotImplementedException();
}
