using System.Numerics.Tensors;

namespace Optimizers.Testbed.Problems;

/// <summary>A layer y = xW + b for many rows x at once.</summary>
/// <param name="inputs">The length of x.</param>
/// <param name="outputs">The length of y.</param>
/// <param name="weights">W at the start, inputs × outputs, row after row.</param>
internal sealed class Dense(int inputs, int outputs, float[] weights)
{
    private readonly float[] _transposed = new float[inputs * outputs];

    /// <summary>W: to an optimizer a matrix whose rows are the weights into a unit.</summary>
    public Block Weights { get; } = Block.Matrix(weights, outputs, inputs);

    /// <summary>b, 0 at the start.</summary>
    public Block Biases { get; } = Block.Vector(new float[outputs]);

    /// <summary>y of so many rows.</summary>
    public void Forward(ReadOnlySpan<float> x, Span<float> y, int rows)
    {
        Products.Multiply(x, inputs, 1, Weights.Values, y, rows, inputs, outputs);
        for (var n = 0; n < rows; n++)
        {
            var row = y.Slice(n * outputs, outputs);
            TensorPrimitives.Add(row, Biases.Values, row);
        }
    }

    /// <summary>The gradients of W and b.</summary>
    /// <param name="x">The inputs of the forward pass.</param>
    /// <param name="dy">∂L/∂y.</param>
    /// <param name="rows">How many rows.</param>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int rows)
    {
        Products.Multiply(x, 1, inputs, dy, Weights.Gradient, inputs, rows, outputs);
        Array.Clear(Biases.Gradient);
        for (var n = 0; n < rows; n++)
            TensorPrimitives.Add(Biases.Gradient, dy.Slice(n * outputs, outputs), Biases.Gradient);
    }

    /// <summary>∂L/∂x = ∂L/∂y·Wᵀ.</summary>
    public void BackwardInputs(ReadOnlySpan<float> dy, Span<float> dx, int rows)
    {
        for (var i = 0; i < inputs; i++)
        {
            for (var j = 0; j < outputs; j++)
                _transposed[(j * inputs) + i] = Weights.Values[(i * outputs) + j];
        }

        Products.Multiply(dy, outputs, 1, _transposed, dx, rows, outputs, inputs);
    }
}
