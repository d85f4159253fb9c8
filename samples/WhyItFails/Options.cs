using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace WhyItFails;

/// <summary>What the command line says.</summary>
/// <param name="Seed">The seed of everything that is drawn at random.</param>
/// <param name="Output">The folder for the report and the pictures.</param>
internal sealed record Options(int Seed, DirectoryInfo Output)
{
    private static readonly Option<int> SeedOption = new("--seed")
    {
        Description = "The seed of everything that is drawn at random: split, weights, batches, escape.",
        HelpName = "number",
        DefaultValueFactory = _ => 0,
        CustomParser = ParseSeed,
    };

    private static readonly Option<DirectoryInfo> OutputOption = new("--out")
    {
        Description = "The folder for the report and the pictures; it is made if it is not there.",
        HelpName = "folder",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("artifacts", "why-it-fails")),
        CustomParser = ParseOutput,
    };

    /// <summary>The command with its options.</summary>
    /// <param name="run">What to do with them; returns the exit code.</param>
    public static RootCommand Command(Func<Options, CancellationToken, int> run)
    {
        var command = new RootCommand("""
            Why a network fails to train, on real handwritten digits: five optimizers compared; a start from which none of them moves, found to be a
            saddle by its exact Hessian, and left along the eigenvector of its most negative eigenvalue; eleven trainings that fail, each diagnosed
            and cured, with a report (report.html). Takes less than two minutes.
            """.ReplaceLineEndings(" "))
        {
            SeedOption,
            OutputOption,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new Options(parsed.GetValue(SeedOption), parsed.GetValue(OutputOption)!);
            return Task.Run(() => run(options, cancellationToken), CancellationToken.None);
        });
        return command;
    }

    private static int ParseSeed(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            result.AddError($"--seed must be a whole number from 0 to {int.MaxValue}, not '{text}'.");
        return seed;
    }

    private static DirectoryInfo ParseOutput(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (string.IsNullOrWhiteSpace(text))
            result.AddError("--out must be a folder, not an empty name.");
        else if (File.Exists(text))
            result.AddError($"--out must be a folder; '{text}' is a file.");
        else
            return new DirectoryInfo(text);
        return new DirectoryInfo(".");
    }
}
