using System.Globalization;
using System.Text.Json;

namespace Optimizers.Tool.Tests;

/// <summary>The command, called as a user calls it.</summary>
public sealed class WhyCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("optimizers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_fault_exits_with_1_and_says_what_and_why()
    {
        var (code, output, error) = Why(Log(i => i < 30 ? Invariant(2 + Math.Exp(-0.1 * i)) : "nan"));

        code.Should().Be(1);
        output.Should().Contain("train.csv: Csv").And.Contain("loss: the training loss")
            .And.Contain("The training fails because the computation leaves the finite numbers (a fact, 98 %).").And.Contain("What helps:");
        error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    [InlineData("--help")]
    [InlineData("--version")]
    public void An_output_that_takes_nothing_exits_with_4_and_is_not_the_inputs_fault(string option)
    {
        string[] arguments = option is "--help" or "--version" ? [option] : [Log(i => Invariant(0.05 + (2.2 * Math.Exp(-0.3 * i)))), option];
        using var error = new StringWriter();
        WhyCommand.Run([.. arguments.Where(each => each.Length > 0)], new FullDisk(), error).Should().Be(4);
        error.ToString().Should().Be($"The answer cannot be written to the standard output: No space left.{Environment.NewLine}");
    }

    [Fact]
    public void A_page_that_cannot_be_written_exits_with_2_and_names_it()
    {
        var log = Log(i => Invariant(0.05 + (2.2 * Math.Exp(-0.3 * i))));
        var (code, output, error) = Why(log, "--html", Path.Combine(log, "page.html"));

        code.Should().Be(2);
        output.Should().BeEmpty();
        error.Should().Contain("page.html").And.EndWith(Environment.NewLine);
        error.TrimEnd().Should().NotContain("\n");
    }

    private sealed class FullDisk : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left.");

        public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left.");

        public override void Write(string? value) => throw new IOException("No space left.");

        public override void WriteLine(string? value) => throw new IOException("No space left.");
    }

    [Fact]
    public void A_healthy_log_exits_with_0() => Why(Log(i => Invariant(0.05 + (2.2 * Math.Exp(-0.3 * i))))).Code.Should().Be(0);

    [Fact]
    public void What_cannot_be_told_exits_with_3_and_says_what_to_measure()
    {
        var (code, output, _) = Why(Log(i => Invariant(1.9 + (0.01 * (i % 7)))));

        code.Should().Be(3);
        output.Should().Contain("a log cannot tell why").And.Contain("train on eight examples alone");
    }

    [Fact]
    public void What_could_be_better_exits_with_3() =>
        Why(Log(i => Invariant(2.3 - (0.008 * i)), 200)).Should().Match<(int Code, string Output, string Error)>(said =>
            said.Code == 3 && said.Output.Contains("still falling", StringComparison.Ordinal));

    [Fact]
    public void A_loss_that_is_enough_is_healthy() =>
        Why(Log(i => Invariant(1.9 + (0.01 * (i % 7)))), "--enough", "2").Code.Should().Be(0);

    [Fact]
    public void Classes_say_what_chance_is()
    {
        var (code, output, _) = Why(Log(i => Invariant(Math.Log(10) + (0.001 * Math.Sin(i)))), "--classes", "10");

        code.Should().Be(1);
        output.Should().Contain("only the frequencies of the answers were learned");
    }

    [Fact]
    public void A_folder_of_arrays_is_read()
    {
        File.WriteAllBytes(Path.Combine(_folder, "inputs.npy"), Npy(40, 2, (n, f) => f == 1 && n == 3 ? double.NaN : Math.Sin((2 * n) + f)));
        File.WriteAllBytes(Path.Combine(_folder, "targets.npy"), Npy(40, 1, (n, _) => Math.Cos(n)));
        var (code, output, _) = Why(_folder);

        code.Should().Be(1);
        output.Should().Contain("inputs.npy: 40 × 2, floats").And.Contain("first feature 1 of example 3");
    }

    [Fact]
    public void A_page_is_written()
    {
        var page = Path.Combine(_folder, "why.html");
        Why(Log(i => i < 30 ? "2" : "nan"), "--html", page).Code.Should().Be(1);

        File.ReadAllText(page).Should().Contain("train.csv").And.Contain("leaves the finite numbers").And.Contain("<svg");
    }

    [Fact]
    public void Json_is_one_document()
    {
        var (code, output, _) = Why(Log(i => i < 30 ? "2" : "nan"), "--json");

        code.Should().Be(1);
        using var document = JsonDocument.Parse(output);
        document.RootElement.ToString().Should().Contain("non-finite");
    }

    [Fact]
    public void All_is_said_in_Markdown() => Why(Log(i => i < 30 ? "2" : "nan"), "--all").Output.Should().StartWith("# Diagnosis");

    [Theory]
    [InlineData("there-is-no-such-file.csv")]
    [InlineData]
    [InlineData("a.csv", "b.csv")]
    [InlineData("a.csv", "--classes", "1")]
    [InlineData("a.csv", "--classes", "ten")]
    [InlineData("a.csv", "--classes", "10", "--chance", "2")]
    [InlineData("a.csv", "--loss", "mse")]
    [InlineData("a.csv", "--what")]
    public void What_cannot_be_read_exits_with_2_and_says_why(params string[] arguments)
    {
        var (code, output, error) = Why(arguments);

        code.Should().Be(2);
        output.Should().BeEmpty();
        error.Should().NotBeEmpty();
    }

    [Fact]
    public void A_damaged_log_exits_with_2_and_its_place()
    {
        var log = Log(i => i == 17 ? "oops" : "2");
        Why(log).Should().Match<(int Code, string Output, string Error)>(said => said.Code == 2
            && said.Error.Contains("train.csv, line 19, column 2 (loss): \"oops\" is no number.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_with_nothing_in_it_exits_with_2() => Why(_folder).Code.Should().Be(2);

    [Fact]
    public void Help_names_every_option_and_the_exit_codes()
    {
        var (code, output, _) = Why("--help");

        code.Should().Be(0);
        output.Should().ContainAll("--html", "--json", "--all", "--run", "--loss", "--chance", "--classes", "--enough", "0 healthy");
    }

    private static string Invariant(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static (int Code, string Output, string Error) Why(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = WhyCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private string Log(Func<int, string> loss, int count = 60)
    {
        var path = Path.Combine(_folder, "train.csv");
        File.WriteAllLines(path, Enumerable.Range(0, count).Select(i => $"{i},{loss(i)}").Prepend("step,loss"));
        return path;
    }

    private static byte[] Npy(int examples, int features, Func<int, int, double> value)
    {
        var header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({examples}, {features}), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header),
            .. Enumerable.Range(0, examples).SelectMany(n => Enumerable.Range(0, features).SelectMany(f => BitConverter.GetBytes(value(n, f))))];
    }
}
