namespace Optimizers.Testbed.Problems;

/// <summary>One parameter of a model with its gradient.</summary>
/// <param name="values">θ.</param>
/// <param name="toParameter">The shape that an optimizer sees, of the values and the gradient.</param>
internal sealed class Block(float[] values, Func<Memory<float>, Memory<float>, Parameter> toParameter)
{
    /// <summary>θ.</summary>
    public float[] Values { get; } = values;

    /// <summary>∂L/∂θ.</summary>
    public float[] Gradient { get; } = new float[values.Length];

    /// <summary>What is handed to an optimizer.</summary>
    public Parameter Parameter => toParameter(Values, Gradient);

    /// <summary>A vector.</summary>
    public static Block Vector(float[] values) => new(values, (value, gradient) => new Parameter(value, gradient));

    /// <summary>A matrix; element (r, c) at r + c·rows. A row holds the weights into a unit, or of a token.</summary>
    public static Block Matrix(float[] values, int rows, int columns) =>
        new(values, (value, gradient) => Parameter.Matrix(value, gradient, rows, columns));
}
