using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// Whether anything bends between two layers, as the loss alone tells it. With a matrix A, the units of a linear layer can be mixed and unmixed
/// behind it, (AW, Ab) and VA⁻¹ for (W, b) and V, and the loss stays what it is. Units that bend do not bear that: rectified units keep neither
/// signs nor sums, and odd ones no sums.
/// </summary>
/// <param name="Pairs">How many pairs of layers that follow each other were tried.</param>
/// <param name="Changed">The largest change of the loss where units were mixed and unmixed, in shares of that where they were only mixed, of the
/// pair that changed least; 0 but for rounding where nothing bends between any of them.</param>
public sealed record LayerMixing(int Pairs, double Changed)
{
    private const int MostPairs = 8;

    // A mixing that the loss does not notice says nothing: a layer that is off, or weights next to zero.
    private const double Noticed = 1e-6;

    /// <summary>True where the loss does not notice any of the mixings, to rounding.</summary>
    public bool IsLinear => Pairs > 0 && Changed < 1e-6;

    /// <summary>What it takes at most.</summary>
    internal static EvaluationCounts Price(Objective? objective) => ProbePrice.Losses(objective, 1 + (2 * MostPairs));

    /// <summary>The report; null without two weight matrices that follow each other, the first with a bias.</summary>
    /// <param name="objective">L.</param>
    /// <param name="here">θ. Measured are parameters of the usual scale, where no layer is next to 0 or off: the model is linear or not.</param>
    /// <param name="parts">The parameters in their order: name, place in θ, extents; matrices column by column.</param>
    internal static LayerMixing? Of(Objective objective, double[] here, IReadOnlyList<(string Name, Range Range, IReadOnlyList<int> Shape)> parts)
    {
        var theta = ParameterDraw.Of(parts, new double[here.Length], 1, seed: 0);
        var (loss, pairs, changed) = (double.NaN, 0, 0.0);
        for (var k = 0; k + 2 < parts.Count && pairs < MostPairs; k++)
        {
            if (Layer.Of(parts[k], parts[k + 1], parts[k + 2], theta.Length) is not { } layer)
                continue;
            if (pairs == 0)
                loss = objective.LossOrNotFinite(theta);
            var mixed = layer.Mixed(theta);
            var alone = Math.Abs(objective.LossOrNotFinite(mixed) - loss);
            layer.Unmix(mixed);
            var both = Math.Abs(objective.LossOrNotFinite(mixed) - loss);
            if (!(alone > Noticed * Math.Abs(loss)) || !double.IsFinite(both))
                return null;
            changed = Math.Max(changed, both / alone);
            pairs++;
        }

        return pairs == 0 ? null : new(pairs, changed);
    }

    /// <summary>A layer of units in θ: where unit i has its weight j, its bias, and the weight that the layer behind it has for it.</summary>
    private sealed record Layer(int Units, Func<int, int, int> Incoming, int Inputs, int Bias, Func<int, int, int> Outgoing, int Outputs)
    {
        public static Layer? Of(
            (string Name, Range Range, IReadOnlyList<int> Shape) weights, (string Name, Range Range, IReadOnlyList<int> Shape) bias,
            (string Name, Range Range, IReadOnlyList<int> Shape) next, int length)
        {
            var (w, b, v) = (weights.Range.GetOffsetAndLength(length), bias.Range.GetOffsetAndLength(length), next.Range.GetOffsetAndLength(length));
            var units = b.Length;
            if (weights.Shape is not [var rows, var columns] || next.Shape is not [var nextRows, var nextColumns] || Math.Max(rows, columns) == 1
                || bias.Shape.Count(extent => extent > 1) > 1)
            {
                return null;
            }

            // Outputs × inputs as a rule, else inputs × outputs.
            return rows == units && nextColumns == units
                ? new(units, (i, j) => w.Offset + i + (j * rows), columns, b.Offset, (i, j) => v.Offset + j + (i * nextRows), nextRows)
                : columns == units && nextRows == units
                ? new(units, (i, j) => w.Offset + j + (i * rows), rows, b.Offset, (i, j) => v.Offset + i + (j * nextRows), nextColumns)
                : null;
        }

        // A = −2Q, Q turning units in pairs by an eighth of a circle: neither signs nor sizes of units stay, nor do pairs.
        public double[] Mixed(double[] theta)
        {
            var mixed = theta.ToArray();
            for (var j = 0; j < Inputs; j++)
                Turn(mixed, i => Incoming(i, j), 2);
            Turn(mixed, i => Bias + i, 2);
            return mixed;
        }

        // VA⁻¹, A⁻¹ = −Qᵀ/2: rows of V are turned as columns of A are.
        public void Unmix(double[] mixed)
        {
            for (var j = 0; j < Outputs; j++)
                Turn(mixed, i => Outgoing(i, j), 0.5);
        }

        private void Turn(double[] theta, Func<int, int> at, double size)
        {
            var root = Math.Sqrt(0.5);
            for (var i = 0; i < Units; i += 2)
            {
                if (i + 1 == Units)
                {
                    theta[at(i)] *= -size;
                    continue;
                }

                var (one, other) = (theta[at(i)], theta[at(i + 1)]);
                theta[at(i)] = -size * root * (one - other);
                theta[at(i + 1)] = -size * root * (one + other);
            }
        }
    }
}
