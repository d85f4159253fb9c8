namespace Optimizers.FaultBench;

/// <summary>All units of a layer begin the same; in the mild form only those of the first layer.</summary>
internal sealed class IdenticalInit(Severity severity) : Fault("identical-init", severity, "symmetry")
{
    public override bool IsCurable => true;

    public override string? NoSenseIn(Cell cell) => WithoutHidden(cell);

    public override void Inject(Setup setup) => setup.ChangeStart((network, _) =>
    {
        for (var l = 0; l < (IsMild ? 1 : network.Layers.Count - 1); l++)
        {
            var (weights, next) = (network.Layers[l].Weights, network.Layers[l + 1].Weights);
            for (var unit = 1; unit < weights.RowCount; unit++)
                weights.SetRow(unit, weights.Row(0));

            // What reads them reads them alike; of a convolution, channel by channel.
            var places = next.ColumnCount / weights.RowCount;
            for (var input = places; input < next.ColumnCount; input++)
                next.SetColumn(input, next.Column(input % places));
        }
    });
}
