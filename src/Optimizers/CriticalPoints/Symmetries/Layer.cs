using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The weights of a layer, rows × columns, and its biases, one a row, by their places in θ.</summary>
internal sealed class Layer
{
    private readonly ParameterLayout _layout;
    private readonly string _weights;
    private readonly string? _bias;

    /// <exception cref="ArgumentNullException">The layout or the name of the weights is null.</exception>
    /// <exception cref="ArgumentException">The layout has not these parameters, or their shapes do not belong together.</exception>
    public Layer(ParameterLayout layout, string weights, string? bias)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _layout = layout;
        _weights = weights;
        _bias = bias;
        var shape = layout.ShapeOf(weights);
        if (shape.Count != 2)
            throw new ArgumentException($"The parameter {weights} has {shape.Count} indices; the weights of a layer have two.", nameof(weights));
        (Rows, Columns) = (shape[0], shape[1]);
        if (bias is not null && layout.ShapeOf(bias) is var biasShape && !(biasShape.Count == 1 && biasShape[0] == Rows))
        {
            throw new ArgumentException(
                $"The bias {bias} has the shape [{string.Join(",", biasShape)}]; the {Rows} rows of {weights} need [{Rows}].", nameof(bias));
        }
    }

    public string Name => _weights;

    public int Rows { get; }

    public int Columns { get; }

    public bool HasBias => _bias is not null;

    /// <summary>n.</summary>
    public int Length => _layout.Length;

    /// <summary>The place in θ of a weight.</summary>
    public int Weight(int row, int column) => _layout.IndexOf(_weights, row, column);

    /// <summary>The place in θ of a bias.</summary>
    public int Bias(int row) => _layout.IndexOf(_bias!, row);

    /// <summary>A vector of n entries that are 0 but for some.</summary>
    public static Vector<double> Sparse(int length, IEnumerable<(int Index, double Value)> entries) =>
        Vector<double>.Build.SparseOfIndexed(length, entries.Select(entry => Tuple.Create(entry.Index, entry.Value)));
}
