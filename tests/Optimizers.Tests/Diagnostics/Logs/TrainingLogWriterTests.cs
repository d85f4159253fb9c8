using System.Text.Json;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>Curves that a training writes while it runs.</summary>
public sealed class TrainingLogWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("optimizers-").FullName;

    public static TheoryData<Form> Forms => new(Enum.GetValues<Form>());

    public enum Form
    {
        Csv,
        JsonLines,
        TensorBoard,
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_written_is_read_as_it_was(Form form)
    {
        double[] losses = [2.3, 0.1 + 0.2, 1e-30, 12345678.875, double.NaN];
        using (var log = Open(form))
        {
            for (var i = 0; i < losses.Length; i++)
                log.Write(10 * i, ("loss", losses[i]), ("val_loss", losses[i] + 1), ("lr", 0.01));
        }

        var read = TrainingLog.Read(PathOf(form));

        read.Format.ToString().Should().Be(form.ToString());
        read.Remarks.Should().BeEmpty();
        read.Steps.Select(step => step.Iteration).Should().Equal(0, 10, 20, 30, 40);
        read.Steps.Select(step => step.Loss).Should().Equal(losses.Select(loss => Kept(form, loss)));
        read.Steps.Should().OnlyContain(step => step.LearningRate == Kept(form, 0.01));
        read.Evaluations.Take(4).Select(each => each.ValidationLoss).Should().Equal(losses.Take(4).Select(loss => Kept(form, loss + 1)));
    }

    /// <summary>A process that was killed within a row, and its successor, which goes on from an earlier checkpoint.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void A_run_that_was_cut_off_goes_on_in_its_log_and_its_later_rows_count(Form form)
    {
        using (var log = Open(form))
        {
            for (var step = 0; step < 60; step += 10)
                log.Write(step, ("loss", 5 - (0.01 * step)), ("lr", 0.1));
        }

        var file = Directory.Exists(PathOf(form)) ? Directory.GetFiles(PathOf(form)).Single() : PathOf(form);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^7]);
        using (var log = Open(form))
        {
            for (var step = 30; step < 80; step += 10)
                log.Write(step, ("loss", 1 - (0.01 * step)), ("lr", 0.05));
        }

        var read = TrainingLog.Read(PathOf(form));
        read.Steps.Select(step => (step.Iteration, step.Loss)).Should().Equal(
            Enumerable.Range(0, 8).Select(i => (10L * i, Kept(form, (i < 3 ? 5 : 1) - (0.01 * (10 * i))))));
    }

    [Fact]
    public void A_row_of_a_table_or_of_JSON_is_what_a_text_editor_shows()
    {
        using (var log = Open(Form.Csv))
        {
            log.Write(1, ("loss", 0.5), ("accuracy, top 5", 1));
            log.Write(2, ("accuracy, top 5", 0.25));
        }

        using (var log = Open(Form.JsonLines))
        {
            log.Write(1, ("loss", 0.5), ("a \"b\"", -1e300));
            log.Write(2, ("loss", double.NegativeInfinity));
        }

        File.ReadAllText(PathOf(Form.Csv)).Should().Be("step,loss,\"accuracy, top 5\"\n1,0.5,1\n2,,0.25\n");
        var lines = File.ReadAllLines(PathOf(Form.JsonLines));
        using var first = JsonDocument.Parse(lines[0]);
        first.RootElement.GetProperty("a \"b\"").GetDouble().Should().Be(-1e300);
        lines[1].Should().Be("{\"step\": 2, \"loss\": -Infinity}");
    }

    /// <summary>Against the messages as the tests write them from their definition.</summary>
    [Fact]
    public void An_event_file_has_the_bytes_of_its_definition()
    {
        using (var log = TrainingLogWriter.TensorBoard(PathOf(Form.TensorBoard), new At(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000))))
        {
            log.Write(300, ("loss/train", 0.75));
            log.Write(70_000, ("loss/train", -2e-3));
        }

        var file = Directory.GetFiles(PathOf(Form.TensorBoard)).Single();
        Path.GetFileName(file).Should().StartWith("events.out.tfevents.1700000000.");
        File.ReadAllBytes(file).Should().Equal(EventFile.Of(
            EventFile.Start(300), EventFile.Scalar("loss/train", 300, 0.75f), EventFile.Scalar("loss/train", 70_000, -2e-3f)));
    }

    [Fact]
    public void Two_writers_of_the_same_second_have_files_of_their_own()
    {
        var time = new At(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        using var first = TrainingLogWriter.TensorBoard(PathOf(Form.TensorBoard), time);
        using var second = TrainingLogWriter.TensorBoard(PathOf(Form.TensorBoard), time);
        Directory.GetFiles(PathOf(Form.TensorBoard)).Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_no_row_is_refused_and_nothing_is_written(Form form)
    {
        using var log = Open(form);
        log.Write(0, ("loss", 1));
        var length = Length();
        var attempts = new List<(Action Attempt, string Message)>
        {
            (() => log.Write(1), "*no values*"),
            (() => log.Write(-1, ("loss", 1)), "*step*"),
            (() => log.Write(1, ("", 1)), "*values[0]*not empty*"),
            (() => log.Write(1, ("loss", 1), ("step", 1)), "*values[1]*\"step\"*taken*"),
            (() => log.Write(1, ("loss", 1), ("loss", 2)), "*\"loss\" is there twice*"),
        };
        if (form == Form.Csv)
            attempts.Add((() => log.Write(1, ("loss", 1), ("lr", 1)), "*columns step, loss*none for \"lr\"*"));

        foreach (var (attempt, message) in attempts)
            attempt.Should().Throw<ArgumentException>().WithMessage(message);
        Length().Should().Be(length);
        log.Dispose();
        FluentActions.Invoking(() => log.Write(1, ("loss", 1))).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_file_that_is_no_such_table_is_left_as_it_is()
    {
        File.WriteAllText(PathOf(Form.Csv), "epoch,loss\n1,2\n");
        FluentActions.Invoking(() => Open(Form.Csv)).Should().Throw<InvalidDataException>().WithMessage("*first column is \"step\"*");
        File.ReadAllText(PathOf(Form.Csv)).Should().Be("epoch,loss\n1,2\n");
    }

    private static double Kept(Form form, double value) => form == Form.TensorBoard ? (float)value : value;

    private string PathOf(Form form) => Path.Combine(_folder, form switch { Form.Csv => "log.csv", Form.JsonLines => "log.jsonl", _ => "run" });

    private TrainingLogWriter Open(Form form) => form switch
    {
        Form.Csv => TrainingLogWriter.Csv(PathOf(form)),
        Form.JsonLines => TrainingLogWriter.JsonLines(PathOf(form)),
        _ => TrainingLogWriter.TensorBoard(PathOf(form)),
    };

    private long Length() => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
