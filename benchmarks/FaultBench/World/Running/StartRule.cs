namespace Optimizers.FaultBench.World;

/// <summary>Draws the start of a parameter; it is handed the inputs and the outputs of the layer.</summary>
internal delegate void StartRule(Random random, int fanIn, int fanOut, Span<double> values);

/// <summary>The starts that libraries have.</summary>
internal static class StartRules
{
    public static readonly StartRule Zero = (_, _, _, values) => values.Clear();

    public static readonly StartRule One = (_, _, _, values) => values.Fill(1);

    /// <summary>Normal, of variance 2/(in + out) (Glorot and Bengio 2010).</summary>
    public static readonly StartRule Glorot = (random, fanIn, fanOut, values) => Fill(random, Math.Sqrt(2.0 / (fanIn + fanOut)), values);

    /// <summary>Normal, of variance 2/in (He et al. 2015).</summary>
    public static readonly StartRule He = (random, fanIn, _, values) => Fill(random, Math.Sqrt(2.0 / fanIn), values);

    /// <summary>Normal, of variance 1/in (LeCun et al. 1998).</summary>
    public static readonly StartRule LeCun = (random, fanIn, _, values) => Fill(random, Math.Sqrt(1.0 / fanIn), values);

    /// <summary>Uniform within 1/√in, as torch.nn.Linear starts weights and biases alike.</summary>
    public static readonly StartRule Uniform = (random, fanIn, _, values) =>
    {
        foreach (ref var value in values)
            value = random.Uniform(-1, 1) / Math.Sqrt(fanIn);
    };

    public static StartRule Normal(double scale) => (random, _, _, values) => Fill(random, scale, values);

    private static void Fill(Random random, double scale, Span<double> values)
    {
        foreach (ref var value in values)
            value = scale * random.Normal();
    }
}
