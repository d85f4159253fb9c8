namespace WhyItFails.Tests;

/// <summary>The network written out in plain loops over numbers: no matrix library, one example at a time.</summary>
internal static class ScalarNetwork
{
    public static double[] Probabilities(Network network, Func<int, double> pixel)
    {
        var (hidden, inputs, outputs) = (network.W1.RowCount, network.W1.ColumnCount, network.W2.RowCount);
        var h = new double[hidden];
        for (var i = 0; i < hidden; i++)
        {
            var z = network.B1[i];
            for (var a = 0; a < inputs; a++)
                z += network.W1[i, a] * pixel(a);
            h[i] = (Math.Exp(z) - Math.Exp(-z)) / (Math.Exp(z) + Math.Exp(-z));
        }

        var p = new double[outputs];
        var sum = 0.0;
        for (var k = 0; k < outputs; k++)
        {
            var o = network.B2[k];
            for (var i = 0; i < hidden; i++)
                o += network.W2[k, i] * h[i];
            p[k] = Math.Exp(o);
            sum += p[k];
        }
        for (var k = 0; k < outputs; k++)
            p[k] /= sum;
        return p;
    }

    public static double Loss(Network network, Examples examples)
    {
        var loss = 0.0;
        for (var n = 0; n < examples.Count; n++)
            loss -= Math.Log(Probabilities(network, a => examples.Images[a, n])[examples.Labels[n]]);
        return loss / examples.Count;
    }
}
