using System.CommandLine;

namespace Optimizers.FaultBench.World;

/// <summary>The command "fit": whether fitted weights are better than those that were set by hand.</summary>
internal static class FitCommand
{
    public static Command Create()
    {
        var learn = Files("--learn", "Files of answers, kept by world --keep, that the weights are fitted to.");
        var score = Files("--score", "Files of answers to kinds that take no part.");
        var command = new Command("fit", "Fits the weights of the evidence, and scores them and the hand-set ones on kinds that took no part.")
        {
            learn, score,
        };
        command.SetAction(arguments =>
        {
            Console.WriteLine(FitReport.Of(Read(arguments.GetValue(learn)!), Read(arguments.GetValue(score)!)));
            return 0;
        });
        return command;
    }

    private static Option<string[]> Files(string name, string description) =>
        new(name) { Description = description, Required = true, AllowMultipleArgumentsPerToken = true };

    private static JudgedRun[] Read(string[] paths) => JudgedRun.Of(paths.SelectMany(path => new DrawFile(path).All(WorldCommand.All)));
}
