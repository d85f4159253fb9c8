using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.FaultBench;

/// <summary>The parameters of one layer.</summary>
/// <param name="Weights">units × inputs; of a convolution channels × 9, the 3 × 3 window row by row.</param>
/// <param name="Bias">One a unit or a channel.</param>
/// <param name="Activation">Its activation function.</param>
/// <param name="Side">Of a convolution, the side of the images that it reads; 0 of a dense layer.</param>
internal sealed record Layer(Matrix<double> Weights, Vector<double> Bias, Activation Activation, int Side = 0)
{
    /// <summary>True for a 3 × 3 convolution that is followed by the mean over windows of 2 × 2.</summary>
    public bool IsConvolution => Side > 0;

    /// <summary>The units, or channels.</summary>
    public int Units => Weights.RowCount;

    /// <summary>The numbers that it reads of an example.</summary>
    public int Inputs => IsConvolution ? Side * Side : Weights.ColumnCount;

    /// <summary>The side of a channel after the convolution.</summary>
    public int Convolved => Side - 2;

    /// <summary>The side of a channel after pooling.</summary>
    public int Pooled => Convolved / 2;

    /// <summary>The activations of an example before pooling.</summary>
    public int Activated => IsConvolution ? Units * Convolved * Convolved : Units;

    /// <summary>The numbers that it hands on of an example.</summary>
    public int Outputs => IsConvolution ? Units * Pooled * Pooled : Units;

    public double[] W => Weights.AsColumnMajorArray();

    public double[] B => Bias.AsArray();

    /// <summary>A layer of the same shape, all zero.</summary>
    public Layer Zero() => this with { Weights = Matrix<double>.Build.Dense(Units, Weights.ColumnCount), Bias = Vector<double>.Build.Dense(Units) };

    /// <summary>A copy that shares nothing.</summary>
    public Layer Copy() => this with { Weights = Weights.Clone(), Bias = Bias.Clone() };
}
