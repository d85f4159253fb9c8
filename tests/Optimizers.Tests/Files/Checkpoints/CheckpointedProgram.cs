using System.Security.Cryptography;
using Optimizers.Tests.Files.States;

namespace Optimizers.Tests.Files.Checkpoints;

/// <summary>The program that is killed and run again until its training is done.</summary>
internal static class CheckpointedProgram
{
    public const string Command = "train-until-killed";

    private const int Iterations = 600;

    /// <summary>The bits of the training that never stopped.</summary>
    public static string Straight => Hash(new SavedRun().TrainUntil(Optimizer(), Iterations));

    public static void Run(string folder)
    {
        var (optimizer, run) = (Optimizer(), new SavedRun());
        var checkpoint = new TrainingCheckpoint(optimizer, folder) { EverySteps = 20 };
        if (!checkpoint.TryResume(run.Parameters))
            Say("begun");
        Say($"at {optimizer.Iteration}");
        while (optimizer.Iteration < Iterations)
        {
            run.TrainUntil(optimizer, optimizer.Iteration + 1);
            if (checkpoint.SaveIfDue(run.Parameters))
                Say("due");
        }

        checkpoint.FlushAsync().GetAwaiter().GetResult();
        Say($"done {Hash(run)}");
    }

    private static Lookahead Optimizer() =>
        new(new Adam(Schedule.WarmUp(50, to: 0.02).Then(Schedule.CosineDecay(500, from: 0.02))) { Clipping = GradientClipping.ByGlobalNorm(2) });

    private static string Hash(SavedRun run) => Convert.ToHexString(SHA256.HashData(run.Bytes));

    private static void Say(string text)
    {
        Console.Out.WriteLine(text);
        Console.Out.Flush();
    }
}
