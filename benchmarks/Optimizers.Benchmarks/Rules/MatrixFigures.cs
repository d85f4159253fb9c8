namespace Optimizers.Benchmarks.Rules;

/// <summary>What was measured of the rules that are made of products, on a square matrix of doubles.</summary>
/// <param name="Side">The rows and columns of the matrix.</param>
/// <param name="Speed">The speed of one product of this library, operations a nanosecond.</param>
/// <param name="Rows">The rules: the time of a step, that of one that renews the bases, where there are any, and the mean of all.</param>
internal sealed record MatrixFigures(int Side, double Speed, IReadOnlyList<MatrixFigures.Row> Rows)
{
    /// <summary>One rule.</summary>
    /// <param name="Rule">The rule.</param>
    /// <param name="Plain">Nanoseconds of a step: the median.</param>
    /// <param name="Renewal">Nanoseconds of a step that renews the bases: the median; null where no step does.</param>
    /// <param name="Allocated">Bytes allocated in a plain step: the least.</param>
    internal sealed record Row(MatrixRule Rule, double Plain, double? Renewal, long Allocated)
    {
        /// <summary>Nanoseconds a step, the renewals among them.</summary>
        public double Mean => Plain + (((Renewal ?? Plain) - Plain) / Rule.Renewal);

        /// <summary>Products a step, those of the renewals among them.</summary>
        public double Products => Rule.Products + ((double)Rule.RenewalProducts / Rule.Renewal);
    }

    /// <summary>The speed of a rule's products, were they all that it does, relative to that of one product.</summary>
    public double ShareOf(Row row) => row.Products * 2 * Math.Pow(Side, 3) / row.Mean / Speed;
}
