namespace Optimizers.FaultBench;

/// <summary>How strong a fault is.</summary>
internal enum Severity
{
    Mild,
    Severe,
}
