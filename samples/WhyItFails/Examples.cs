using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails;

/// <summary>Images with their labels; an example is a column.</summary>
/// <param name="Images">The pixels in [0, 1], pixels × examples.</param>
/// <param name="Labels">The class of each column.</param>
internal sealed record Examples(Matrix<double> Images, int[] Labels)
{
    /// <summary>The number of examples.</summary>
    public int Count => Labels.Length;
}
