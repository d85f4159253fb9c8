using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails;

/// <summary>
/// The exact Hessian of the mean cross-entropy of a <see cref="Network"/>, in closed form.
/// With a constant 1 appended to x and h, so that a layer and its biases are one matrix, S = diag p − ppᵀ, δ = p − y, h′ = 1 − h²
/// and h″ = −2hh′, the mean over the examples of
/// <list type="bullet">
/// <item>∂²L/∂W₁[i,a]∂W₁[j,b] = xₐ x_b (h′ᵢ h′ⱼ (W₂ᵀSW₂)ᵢⱼ + [i = j] h″ᵢ (W₂ᵀδ)ᵢ)</item>
/// <item>∂²L/∂W₁[i,a]∂W₂[k,m] = xₐ h′ᵢ ((W₂ᵀS)ᵢₖ hₘ + [i = m] δₖ)</item>
/// <item>∂²L/∂W₂[k,m]∂W₂[l,n] = Sₖₗ hₘ hₙ.</item>
/// </list>
/// Each is a product of something of the inputs with something of the outputs, summed over the examples: one matrix product a block.
/// </summary>
internal static class ExactHessian
{
    /// <summary>
    /// A bound on the 2-norm of the Hessian's error by rounding, where weights are at most 1 in magnitude: each entry is a mean over the examples of
    /// terms of at most 1. What is smaller, as the entries that would be 0 where the gradient has become 0, is noise of these sums.
    /// </summary>
    public static double RoundingOf(Network network, Examples examples) => network.ParameterCount * examples.Count * Math.ScaleB(1, -53);

    /// <summary>The Hessian at the network's parameters, symmetric to the bit, in the order of <see cref="Network.ToVector"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="examples">What the loss is the mean over.</param>
    /// <param name="cancellationToken">Cancels between two blocks.</param>
    public static Matrix<double> Compute(Network network, Examples examples, CancellationToken cancellationToken = default)
    {
        var pass = new Backpropagation(network, examples.Count);
        pass.Gradient(examples);
        var (w2, p, h, count) = (network.W2, pass.Probabilities, pass.Hidden, examples.Count);
        var x1 = WithOnes(examples.Images);
        var h1 = WithOnes(h);
        var slope = h.Map(value => 1 - value * value);
        var q = w2.TransposeThisAndMultiply(p);
        var (hidden, outputs, inputs1, hidden1) = (h.RowCount, p.RowCount, x1.RowCount, h1.RowCount);
        var hessian = Matrix<double>.Build.Dense(network.ParameterCount, network.ParameterCount);

        // The blocks share no entry.
        Parallel.Invoke(new ParallelOptions { CancellationToken = cancellationToken }, FirstWithFirst, FirstWithSecond, SecondWithSecond);
        return hessian;

        int First(int unit, int input) => unit + hidden * input;
        int Second(int output, int unit) => hidden * inputs1 + output + outputs * unit;
        void Set(int row, int column, double value) => hessian[row, column] = hessian[column, row] = value;

        // (W₂ᵀSW₂)ᵢⱼ = Σₖ pₖ W₂[k,i] W₂[k,j] − qᵢqⱼ with q = W₂ᵀp.
        void FirstWithFirst()
        {
            var curvature = (Pairs(w2.Transpose()) * p - Pairs(q)).PointwiseMultiply(Pairs(slope));
            for (var i = 0; i < hidden; i++)
                for (var n = 0; n < count; n++)
                    curvature[Pair(i, i), n] -= 2 * h[i, n] * slope[i, n] * pass.HiddenErrors[i, n] * count;
            var block = Pairs(x1).TransposeAndMultiply(curvature) / count;
            for (var j = 0; j < hidden; j++)
                for (var i = 0; i <= j; i++)
                    for (var b = 0; b < inputs1; b++)
                        for (var a = 0; a <= b; a++)
                        {
                            Set(First(i, a), First(j, b), block[Pair(a, b), Pair(i, j)]);
                            Set(First(j, a), First(i, b), block[Pair(a, b), Pair(i, j)]);
                        }
        }

        // (W₂ᵀS)ᵢₖ = pₖ (W₂[k,i] − qᵢ).
        void FirstWithSecond()
        {
            var coupling = Matrix<double>.Build.Dense(hidden * outputs, count, (row, n) =>
                slope[row / outputs, n] * p[row % outputs, n] * (w2[row % outputs, row / outputs] - q[row / outputs, n]));
            var through = Products(x1, h1).TransposeAndMultiply(coupling) / count;
            var direct = x1.TransposeAndMultiply(Products(slope, pass.OutputErrors));
            for (var i = 0; i < hidden; i++)
                for (var a = 0; a < inputs1; a++)
                    for (var k = 0; k < outputs; k++)
                        for (var m = 0; m < hidden1; m++)
                        {
                            var value = through[a * hidden1 + m, i * outputs + k];
                            Set(First(i, a), Second(k, m), i == m ? value + direct[a, i * outputs + k] : value);
                        }
        }

        void SecondWithSecond()
        {
            var softmax = -Pairs(p);
            for (var k = 0; k < outputs; k++)
                for (var n = 0; n < count; n++)
                    softmax[Pair(k, k), n] += p[k, n];
            var block = Pairs(h1).TransposeAndMultiply(softmax) / count;
            for (var l = 0; l < outputs; l++)
                for (var k = 0; k <= l; k++)
                    for (var n = 0; n < hidden1; n++)
                        for (var m = 0; m <= n; m++)
                        {
                            Set(Second(k, m), Second(l, n), block[Pair(m, n), Pair(k, l)]);
                            Set(Second(l, m), Second(k, n), block[Pair(m, n), Pair(k, l)]);
                        }
        }
    }

    private static Matrix<double> WithOnes(Matrix<double> rows) =>
        rows.InsertRow(rows.RowCount, Vector<double>.Build.Dense(rows.ColumnCount, 1));

    // The place of the pair (low, high), low ≤ high, among all such pairs.
    private static int Pair(int low, int high) => high * (high + 1) / 2 + low;

    // Every product of two rows of one matrix, element by element: a row for each pair.
    private static Matrix<double> Pairs(Matrix<double> rows)
    {
        var pairs = Matrix<double>.Build.Dense(Pair(rows.RowCount - 1, rows.RowCount - 1) + 1, rows.ColumnCount);
        for (var column = 0; column < rows.ColumnCount; column++)
            for (var high = 0; high < rows.RowCount; high++)
                for (var low = 0; low <= high; low++)
                    pairs[Pair(low, high), column] = rows[low, column] * rows[high, column];
        return pairs;
    }

    // Every product of a row of the one with a row of the other, element by element: row i of the first by row j of the second at i·count + j.
    private static Matrix<double> Products(Matrix<double> first, Matrix<double> second) =>
        Matrix<double>.Build.Dense(first.RowCount * second.RowCount, first.ColumnCount, (row, column) =>
            first[row / second.RowCount, column] * second[row % second.RowCount, column]);
}
