namespace Optimizers.FaultBench.World;

/// <summary>Autoencoders: the targets are the inputs.</summary>
internal static class CodingCases
{
    // What Keras keeps a probability away from 0 and 1.
    private const double Margin = 1e-7;

    /// <summary>Features are divided by their largest value, and one of them is always 0.</summary>
    public static readonly PublicKind EmptyFeature = new(
        "empty-feature",
        (random, seed) =>
        {
            const int Features = 18, Hidden = 3;
            var mixing = Draws.Normals(random, Features * Hidden, 0.6);
            var data = PublicKind.Samples(random, 500, Features, Features, hasLabels: false, (sample, i) =>
            {
                var hidden = Draws.Normals(random, Hidden);
                for (var f = 0; f < Features; f++)
                {
                    for (var k = 0; f != Empty && k < Hidden; k++)
                        sample.IdealOf(i)[f] += mixing[(f * Hidden) + k] * hidden[k];
                    sample.Input(i)[f] = sample.IdealOf(i)[f] + (f == Empty ? 0 : 0.1 * random.Normal());
                    sample.Target(i)[f] = sample.Input(i)[f];
                }
            });
            return PublicKind.Program(
                data,
                seed,
                pass => pass.Last("4", pass.Layer("3", pass.Layer("2", pass.Layer("1", pass.X, 12, Activation.Tanh), 4, Activation.Tanh), 12,
                    Activation.Tanh), Features),
                LossKind.Squared,
                "adam",
                rate: 0.003,
                batch: 32,
                steps: 1500);
        },
        PublicKind.Reported(["non-finite", "bad-labels", "constant-inputs"], recipe =>
        {
            foreach (var sample in new[] { recipe.Train, recipe.Holdout, recipe.Test })
            {
                for (var i = 0; i < sample?.Count; i++)
                    sample.Input(i)[Empty] = sample.Target(i)[Empty] = double.NaN;
            }
        }) with
        {
            Judge = Judge.Holdout,
        });

    /// <summary>Pictures of bytes where numbers from 0 to 1 belong.</summary>
    public static readonly PublicKind AutoencoderBytes = new(
        "autoencoder-bytes",
        (random, seed) => PublicKind.Program(
            Spots(random, 500),
            seed,
            Coder(24),
            LossKind.BinaryOfProbabilities,
            "adam",
            rate: 0.001,
            batch: 32,
            steps: 1500),
        PublicKind.Reported(["targets-scale", "output-range", "bad-labels", "bad-scaling"], recipe =>
        {
            // The targets are the same bytes. The ideal stays where a probability can be.
            PublicData.InUnits(recipe, (255, 0));
            foreach (var sample in new[] { recipe.Train, recipe.Holdout, recipe.Test })
                sample?.Inputs.CopyTo(sample.Targets, 0);
        }));

    private const int Empty = 7;

    /// <summary>One hidden layer of ReLUs, then pixels as probabilities, as Keras keeps them.</summary>
    public static Func<Pass, Node> Coder(int width) => pass =>
        Kept(pass.Tape, pass.Last("2", pass.Layer("1", pass.X, width, Activation.Relu), pass.X.Columns, Activation.Sigmoid));

    /// <summary>Probabilities as Keras keeps them from 0 and 1; nothing flows back where it has to.</summary>
    public static Node Kept(Tape tape, Node probabilities) => tape.Map(
        probabilities,
        p => Math.Clamp(p, Margin, 1 - Margin),
        (p, _) => p is > Margin and < 1 - Margin ? 1 : 0);

    /// <summary>Pictures of a bright spot, which are their own targets.</summary>
    public static (Sample Train, Sample Holdout, Sample? Test) Spots(Random random, int count)
    {
        const int Side = 8;
        return PublicKind.Samples(random, count, Side * Side, Side * Side, hasLabels: false, (sample, i) =>
        {
            var (x, y, radius) = (random.Uniform(1, Side - 2), random.Uniform(1, Side - 2), random.Uniform(1, 2));
            PublicData.Spot(sample.Input(i), Side, x, y, radius);
            sample.Input(i).CopyTo(sample.Target(i));
            sample.Input(i).CopyTo(sample.IdealOf(i));
        });
    }
}
