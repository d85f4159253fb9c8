namespace Optimizers.LinearAlgebra;

/// <summary>
/// (A + Aᵀ)/2 of a square matrix, and how far A is from it. A power of two puts the largest |aᵢⱼ| into [1, 2); it changes no digit.
/// </summary>
internal sealed class SymmetricPart
{
    private SymmetricPart(double[] entries, int dimension, int exponent)
    {
        Entries = entries;
        Dimension = dimension;
        Exponent = exponent;
        double squares = 0;
        for (var j = 0; j < dimension; j++)
        {
            LargestEntry = Math.Max(LargestEntry, Math.Abs(entries[j + (j * dimension)]));
            for (var i = 0; i < j; i++)
            {
                ref var above = ref entries[i + (j * dimension)];
                ref var below = ref entries[j + (i * dimension)];
                var half = 0.5 * (above - below);
                squares += half * half;
                LargestEntry = Math.Max(LargestEntry, Math.Max(Math.Abs(above), Math.Abs(below)));
                if (2 * Math.Abs(half) > Worst.Difference)
                    Worst = new(i, j, above, below, 2 * Math.Abs(half));
                above = below = 0.5 * (above + below);
            }
        }

        Asymmetry = Math.Sqrt(squares);
    }

    /// <summary>The n² entries, scaled by 2⁻ᵉ, column by column.</summary>
    public double[] Entries { get; }

    /// <summary>n.</summary>
    public int Dimension { get; }

    /// <summary>e.</summary>
    public int Exponent { get; }

    /// <summary>√Σᵢ﹤ⱼ((aᵢⱼ − aⱼᵢ)/2)² ≥ ‖(A − Aᵀ)/2‖₂, scaled by 2⁻ᵉ.</summary>
    public double Asymmetry { get; }

    /// <summary>max |aᵢⱼ|, scaled by 2⁻ᵉ.</summary>
    public double LargestEntry { get; }

    /// <summary>The pair of entries that differ most; of none if no two differ.</summary>
    public Pair Worst { get; }

    /// <param name="matrix">The n² finite entries of A, column by column; the array is overwritten, and kept.</param>
    /// <param name="n">The dimension.</param>
    public static SymmetricPart Of(double[] matrix, int n) => new(matrix, n, ShortVectors.ScaleToOne(matrix));

    /// <summary>aᵢⱼ and aⱼᵢ, scaled by 2⁻ᵉ.</summary>
    /// <param name="Row">i.</param>
    /// <param name="Column">j.</param>
    /// <param name="Above">aᵢⱼ.</param>
    /// <param name="Below">aⱼᵢ.</param>
    /// <param name="Difference">|aᵢⱼ − aⱼᵢ|.</param>
    public readonly record struct Pair(int Row, int Column, double Above, double Below, double Difference);
}
