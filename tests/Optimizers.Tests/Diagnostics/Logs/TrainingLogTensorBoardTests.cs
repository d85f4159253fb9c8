using System.Text;
using Optimizers.Diagnostics;
using Optimizers.Diagnostics.Logs;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>Event files and exports of TensorBoard.</summary>
public sealed class TrainingLogTensorBoardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("optimizers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Vectors of RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
    [Theory]
    [InlineData("313233343536373839", 0xE3069283)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AA)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62A8AB43)]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", 0x46DD794E)]
    public void The_checksum_is_the_masked_CRC_32C(string hex, uint crc)
    {
        var bytes = Convert.FromHexString(hex);

        EventFile.Crc(bytes).Should().Be(crc);
        EventRecords.Masked(bytes).Should().Be(unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8));
    }

    // Written by the SummaryWriter of TorchSharp 0.107.0: "Loss/train" 2.3 exp(−0.1 i) and "learning_rate" 0.01 at every step i below 40,
    // "Loss/validation" 0.4 + 2 exp(−0.09 i) at every fourth one, and a text.
    [Fact]
    public void A_file_of_another_writer_is_read()
    {
        using var stream = typeof(TrainingLogTensorBoardTests).Assembly.GetManifestResourceStream("events.out.tfevents.1.torchsharp")!;
        var log = TrainingLog.Read(stream, "events");

        (log.Format, log.IsByEpoch).Should().Be((TrainingLogFormat.TensorBoard, false));
        log.Steps.Select(step => (step.Iteration, step.Loss, step.LearningRate)).Should()
            .Equal(Enumerable.Range(0, 40).Select(i => ((long)i, (double)(float)(2.3 * Math.Exp(-0.1 * i)), (double)0.01f)));
        log.Evaluations.Select(each => (each.Iteration, each.ValidationLoss)).Should()
            .Equal(Enumerable.Range(0, 10).Select(k => (4 * k) + 3).Select(i => ((long)i, (double)(float)(0.4 + (2 * Math.Exp(-0.09 * i))))));
        log.Remarks.Should().BeEmpty();
        log.Columns.Should().Contain("Loss/validation: the loss on a holdout");
    }

    [Fact]
    public void Tensors_are_scalars_in_every_type_and_form()
    {
        byte[][] events =
        [
            EventFile.Tensor("loss", 0, 1.5f),
            EventFile.TensorOf("loss", 1, 1, EventFile.Number32(5, 2.5f)),
            EventFile.TensorOf("loss", 2, 1, EventFile.Bytes(5, EventFile.Little(3.5f))),
            EventFile.TensorOf("loss", 3, 2, EventFile.Bytes(6, EventFile.Little(4.5))),
            EventFile.TensorOf("loss", 4, 2, EventFile.Bytes(4, EventFile.Little(5.5))),
            EventFile.TensorOf("loss", 5, 2, EventFile.Number64(6, 6.5)),
            EventFile.TensorOf("loss", 6, 3, EventFile.Bytes(7, [0x07])),
            EventFile.TensorOf("loss", 7, 9, EventFile.Varint(10, 300)),
            EventFile.TensorOf("loss", 8, 19, EventFile.Bytes(13, [0x80, 0x78])), // 0x3C00, a half 1.
            EventFile.TensorOf("loss", 9, 14, EventFile.Bytes(4, [0x00, 0x40])), // 0x4000, a bfloat16 2.
        ];

        EventFile.Read(EventFile.Of(events)).Steps.Select(step => step.Loss).Should().Equal(1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7, 300, 1, 2);
    }

    [Fact]
    public void What_is_no_scalar_is_passed_over() =>
        EventFile.Read(EventFile.Of(
            EventFile.TensorOf("loss", 0, 7, EventFile.Bytes(8, "text"u8.ToArray())),
            EventFile.TensorOf("loss", 0, 1, EventFile.Bytes(4, [.. EventFile.Little(1f), .. EventFile.Little(2f)])),
            EventFile.Scalar("loss", 1, 2))).Steps.Should().ContainSingle().Which.Iteration.Should().Be(1);

    [Fact]
    public void A_loss_that_is_not_finite_is_one() =>
        EventFile.Read(EventFile.Of(EventFile.Scalar("loss", 0, 1), EventFile.Scalar("loss", 1, float.NaN))).Steps[1].Loss.Should().Be(double.NaN);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(40)]
    public void A_last_record_that_is_cut_off_is_dropped_and_told(int missing)
    {
        var file = EventFile.Of(EventFile.Scalar("loss", 0, 2), EventFile.Scalar("loss", 1, 1));
        var log = EventFile.Read(file[..^missing]);

        log.Steps.Should().ContainSingle();
        log.Remarks.Should().Equal("record 3, the last one, is cut off; it was dropped");
    }

    [Fact]
    public void Zero_bytes_behind_the_last_record_are_no_damage() =>
        EventFile.Read([.. EventFile.Of(EventFile.Scalar("loss", 0, 2)), .. new byte[100]]).Steps.Should().ContainSingle();

    [Fact]
    public void A_damaged_record_is_an_error_with_its_place()
    {
        var first = EventFile.Of(EventFile.Scalar("loss", 0, 2)).Length;
        var file = EventFile.Of(EventFile.Scalar("loss", 0, 2), EventFile.Scalar("loss", 1, 1), EventFile.Scalar("loss", 2, 1));
        file[first + 14] ^= 1;
        Refusal(file).Should().Be($"events: record 3, which begins at byte {first}: its checksum is wrong.");
        file[first + 2] ^= 1;
        Refusal(file).Should().Be($"events: record 3, which begins at byte {first}: the checksum of its length is wrong.");
    }

    [Fact]
    public void A_record_that_is_no_event_is_an_error_with_its_place() =>
        Refusal([.. EventFile.Of(EventFile.Scalar("loss", 0, 2)), .. EventFile.Record([0x12, 0xff])]).Should()
            .Be("events: record 3 is no event of TensorBoard.");

    [Fact]
    public void Every_single_changed_bit_is_found()
    {
        var file = EventFile.Of(EventFile.Scalar("loss", 0, 2), EventFile.Scalar("loss", 1, 1));
        // Of the first twelve bytes a change makes it no event file any more.
        for (var bit = 0; bit < 8 * file.Length; bit++)
        {
            var changed = file.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            FluentActions.Invoking(() => EventFile.Read(changed, new() { Format = TrainingLogFormat.TensorBoard })).Should()
                .Throw<InvalidDataException>($"bit {bit} was changed");
        }
    }

    [Fact]
    public void The_parts_of_a_run_of_Keras_are_merged_by_epoch()
    {
        Write("train/events.out.tfevents.100.host", [.. Enumerable.Range(0, 5).SelectMany(i => new[]
        {
            EventFile.Tensor("epoch_loss", i, 5 - i), EventFile.Tensor("epoch_learning_rate", i, 0.5f), EventFile.Tensor("batch_loss", 10 * i, 7),
        })]);
        Write("validation/events.out.tfevents.101.host", [.. Enumerable.Range(0, 5).Select(i => EventFile.Tensor("epoch_loss", i, 6 - i))]);
        var log = TrainingLog.Read(_folder);

        (log.Name, log.IsByEpoch).Should().Be((Path.GetFileName(_folder), true));
        log.Steps.Select(step => (step.Iteration, step.Loss, step.LearningRate)).Should()
            .Equal(Enumerable.Range(0, 5).Select(i => ((long)i, 5.0 - i, 0.5)));
        log.Evaluations.Select(each => (each.TrainingLoss, each.ValidationLoss)).Should()
            .Equal(Enumerable.Range(0, 5).Select(i => (5.0 - i, 6.0 - i)));
        log.Remarks.Should().ContainSingle().Which.Should().Contain("train/batch_loss").And.Contain("count batches");
    }

    [Fact]
    public void A_training_that_was_resumed_replaces_what_it_did_before()
    {
        Write("events.out.tfevents.100.host", [.. Enumerable.Range(0, 10).SelectMany(Both(2))]);
        Write("events.out.tfevents.200.host", [EventFile.Start(6), .. Enumerable.Range(6, 6).SelectMany(Both(1))]);
        var log = TrainingLog.Read(_folder);

        log.Steps.Select(step => (step.Iteration, step.Loss)).Should().Equal(Enumerable.Range(0, 12).Select(i => ((long)i, i < 6 ? 2.0 : 1.0)));
        log.Evaluations.Select(each => each.Iteration).Should().Equal(0, 4, 8);
        log.Remarks.Should().ContainSingle().Which.Should().Contain("goes back to step 6 in record 2");

        static Func<int, IEnumerable<byte[]>> Both(float value) => i => i % 4 == 0
            ? [EventFile.Scalar("loss", i, value), EventFile.Scalar("val_loss", i, value)] : [EventFile.Scalar("loss", i, value)];
    }

    [Fact]
    public void A_resumption_that_nobody_told_drops_the_other_curves_too()
    {
        Write("events.out.tfevents.100.host",
        [
            .. Enumerable.Range(0, 10).Select(i => EventFile.Scalar("loss", i, 2)),
            EventFile.Scalar("val_loss", 5, 9), EventFile.Scalar("val_loss", 9, 9),
        ]);
        Write("events.out.tfevents.200.host", [.. Enumerable.Range(7, 5).Select(i => EventFile.Scalar("loss", i, 1))]);
        var log = TrainingLog.Read(_folder);

        log.Steps.Should().HaveCount(12);
        log.Evaluations.Should().ContainSingle().Which.Iteration.Should().Be(5);
    }

    [Fact]
    public void Two_writers_of_one_run_do_not_replace_each_other()
    {
        Write("events.out.tfevents.100.host", [.. Enumerable.Range(0, 10).Select(i => EventFile.Scalar("train_loss", i, 2))]);
        Write("events.out.tfevents.200.host", [EventFile.Scalar("val_loss", 0, 3), EventFile.Scalar("val_loss", 9, 3)]);

        var log = TrainingLog.Read(_folder);
        log.Steps.Should().HaveCount(10);
        log.Evaluations.Should().HaveCount(2);
        log.Remarks.Should().BeEmpty();
    }

    [Fact]
    public void Several_runs_are_an_error_that_names_them()
    {
        Write("version_0/events.out.tfevents.100.host", EventFile.Scalar("train_loss", 0, 2));
        Write("version_1/events.out.tfevents.200.host", EventFile.Scalar("train_loss", 0, 1));

        FluentActions.Invoking(() => TrainingLog.Read(_folder)).Should().Throw<InvalidDataException>()
            .WithMessage("*there are 2 runs, \"version_0\", \"version_1\"; choose one by TrainingLogOptions.Run.");
        TrainingLog.Read(_folder, new() { Run = "version_1" }).Steps[0].Loss.Should().Be(1);
        FluentActions.Invoking(() => TrainingLog.Read(_folder, new() { Run = "x" })).Should().Throw<InvalidDataException>()
            .WithMessage("*there is no run \"x\"; the runs are \"version_0\", \"version_1\".");
    }

    [Fact]
    public void The_summary_of_a_trainer_is_left_out()
    {
        var log = EventFile.Read(EventFile.Of(
            EventFile.Scalar("train/loss", 10, 2), EventFile.Scalar("train/loss", 20, 1.5f), EventFile.Scalar("eval/loss", 20, 1),
            EventFile.Scalar("train/train_runtime", 20, 99), EventFile.Scalar("train/train_loss", 20, 5)));

        log.Evaluations.Should().ContainSingle().Which.TrainingLoss.Should().Be(double.NaN);
        log.Remarks.Should().ContainSingle().Which.Should().Contain("the summary");
    }

    [Fact]
    public void An_export_is_read_by_its_name()
    {
        var log = Logs.Read(
            "Wall time,Step,Value\n1700000000.1,0,2.5\n1700000001.2,10,NaN\n1700000002.2,20,1.", name: "run-.-tag-Loss_validation.csv");

        log.Format.Should().Be(TrainingLogFormat.TensorBoardCsv);
        log.Evaluations.Select(each => (each.Iteration, each.ValidationLoss)).Should().Equal((0, 2.5), (10, double.PositiveInfinity));
        log.Remarks.Should().Equal("line 4, the last one, is cut off; it was dropped");
    }

    [Fact]
    public void An_export_whose_name_says_nothing_is_taken_for_the_training_loss_and_told()
    {
        var log = Logs.Read("Wall time,Step,Value\n1,0,2.5\n2,10,2\n", name: "export.csv");

        log.Steps.Select(step => (step.Iteration, step.Loss)).Should().Equal((0, 2.5), (10, 2.0));
        log.Remarks.Should().ContainSingle().Which.Should().Contain("taken for the training loss");
    }

    [Fact]
    public void A_damaged_line_of_an_export_is_an_error_with_its_place() =>
        Logs.Refusal("Wall time,Step,Value\n1,0,2.5\n2,x,2\n3,20,1\n").Should()
            .Be("train.log, line 3, column 1: \"2,x,2\" is no time, step and value.");

    [Fact]
    public void A_folder_of_exports_is_one_log()
    {
        WriteText("run-train-tag-epoch_loss.csv", "Wall time,Step,Value\n1,0,2.5\n2,1,2\n");
        WriteText("run-validation-tag-epoch_loss.csv", "Wall time,Step,Value\n1,0,3\n2,1,2.75\n");
        WriteText("notes.csv", "a,b\n1,2\n");
        var log = TrainingLog.Read(_folder);

        (log.Format, log.IsByEpoch).Should().Be((TrainingLogFormat.TensorBoardCsv, true));
        log.Evaluations.Select(each => (each.TrainingLoss, each.ValidationLoss)).Should().Equal((2.5, 3.0), (2.0, 2.75));
    }

    [Fact]
    public void Exports_of_several_runs_are_an_error_that_names_them()
    {
        WriteText("run-a_train-tag-loss.csv", "Wall time,Step,Value\n1,0,2.5\n");
        WriteText("run-b_train-tag-loss.csv", "Wall time,Step,Value\n1,0,2.5\n");
        FluentActions.Invoking(() => TrainingLog.Read(_folder)).Should().Throw<InvalidDataException>()
            .WithMessage("*there are 2 runs, \"a\", \"b\"*");
    }

    [Fact]
    public void A_folder_without_a_log_is_an_error() =>
        FluentActions.Invoking(() => TrainingLog.Read(_folder)).Should().Throw<InvalidDataException>().WithMessage("*holds no event files*");

    private static string Refusal(byte[] file) =>
        FluentActions.Invoking(() => EventFile.Read(file)).Should().Throw<InvalidDataException>().Which.Message;

    private void Write(string path, params byte[][] events) => File.WriteAllBytes(Made(path), EventFile.Of(events));

    private void WriteText(string path, string text) => File.WriteAllText(Made(path), text, Encoding.UTF8);

    private string Made(string path)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }
}
