namespace Optimizers.FaultBench.World;

/// <summary>Too few examples, of a class or at all, and answers that belong to others.</summary>
internal static class DataCases
{
    // The frequencies of the report.
    private static readonly double[] Frequencies = [0.056, 0.077, 0.356, 0.457, 0.054];

    /// <summary>The cure is to count the classes alike.</summary>
    public static readonly PublicKind FiveClasses = new(
        "five-classes",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.Clouds(random, 1500, 20, 5, distance: 0.35, spread: 1);
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Tape.Softmax(pass.Dense(
                    "3", pass.Layer("2", pass.Dropout(pass.Layer("1", pass.X, 40, Activation.Relu), 0.2), 10, Activation.Relu), 5)),
                Loss = LossKind.CrossEntropyOfProbabilities,
                Optimizer = new OptimizerChoice("rmsprop"),
                Rate = 0.001,
                BatchSize = 32,
                Steps = 600,
                Seed = seed,
            };
        },
        PublicKind.Reported(["class-imbalance"], recipe =>
        {
            var random = new Random(recipe.Seed);
            var train = recipe.Train;
            recipe.Train = train.Rows(
                [.. Enumerable.Range(0, train.Count).Where(i => random.Chance(Frequencies[train.Labels![i]] / Frequencies.Max()))]);
        }) with
        {
            Judge = Judge.Holdout,
        });

    public static readonly PublicKind FortyExamples = new(
        "forty-examples",
        (random, seed) =>
        {
            var (train, holdout, test) = PublicData.Clouds(random, 800, 20, 10, distance: 0.6, spread: 0.8);
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Last("2", pass.Dropout(pass.Layer("1", pass.X, 32, Activation.Relu), 0.5), 10),
                Loss = LossKind.CrossEntropy,
                Optimizer = new OptimizerChoice("adam"),
                Rate = 0.003,
                BatchSize = 32,
                Steps = 600,
                Seed = seed,
            };
        },
        PublicKind.Reported(["overfitting"], recipe => recipe.Train = recipe.Train.First(40)) with
        {
            Judge = Judge.Holdout,
            NeedsFullCase = true,
        });

    public static readonly PublicKind Questions = new(
        "questions",
        (random, seed) =>
        {
            const int Words = 30, Intents = 5;
            var habits = Draws.Normals(random, Intents * Words, 1.2);
            var (train, holdout, test) = PublicKind.Samples(random, 500, Words, Intents, hasLabels: true, (sample, i) =>
            {
                var intent = sample.Labels![i] = random.Next(Intents);
                for (var w = 0; w < Words; w++)
                    sample.Input(i)[w] = random.Chance(Share(intent, w)) ? 1 : 0;
                for (var c = 0; c < Intents; c++)
                {
                    for (var w = 0; w < Words; w++)
                        sample.IdealOf(i)[c] += Math.Log(sample.Input(i)[w] == 1 ? Share(c, w) : 1 - Share(c, w));
                }

                Mixtures.Normalize(sample.IdealOf(i));
            });
            return new Recipe
            {
                Train = train,
                Holdout = holdout,
                Test = test,
                Model = pass => pass.Last("2", pass.Layer("1", pass.X, 12, Activation.Relu), Intents),
                Loss = LossKind.CrossEntropy,
                Optimizer = new OptimizerChoice("adam"),
                Rate = 0.003,
                BatchSize = 32,
                Steps = 300,
                Seed = seed,
            };

            double Share(int intent, int word) => 0.02 + (0.9 * Activation.Logistic(habits[(intent * Words) + word] - 1.5));
        },
        DataFaults.ShuffledLabels);
}
