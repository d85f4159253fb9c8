namespace Optimizers.FaultBench;

/// <summary>Batches come in the order of the classes (or targets): strictly, or by windows of a fifth of the data.</summary>
internal sealed class SortedBatches(Severity severity) : Fault("sorted-batches", severity, "correlated-batches")
{
    public override void Inject(Setup setup) => setup.Order = IsMild ? BatchOrder.PartlySorted : BatchOrder.Sorted;
}
