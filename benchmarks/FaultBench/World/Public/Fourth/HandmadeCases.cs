namespace Optimizers.FaultBench.World;

/// <summary>Networks, losses and backward passes of one's own.</summary>
internal static class HandmadeCases
{
    /// <summary>Answers of 1 to 4 by a network whose last unit is a tanh; the cure divides inputs and answers by ten.</summary>
    public static readonly PublicKind TanhOfFour = new(
        "tanh-of-four",
        (random, seed) =>
        {
            var data = PublicKind.Samples(random, 64, 2, 1, hasLabels: false, (sample, i) =>
            {
                var (a, b) = (random.Next(4), random.Next(4));
                (sample.Input(i)[0], sample.Input(i)[1]) = (0.1 * a, 0.1 * b);
                sample.IdealOf(i)[0] = sample.Target(i)[0] = 0.1 * (1 + (0.5 * (a + b)));
            });
            var recipe = PublicKind.Program(
                data,
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.X, 4, Activation.Tanh), 1, Activation.Tanh),
                LossKind.Squared,
                "momentum",
                rate: 0.25,
                batch: 1,
                steps: 3200);
            recipe.Optimizer.Momentum = 0.1;
            return recipe;
        },
        PublicKind.Reported(["output-range", "targets-scale", "nothing-moves"], recipe => PublicData.InUnits(recipe, (10, 0), (10, 0))));

    /// <summary>One sigmoid unit: what belongs to the weight's gradient is the unit's input, and what is taken is its output.</summary>
    public static readonly PublicKind Contrary = new(
        "contrary",
        (random, seed) =>
        {
            double[] points = [-3, -2, 2, 3];
            var (train, holdout, test) = PublicKind.Samples(random, points.Length, 1, 1, hasLabels: true, (sample, i) =>
            {
                sample.Input(i)[0] = points[i % points.Length];
                sample.IdealOf(i)[0] = sample.Labels![i] = sample.Input(i)[0] > 0 ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass => Unit(pass, takesInputs: true),
                LossKind.Binary,
                "sgd",
                rate: 0.5,
                batch: points.Length,
                steps: 300);
        },
        PublicKind.Reported(["wrong-gradient"], recipe => recipe.Model = pass => Unit(pass, takesInputs: false)));

    /// <summary>A ReLU's backward pass writes 0 or 1 where it should multiply by them.</summary>
    public static readonly PublicKind OverwrittenSlopes = new(
        "overwritten-slopes",
        (random, seed) => PublicKind.Program(
            PublicData.Clouds(random, 500, 6, 4, distance: 1, spread: 0.7),
            seed,
            pass => Rectifiers(pass, overwrites: false),
            LossKind.CrossEntropy,
            "sgd",
            rate: 0.1,
            batch: 10,
            steps: 1500),
        PublicKind.Reported(["wrong-gradient"], recipe => recipe.Model = pass => Rectifiers(pass, overwrites: true)));

    /// <summary>Directions by the cosine between output and target, which is 1 less half of the squared distance of the two.</summary>
    public static readonly PublicKind CosineProximity = new(
        "cosine-proximity",
        (random, seed) =>
        {
            const int Features = 8, Outputs = 4;
            var (first, second) = (Draws.Normals(random, Features * 6, 0.5), Draws.Normals(random, 6 * Outputs));
            var data = PublicKind.Samples(random, 600, Features, Outputs, hasLabels: false, (sample, i) =>
            {
                for (var f = 0; f < Features; f++)
                    sample.Input(i)[f] = random.Normal();
                for (var h = 0; h < 6; h++)
                {
                    var sum = 0.0;
                    for (var f = 0; f < Features; f++)
                        sum += first[(h * Features) + f] * sample.Input(i)[f];
                    for (var c = 0; c < Outputs; c++)
                        sample.Target(i)[c] += second[(h * Outputs) + c] * Math.Tanh(sum);
                }

                var length = 0.0;
                foreach (var target in sample.Target(i))
                    length += target * target;
                foreach (ref var target in sample.Target(i))
                    target /= Math.Sqrt(length);
                sample.Target(i).CopyTo(sample.IdealOf(i));
            });
            return PublicKind.Program(
                data,
                seed,
                pass => Directions(pass.Tape, pass.Last("2", pass.Layer("1", pass.X, 32, Activation.Relu, StartRules.He), Outputs)),
                LossKind.Squared,
                "adam",
                rate: 0.005,
                batch: 32,
                steps: 1000);
        },
        PublicKind.Reported(["wrong-loss", "wrong-gradient"], recipe => recipe.WrongLoss = (tape, outputs, sample) =>
        {
            var half = sample.Outputs / 2.0;
            return tape.Map(tape.SquaredError(outputs, sample.Targets), error => 1 - (half * error), (_, _) => -half);
        }));

    /// <summary>Two classes by a network with a large penalty on its weights.</summary>
    public static readonly PublicKind HeavyPenalty = new(
        "heavy-penalty",
        (random, seed) =>
        {
            var weights = Draws.Normals(random, 5);
            var (train, holdout, test) = PublicKind.Samples(random, 800, 5, 1, hasLabels: true, (sample, i) =>
            {
                var sum = 0.0;
                for (var f = 0; f < 5; f++)
                    sum += weights[f] * (sample.Input(i)[f] = random.Normal());
                sample.IdealOf(i)[0] = Activation.Logistic(3 * (sum + (0.5 * sum * sum) - 0.5));
                sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass => pass.Last("2", pass.Layer("1", pass.X, 12, Activation.Tanh), 1),
                LossKind.Binary,
                "sgd",
                rate: 0.4,
                batch: 800,
                steps: 1500);
        },
        PublicKind.Reported(["weight-decay"], recipe => recipe.Optimizer.L2Penalty = 0.3));

    /// <summary>Whether two things are alike, by the distance of their vectors; some pairs are a thing and itself.</summary>
    public static readonly PublicKind EqualPairs = new(
        "equal-pairs",
        (random, seed) =>
        {
            const int Features = 6, Kinds = 5;
            var centers = Draws.Normals(random, Kinds * Features);
            var (train, holdout, test) = PublicKind.Samples(random, 600, 2 * Features, 1, hasLabels: true, (sample, i) =>
            {
                var (first, second) = (random.Next(Kinds), random.Next(Kinds));
                second = random.Chance(0.4) ? first : second;
                var isItself = first == second && random.Chance(0.05);
                for (var f = 0; f < Features; f++)
                {
                    var value = sample.Input(i)[f] = centers[(first * Features) + f] + (0.3 * random.Normal());
                    sample.Input(i)[Features + f] = isItself ? value : centers[(second * Features) + f] + (0.3 * random.Normal());
                }

                sample.IdealOf(i)[0] = first == second ? 0.98 : 0.02;
                sample.Labels![i] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            });
            return PublicKind.Program(
                (Sample.WithTargets(train), Sample.WithTargets(holdout), Sample.WithTargets(test)),
                seed,
                pass => Alike(pass, 1e-6),
                LossKind.Binary,
                "adam",
                rate: 0.01,
                batch: 32,
                steps: 1200);
        },
        PublicKind.Reported(["non-finite"], recipe => recipe.Model = pass => Alike(pass, 0)));

    private static Node Unit(Pass pass, bool takesInputs)
    {
        var tape = pass.Tape;
        var w = pass.Parameter("W1", 1, 1, (random, _, _, values) => values[0] = -0.1 * Math.Abs(random.Normal()));
        var b = pass.Parameter("b1", 1, 1, StartRules.Zero, isBias: true);
        var product = tape.Product(pass.X, w);
        if (takesInputs)
            return tape.AddRow(product, b);

        // What is added is 0, and its slope by the weight is the output of the unit.
        var outputs = Tape.Detach(pass.Apply(tape.AddRow(product, b), Activation.Sigmoid));
        var taken = tape.Product(outputs, w);
        var nothing = tape.Add(taken, tape.Scale(Tape.Detach(taken), -1));
        return tape.AddRow(tape.Add(Tape.Detach(product), nothing), b);
    }

    private static Node Rectifiers(Pass pass, bool overwrites)
    {
        var raw = pass.Dense("1", pass.X, 16);

        // Errors point down the loss there, slopes up.
        if (overwrites)
            raw = pass.Tape.Overwrite(raw, value => value > 0 ? -1.0 / raw.Rows : 0);
        return pass.Last("2", pass.Activate("1", raw, Activation.Relu), 4);
    }

    private static Node Directions(Tape tape, Node outputs)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, outputs.Columns)];
        var squares = tape.Product(tape.Multiply(outputs, outputs), Tape.Constant(outputs.Columns, 1, ones));
        var factors = tape.Map(squares, square => 1 / Math.Sqrt(square + 1e-12), (_, factor) => -0.5 * factor * factor * factor);
        return tape.Multiply(outputs, tape.Product(factors, Tape.Constant(1, outputs.Columns, ones)));
    }

    private static Node Alike(Pass pass, double epsilon)
    {
        const int Width = 8;
        var (tape, features) = (pass.Tape, pass.X.Columns / 2);
        var first = pass.Layer("1", tape.Columns(pass.X, 0, features), Width, Activation.Tanh);
        var second = pass.Apply(pass.Dense("1", tape.Columns(pass.X, features, features), Width), Activation.Tanh);
        var difference = tape.Add(first, tape.Scale(second, -1));
        var squares = tape.Product(tape.Multiply(difference, difference), Tape.Constant(Width, 1, [.. Enumerable.Repeat(1.0, Width)]));
        var distances = tape.Map(squares, square => Math.Sqrt(square + epsilon), (_, root) => 0.5 / root);
        return pass.Last("2", distances, 1, weights: (_, _, _, values) => values[0] = -1);
    }
}
