using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.FaultBench;

/// <summary>A kind of network.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Hidden">The widths of the hidden layers.</param>
/// <param name="Activation">Their activation function.</param>
/// <param name="Channels">The channels of the convolution in front of the dense layers; 0 for none.</param>
internal sealed record Model(string Name, IReadOnlyList<int> Hidden, Activation Activation, int Channels = 0)
{
    /// <summary>All kinds of the bench.</summary>
    public static IReadOnlyList<Model> All { get; } =
    [
        new("linear", [], Activation.None),
        new("shallow tanh", [32], Activation.Tanh),
        new("shallow sigmoid", [32], Activation.Sigmoid),
        new("shallow relu", [32], Activation.Relu),
        new("deep tanh", [24, 24, 24, 24, 24], Activation.Tanh),
        new("deep sigmoid", [24, 24, 24, 24, 24], Activation.Sigmoid),
        new("deep relu", [24, 24, 24, 24, 24], Activation.Relu),
        new("convolution", [], Activation.Relu, Channels: 4),
        new("medium relu", [16, 16, 16], Activation.Relu),
    ];

    /// <summary>True without hidden units: softmax or linear regression.</summary>
    public bool IsLinear => Hidden.Count == 0 && Channels == 0;

    /// <summary>True with several hidden layers.</summary>
    public bool IsDeep => Hidden.Count > 1;

    /// <summary>The layers of hidden units, a convolution among them.</summary>
    public int HiddenLayers => Hidden.Count + (Channels > 0 ? 1 : 0);

    /// <summary>
    /// A start as the field's papers have it: Glorot and Bengio 2010 for tanh, the same four times as large for the sigmoid (whose slope is a
    /// quarter), He et al. 2015 for ReLU; biases 0.
    /// </summary>
    public Network Initialize(DataSet data, int seed)
    {
        var random = new Random(seed);
        var layers = new List<Layer>();
        var inputs = data.Features;
        if (Channels > 0)
        {
            var layer = new Layer(Draw(Channels, 9, Math.Sqrt(2.0 / 9)), Vector<double>.Build.Dense(Channels), Activation, data.Side);
            layers.Add(layer);
            inputs = layer.Outputs;
        }

        foreach (var units in Hidden)
        {
            var deviation = Activation switch
            {
                Activation.Relu => Math.Sqrt(2.0 / inputs),
                Activation.Sigmoid => 4 * Math.Sqrt(2.0 / (inputs + units)),
                _ => Math.Sqrt(2.0 / (inputs + units)),
            };
            layers.Add(new(Draw(units, inputs, deviation), Vector<double>.Build.Dense(units), Activation));
            inputs = units;
        }

        layers.Add(new(Draw(data.Classes, inputs, Math.Sqrt(1.0 / inputs)), Vector<double>.Build.Dense(data.Classes), Activation.None));
        return new(layers, data.IsRegression);

        Matrix<double> Draw(int rows, int columns, double deviation) =>
            Matrix<double>.Build.Dense(rows, columns, (_, _) => deviation * Gaussian.Next(random));
    }
}
