using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

/// <summary>Whether something bends between two layers, by the loss alone.</summary>
public sealed class LayerMixingTests
{
    /// <summary>y = V·f(Wx + b) for one unit, which has no other to be turned with, for two, and for three.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_number_of_units_is_mixed_and_unmixed_behind_a_linear_layer_and_not_behind_a_bend(int units)
    {
        Mixing(units, z => z).Should().Match<LayerMixing>(mixing => mixing.IsLinear && mixing.Pairs == 1);
        Mixing(units, z => Math.Max(z, 0)).IsLinear.Should().BeFalse();
        Mixing(units, Math.Tanh).IsLinear.Should().BeFalse();
    }

    private static LayerMixing Mixing(int units, Func<double, double> bend)
    {
        double[][] examples = [[1, 2], [-1, 0.5], [0.3, -2], [2, 1]];
        var (b, v, n) = (2 * units, 3 * units, 5 * units);
        var objective = Objective.Create(theta => examples.Sum(x =>
        {
            var outputs = new double[2];
            for (var i = 0; i < units; i++)
            {
                var hidden = bend((theta[i] * x[0]) + (theta[units + i] * x[1]) + theta[b + i]);
                for (var j = 0; j < 2; j++)
                    outputs[j] += theta[v + j + (2 * i)] * hidden;
            }

            return Math.Pow(outputs[0] - 1, 2) + Math.Pow(outputs[1] + x[0], 2);
        }));
        return LayerMixing.Of(
            objective, new double[n], [("W", ..b, [units, 2]), ("b", b..v, [units]), ("V", v..n, [2, units])])!;
    }
}
