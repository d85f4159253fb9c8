namespace Optimizers.FaultBench.World;

/// <summary>Recipes of tutorials, which must not be accused.</summary>
internal static class Tutorials
{
    public static readonly PublicKind Line = new("tutorial-line", (random, seed) =>
    {
        var data = PublicKind.Samples(random, 1000, 2, 1, hasLabels: false, (sample, i) =>
        {
            var x = sample.Input(i);
            (x[0], x[1]) = (random.Normal(), random.Normal());
            sample.IdealOf(i)[0] = (2 * x[0]) - (3.4 * x[1]) + 4.2;
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.01 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("1", pass.X, 1, weights: StartRules.Normal(0.01)),
            LossKind.Squared,
            "sgd",
            rate: 0.03,
            batch: 10,
            steps: 300);
    });

    public static readonly PublicKind SoftmaxRegression = new("tutorial-softmax", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 1280, 10),
        seed,
        pass => pass.Last("1", pass.X, 10, weights: StartRules.Normal(0.01)),
        LossKind.CrossEntropy,
        "sgd",
        rate: 0.1,
        batch: 32,
        steps: 2300));

    public static readonly PublicKind Perceptron = new("tutorial-perceptron", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 1280, 10),
        seed,
        pass => pass.Last(
            "2", pass.Layer("1", pass.X, 48, Activation.Relu, StartRules.Normal(0.01)), 10, weights: StartRules.Normal(0.01)),
        LossKind.CrossEntropy,
        "sgd",
        rate: 0.1,
        batch: 32,
        steps: 2300));

    public static readonly PublicKind Cars = new("tutorial-cars", (random, seed) =>
    {
        double[] slopes = [-1, -0.5, -0.7, -4, 0.3, 2.5, 0.5, 0.6, -0.5];
        var data = PublicKind.Samples(random, 314, 9, 1, hasLabels: false, (sample, i) =>
        {
            // Cylinders, displacement, power and weight go together.
            var (size, mean) = (random.Normal(), 22.0);
            for (var f = 0; f < 9; f++)
            {
                sample.Input(i)[f] = f < 4 ? (0.9 * size) + (0.43 * random.Normal()) : random.Normal();
                mean += slopes[f] * sample.Input(i)[f];
            }

            sample.IdealOf(i)[0] = mean + (size * size);
            sample.Target(i)[0] = sample.IdealOf(i)[0] + (2 * random.Normal());
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, 64, Activation.Relu), 64, Activation.Relu), 1),
            LossKind.Absolute,
            "adam",
            rate: 0.001,
            batch: 32,
            steps: 1000);
    });

    public static readonly PublicKind Sine = new("tutorial-sine", (random, seed) =>
    {
        var data = PublicKind.Samples(random, 200, 3, 1, hasLabels: false, (sample, i) =>
        {
            var x = (2 * Math.PI * (i % 200) / 199) - Math.PI;
            for (var f = 0; f < 3; f++)
                sample.Input(i)[f] = Math.Pow(x, f + 1);
            sample.IdealOf(i)[0] = sample.Target(i)[0] = Math.Sin(x);
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Last("1", pass.X, 1, weights: StartRules.Uniform, biases: StartRules.Uniform),
            LossKind.Squared,
            "rmsprop",
            rate: 0.001,
            batch: 200,
            steps: 2000);
    });

    public static readonly PublicKind Digits = new("tutorial-digits", (random, seed) => PublicKind.Program(
        PublicData.Pictures(random, 1000, 10),
        seed,
        pass => pass.Last("3", Dropped(pass, "2", Dropped(pass, "1", pass.X)), 10),
        LossKind.CrossEntropy,
        "rmsprop",
        rate: 0.001,
        batch: 64,
        steps: 300));

    public static readonly PublicKind Flowers = new("tutorial-flowers", (random, seed) =>
    {
        // The four measures of iris in centimetres: their spreads, and the means of the three kinds in units of the spreads.
        double[] spreads = [0.5, 0.33, 0.43, 0.2];
        double[] centers = [10, 10.4, 3.4, 1.2, 11.9, 8.4, 9.9, 6.6, 13.2, 9, 12.9, 10.1];
        var data = PublicKind.Samples(random, 150, 4, 3, hasLabels: true, (sample, i) =>
        {
            var label = sample.Labels![i] = i % 3;
            for (var f = 0; f < 4; f++)
                sample.Input(i)[f] = centers[(label * 4) + f] + random.Normal();
            Mixtures.Posterior(sample.Input(i), centers, 1, sample.IdealOf(i));
            for (var f = 0; f < 4; f++)
                sample.Input(i)[f] *= spreads[f];
        });
        return PublicKind.Program(
            data,
            seed,
            pass => pass.Tape.Softmax(pass.Dense("2", pass.Layer("1", pass.X, 8, Activation.Relu), 3)),
            LossKind.CrossEntropyOfProbabilities,
            "adam",
            rate: 0.001,
            batch: 5,
            steps: 6000);
    });

    private static Node Dropped(Pass pass, string name, Node x) => pass.Dropout(pass.Layer(name, x, 48, Activation.Relu), 0.2);
}
