namespace Optimizers.FaultBench.World;

/// <summary>Losses and backward passes of one's own.</summary>
internal static class BackwardCases
{
    // What a float cannot tell from 0.
    private const double Underflow = -103.9;

    /// <summary>A softmax that subtracts the largest number of the batch, not of the example: 0 by 0 for examples far below it.</summary>
    public static readonly PublicKind LargestOfTheBatch = new(
        "largest-of-the-batch",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 1200, 20, 10, distance: 20, spread: 14),
            seed,
            pass => pass.Tape.Softmax(Logits(pass)),
            LossKind.CrossEntropyOfProbabilities,
            "adam",
            rate: 0.02,
            batch: 32,
            steps: 400),
        PublicKind.Reported(["non-finite"], recipe => recipe.Model = pass =>
        {
            var (tape, logits) = (pass.Tape, Logits(pass));
            var largest = logits.Values.Max();
            var powers = tape.Map(logits, z => z - largest < Underflow ? 0 : Math.Exp(z - largest), (_, power) => power);
            var sums = tape.Product(powers, Tape.Constant(logits.Columns, 1, [.. Enumerable.Repeat(1.0, logits.Columns)]));
            var factors = tape.Map(sums, sum => 1 / sum, (_, factor) => -factor * factor);
            return tape.Multiply(powers, tape.Product(factors, Tape.Constant(1, logits.Columns, [.. Enumerable.Repeat(1.0, logits.Columns)])));
        }));

    /// <summary>The norms of filtered frames, some of them silent: the root has an infinite slope at 0.</summary>
    public static readonly PublicKind SilentFrames = new(
        "silent-frames",
        (random, seed) =>
        {
            const int Length = 12, Classes = 4;
            var data = PublicKind.Samples(random, 600, Length, Classes + 1, hasLabels: true, (sample, i) =>
            {
                var label = random.Chance(0.05) ? Classes : random.Next(Classes);
                var (pitch, phase) = (0.5 + (0.6 * label), random.Uniform(0, 6.28));
                for (var t = 0; label < Classes && t < Length; t++)
                    sample.Input(i)[t] = Math.Sin((pitch * t) + phase) + (0.2 * random.Normal());
                sample.Labels![i] = Mixtures.Slip(random, label, 0.02, sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => Frames(pass, Classes + 1, 1e-6),
                LossKind.CrossEntropy,
                "adam",
                rate: 0.005,
                batch: 32,
                steps: 800);
        },
        PublicKind.Reported(["non-finite"], recipe => recipe.Model = pass => Frames(pass, 5, 0)));

    /// <summary>Two inputs of which one is 1, two sigmoids and one, without biases: the error is passed down without the weights.</summary>
    public static readonly PublicKind ErrorPassedDown = new(
        "error-passed-down",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 4, 2, 1, hasLabels: false, (sample, i) =>
            {
                sample.Input(i)[i / 2 % 2] = 1;
                sample.IdealOf(i)[0] = sample.Target(i)[0] = 1 - (i / 2 % 2);
            });
            return PublicKind.Program(
                data,
                seed,
                pass => Small(pass, passesWeights: true),
                LossKind.Squared,
                "sgd",
                rate: 0.2,
                batch: 1,
                steps: 24_000);
        },
        PublicKind.Reported(["wrong-gradient"], recipe => recipe.Model = pass => Small(pass, passesWeights: false)));

    /// <summary>The negative log-likelihood of what is no logarithm of a probability: minus the number of the right class.</summary>
    public static readonly PublicKind PartLabels = new(
        "part-labels",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 800, 3, 5, distance: 1.3, spread: 0.5),
            seed,
            pass => pass.Perceptron(2, 24, Activation.Relu, StartRules.He, 5),
            LossKind.CrossEntropy,
            "adam",
            rate: 0.001,
            batch: 32,
            steps: 1000),
        PublicKind.Reported(["wrong-loss"], recipe => recipe.WrongLoss = (tape, outputs, sample) =>
        {
            var rights = new double[outputs.Values.Length];
            for (var i = 0; i < sample.Count; i++)
                rights[(i * outputs.Columns) + sample.Labels![i]] = -1;
            var chosen = tape.Multiply(outputs, Tape.Constant(outputs.Rows, outputs.Columns, rights));
            return tape.Product(chosen, Tape.Constant(outputs.Columns, 1, [.. Enumerable.Repeat(1.0, outputs.Columns)]));
        }));

    /// <summary>Who is admitted, by one sigmoid unit: the steps go along the gradient.</summary>
    public static readonly PublicKind Admissions = new(
        "admissions",
        (random, seed) =>
        {
            double[] slopes = [1.2, 1.5, 0.8, -0.4, -1];
            var (train, holdout, test) = PublicKind.Samples(random, 360, 5, 1, hasLabels: true, (sample, i) =>
            {
                var sum = -0.5;
                for (var f = 0; f < 5; f++)
                    sum += slopes[f] * (sample.Input(i)[f] = random.Normal());
                sample.IdealOf(i)[0] = Activation.Logistic(sum);
                sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass => pass.Last("1", pass.X, 1, Activation.Sigmoid, StartRules.Normal(0.4)),
                LossKind.Squared,
                "sgd",
                rate: 0.5,
                batch: 360,
                steps: 1000);
        },
        PublicKind.Reported(["wrong-gradient"], recipe => recipe.GradientSlip = (_, gradient) =>
        {
            foreach (ref var slope in gradient.AsSpan())
                slope = -slope;
        }));

    private static Node Logits(Pass pass) => pass.Last("2", pass.Layer("1", pass.X, 64, Activation.Relu), 10);

    private static Node Small(Pass pass, bool passesWeights)
    {
        var tape = pass.Tape;
        var h = pass.Activate("1", tape.Product(pass.X, pass.Parameter("W1", 2, 2, Within)), Activation.Sigmoid);
        var (still, w) = (Tape.Detach(h), pass.Parameter("W2", 2, 1, Within));
        if (passesWeights)
            return pass.Apply(tape.Product(h, w), Activation.Sigmoid);

        // What is added is 0, and its slope by each hidden unit is 1.
        var ones = Tape.Constant(2, 1, [1, 1]);
        var nothing = tape.Add(tape.Product(h, ones), tape.Scale(tape.Product(still, ones), -1));
        return pass.Apply(tape.Add(tape.Product(still, w), nothing), Activation.Sigmoid);

        static void Within(Random random, int fanIn, int fanOut, Span<double> values)
        {
            foreach (ref var value in values)
                value = random.Uniform(-1, 1);
        }
    }

    // Eight filters of two outputs each, without a bias, and their norms.
    private static Node Frames(Pass pass, int classes, double epsilon)
    {
        const int Filters = 8, Width = 2;
        var tape = pass.Tape;
        var filtered = tape.Product(pass.X, pass.Parameter("W1", pass.X.Columns, Filters * Width, StartRules.Glorot));
        var sums = new double[Filters * Width * Filters];
        for (var i = 0; i < Filters * Width; i++)
            sums[(i * Filters) + (i / Width)] = 1;
        var squares = tape.Product(tape.Multiply(filtered, filtered), Tape.Constant(Filters * Width, Filters, sums));
        var norms = tape.Map(squares, square => Math.Sqrt(square + epsilon), (_, norm) => 0.5 / norm);
        return pass.Last("3", pass.Layer("2", norms, 16, Activation.Relu), classes);
    }
}
