using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Hidden units that start the same stay the same, because they get the same gradient (Goodfellow, Bengio and Courville 2016, 8.4): the layer is no
/// wider than one unit. Weights that are all zero are the worst case.
/// </summary>
internal sealed class UnbrokenSymmetry : Cause
{
    // Weights and biases of two layers.
    private const int TwoLayers = 4;

    public override string Id => "symmetry";

    public override string Title => "hidden units are identical, and nothing makes them differ";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Units, nameof(TrainingCase.HiddenLayers));
        if (examination.Units is { Count: > 0 } units)
        {
            var worst = (examination.UnitsAtStart ?? units).MaxBy(layer => layer.RepeatedShare)!;
            balance.AddFact(
                (7 * Ramp(worst.RepeatedShare, 0.2, 0.5)) - (3 * Ramp(worst.RepeatedShare, 0.1, 0)),
                "activations of the hidden units",
                $"{Percent(worst.RepeatedShare)} of the {worst.Units} units of {worst.Layer} only repeat another unit on every example");
        }

        else if (examination.Weights?.MaxBy(matrix => matrix.RepeatedShare) is { } matrix)
        {
            // Units that began the same are the same in every step, whatever the activations are.
            // Weights that a decay has shrunk to nothing are alike in what is left of them.
            balance.AddFact(
                8 * Ramp(matrix.RepeatedShare, 0.4, 0.7)
                    * (1 - double.MaxNumber(0, Ramp(examination.Setup?.DecoupledShrinkage ?? double.NaN, 0.9, 0.99))),
                "the weights of the last step",
                $"{matrix.RepeatedRows} of the {matrix.Rows} rows and {matrix.RepeatedColumns} of the {matrix.Columns} columns of {matrix.Parameter} "
                + $"only repeat another one");
        }

        var depth = examination.DepthAtStart ?? examination.Depth;
        if (depth is not null)
        {
            var matrices = depth.Layers.Where(layer => layer.IsMatrix).ToList();
            var zero = matrices.Where(layer => layer.ParameterRms == 0).ToList();
            var isHidden = zero.Count > 0 && (examination.WorstDeadShareAtStart == 1 || (matrices.Count >= 2 && zero[0] != matrices[^1]));
            // A layer of one input or one output is no matrix by its shape.
            isHidden |= depth.Layers.All(layer => layer.ParameterRms == 0) && (examination.WorstDeadShareAtStart == 1
                || (examination.UnitsAtStart is null && depth.Layers.Count >= TwoLayers));
            if (isHidden)
                balance.AddFact(11, "the weights",
                    $"all weights of {string.Join(", ", depth.Layers.Where(layer => layer.ParameterRms == 0).Select(layer => layer.Parameter))} are "
                    + $"exactly "
                    + $"zero{(examination.DepthAtStart is null ? "" : " at the start")}");
        }

        return balance.Conclude(() => new(
            "Draw the initial weights at random (Glorot and Bengio 2010 for tanh, He et al. 2015 for ReLU) and start again; biases may stay zero.",
            examination.SoundStart()));
    }
}
