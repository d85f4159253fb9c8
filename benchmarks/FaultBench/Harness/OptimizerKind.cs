namespace Optimizers.FaultBench;

/// <summary>The rules of the bench.</summary>
internal enum OptimizerKind
{
    Sgd,
    Momentum,
    RmsProp,
    Adam,
    AdamW,
}
