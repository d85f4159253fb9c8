namespace Optimizers.FaultBench.World;

/// <summary>Recipes of some more tutorials and books, which must not be accused.</summary>
internal static class TenthTutorials
{
    // Of eight columns of patients: times pregnant, glucose, pressure, skin, insulin, mass, pedigree, age.
    private static readonly (double Mean, double Spread)[] Patients =
        [(3.8, 3.4), (121, 32), (69, 19), (20.5, 16), (80, 115), (32, 7.9), (0.47, 0.33), (33, 11.8)];

    /// <summary>Dropout, so that the loss of training is above that of testing.</summary>
    public static readonly PublicKind Quickstart = new("tutorial-quickstart", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 3200, 10),
        seed,
        pass => pass.Last("2", pass.Dropout(pass.Layer("1", pass.X, 128, Activation.Relu), 0.2), 10),
        LossKind.CrossEntropy,
        "adam",
        rate: 0.001,
        batch: 32,
        steps: 500));

    /// <summary>A loop that ends after ten steps, and need not be longer.</summary>
    public static readonly PublicKind TenSteps = new("tutorial-ten-steps", (random, seed) =>
    {
        var data = PublicKind.Samples(random, 1000, 1, 1, hasLabels: false, (sample, i) =>
        {
            var x = sample.Input(i)[0] = random.Uniform(-2, 2);
            sample.IdealOf(i)[0] = (3 * x) + 2;
            sample.Target(i)[0] = sample.IdealOf(i)[0] + random.Normal();
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("1", pass.X, 1, weights: (_, _, _, values) => values.Fill(5)),
            LossKind.Squared,
            "sgd",
            rate: 0.1,
            batch: 1000,
            steps: 10);
    });

    /// <summary>A rate of 4, which clipping bears.</summary>
    public static readonly PublicKind Gru = new("tutorial-gru", (random, seed) =>
    {
        const int Letters = 8, Width = 16;
        var recipe = PublicKind.Program(
            PublicData.NextSymbols(random, 6000, Letters, 4),
            seed,
            pass =>
            {
                var vectors = Enumerable.Range(0, pass.X.Columns).Select(place => pass.Embedding("E", place, Letters, Width, StartRules.Uniform));
                return pass.Last("2", Gated(pass, vectors, Width), Letters);
            },
            LossKind.CrossEntropy,
            "sgd",
            rate: 4,
            batch: 128,
            steps: 250);
        recipe.Optimizer.Clip = 1;
        return recipe;
    });

    /// <summary>Momentum at a high rate.</summary>
    public static readonly PublicKind Flax = new("tutorial-flax", (random, seed) =>
    {
        const int Side = 8, Filters = 8;
        return PublicKind.Program(
            PublicData.Clouds(random, 1600, Side * Side, 10, distance: 0.3, spread: 0.2),
            seed,
            pass =>
            {
                var h = pass.PictureConvolution("1", pass.X, Side, 3, 1, Filters, Activation.Relu);
                h = pass.PictureConvolution("2", h, Side - 2, 3, Filters, Filters, Activation.Relu);
                return pass.Last("4", pass.Layer("3", h, 64, Activation.Relu, StartRules.LeCun), 10, weights: StartRules.LeCun);
            },
            LossKind.CrossEntropy,
            "momentum",
            rate: 0.1,
            batch: 32,
            steps: 300);
    });

    /// <summary>Columns in their own units, which Adam bears.</summary>
    public static readonly PublicKind Diabetes = new("tutorial-diabetes", (random, seed) =>
    {
        var slopes = Draws.Normals(random, Patients.Length);
        var data = PublicData.YesOrNo(random, 3072, Patients.Length, (sample, i) => PublicData.NormalInputs(random, sample, i, slopes));
        var recipe = PublicKind.Program(
            data,
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, 12, Activation.Relu), 8, Activation.Relu), 1),
            LossKind.Binary,
            "adam",
            rate: 0.001,
            batch: 10,
            steps: 46_000);
        PublicData.InUnits(recipe, Patients);
        return recipe;
    });

    /// <summary>The last state of gated recurrent units (Cho et al. 2014).</summary>
    private static Node Gated(Pass pass, IEnumerable<Node> inputs, int width)
    {
        var tape = pass.Tape;
        var state = Tape.Constant(pass.Sample.Count, width, new double[pass.Sample.Count * width]);
        foreach (var input in inputs)
        {
            var both = tape.Beside(input, state);
            var (kept, read) = (Gate("z", both, Activation.Sigmoid), Gate("r", both, Activation.Sigmoid));
            var proposed = Gate("h", tape.Beside(input, tape.Multiply(read, state)), Activation.Tanh);
            var renewed = tape.Map(kept, share => 1 - share, (_, _) => -1);
            state = tape.Add(tape.Multiply(kept, state), tape.Multiply(renewed, proposed));
        }

        return state;

        Node Gate(string name, Node x, Activation activation) => pass.Apply(pass.Dense(name, x, width), activation);
    }
}
