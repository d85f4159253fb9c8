using static System.FormattableString;

namespace WhyItFails;

/// <summary>Part 1: the optimizers, each from the same start on the same mini-batches.</summary>
internal static class Race
{
    /// <summary>Trains a copy of the network with every contender and shows the results.</summary>
    public static IReadOnlyList<TrainingRun> Run(
        Network start, Digits digits, int seed, Display display, CancellationToken cancellationToken)
    {
        TrainingRun Train(Contender contender, IProgress<double> progress) =>
            Training.Run(contender.Name, start.Copy(), digits, contender.NewOptimizer(), seed, progress, cancellationToken);

        display.Heading("1. The five optimizers of the lecture note, and Adam, under warm-up and cosine decay");
        display.Work("Rehearsal, so that no time below is the compiler's", progress => Train(Contender.All[0], progress), _ => "done");
        var runs = Contender.All.Select(contender =>
            display.Work(contender.Name, progress => Train(contender, progress), Tables.Summary)).ToArray();

        string[] peaks = [.. Contender.All.Select(contender => Invariant($"{contender.PeakLearningRate}"))];
        display.Show(Tables.Runs("optimizer", runs, ("peak α", peaks)));
        display.Line(Invariant(
            $"  {Training.Iterations:N0} iterations of {Training.BatchSize} images each; the seconds are without those of measuring."));
        display.Line("  The loss is of all the images to learn from, the accuracy of those to test on.");
        display.Line("  RmsMomentum is what the lecture note calls Adam; Adam is that of Kingma and Ba (2015).");
        return runs;
    }
}
