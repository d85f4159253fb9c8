using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.FaultBench;

/// <summary>Examples to learn from or to test on.</summary>
/// <param name="Inputs">features × examples: one example after the other in memory.</param>
/// <param name="Labels">The class of every example, from 0; null for a regression.</param>
/// <param name="Targets">The target of every example; null for a classification.</param>
internal sealed record Examples(Matrix<double> Inputs, int[]? Labels, double[]? Targets)
{
    /// <summary>How many.</summary>
    public int Count => Inputs.ColumnCount;

    /// <summary>The numbers of an example.</summary>
    public int Features => Inputs.RowCount;

    /// <summary>The inputs as they lie in memory.</summary>
    public double[] Values => Inputs.AsColumnMajorArray();

    /// <summary>A copy of some of them, in the order asked for.</summary>
    public Examples Select(ReadOnlySpan<int> indices)
    {
        var inputs = Matrix<double>.Build.Dense(Features, indices.Length);
        var labels = Labels is null ? null : new int[indices.Length];
        var targets = Targets is null ? null : new double[indices.Length];
        var (from, to) = (Values, inputs.AsColumnMajorArray());
        for (var n = 0; n < indices.Length; n++)
        {
            Array.Copy(from, indices[n] * Features, to, n * Features, Features);
            if (labels is not null)
                labels[n] = Labels![indices[n]];
            if (targets is not null)
                targets[n] = Targets![indices[n]];
        }

        return new(inputs, labels, targets);
    }

    /// <summary>Copies of the examples from one place to another.</summary>
    public Examples Range(int start, int count)
    {
        var indices = new int[count];
        for (var n = 0; n < count; n++)
            indices[n] = start + n;
        return Select(indices);
    }

    /// <summary>A copy whose inputs are changed, as a function of (feature, example, value).</summary>
    public Examples MapInputs(Func<int, int, double, double> change) => this with { Inputs = Inputs.MapIndexed(change, Zeros.Include) };

    /// <summary>A copy that shares nothing.</summary>
    public Examples Copy() => new(Inputs.Clone(), Labels?[..], Targets?[..]);
}
