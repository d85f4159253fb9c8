using Spectre.Console;

namespace WhyItFails.Tests;

public sealed class DisplayTests : IDisposable
{
    private readonly StringWriter _written = new();
    private readonly Display _display;

    public DisplayTests() => _display = new Display(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_written) }));

    [Fact]
    public void Redirected_work_is_one_plain_line_with_its_outcome_and_time()
    {
        var result = _display.Work(
            "Adding [1, 2]",
            progress =>
            {
                _written.ToString().Should().Be("  Adding [1, 2] ... ", "the user sees what is under way");
                progress.Report(0.5);
                return 1 + 2;
            },
            sum => $"[{sum}]");

        result.Should().Be(3);
        _written.ToString().Should().MatchRegex(@"^  Adding \[1, 2\] \.\.\. \[3\] \(\d+\.\d s\)\r?\n$");
    }

    [Fact]
    public void A_long_line_is_not_wrapped()
    {
        _display.Line(new string('x', 500));

        _written.ToString().Should().Be(new string('x', 500) + Environment.NewLine);
    }

    public void Dispose() => _written.Dispose();
}
