namespace Optimizers.Curvature;

/// <summary>Hidden units: the layer into them and the weights out of them.</summary>
internal sealed class HiddenUnits
{
    /// <exception cref="ArgumentNullException">An argument other than the bias is null.</exception>
    /// <exception cref="ArgumentException">The layout has not these parameters, or their shapes do not belong together.</exception>
    public HiddenUnits(ParameterLayout layout, string incoming, string? bias, string outgoing)
    {
        In = new Layer(layout, incoming, bias);
        Out = new Layer(layout, outgoing, null);
        if (Out.Columns != In.Rows)
        {
            throw new ArgumentException(
                $"{outgoing} has {Out.Columns} columns; the {In.Rows} units of {incoming} need as many.", nameof(outgoing));
        }
    }

    public Layer In { get; }

    public Layer Out { get; }

    /// <summary>How many there are.</summary>
    public int Count => In.Rows;

    /// <summary>The places in θ of the weights into a unit, and of its bias.</summary>
    public IEnumerable<int> Incoming(int unit)
    {
        for (var input = 0; input < In.Columns; input++)
            yield return In.Weight(unit, input);
        if (In.HasBias)
            yield return In.Bias(unit);
    }

    /// <summary>The places in θ of the weights out of a unit.</summary>
    public IEnumerable<int> Outgoing(int unit)
    {
        for (var output = 0; output < Out.Rows; output++)
            yield return Out.Weight(output, unit);
    }
}
