using Optimizers.Tests.Files.Replacement;
using Optimizers.Tests.Files.States;

namespace Optimizers.Tests.Files.Checkpoints;

/// <summary>When a checkpoint is due, which are kept, and what happens when files fail.</summary>
public sealed class TrainingCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Adam _optimizer = new(0.01);
    private readonly SavedRun _run = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Steps_make_a_checkpoint_due_at_their_multiples()
    {
        await using var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run")) { EverySteps = 10, KeepLast = 100 };
        var due = Train(checkpoint, 35);
        due.Should().Equal(10, 20, 30);
        await checkpoint.FlushAsync();
        Files.Should().Equal("checkpoint-000000000010.safetensors", "checkpoint-000000000020.safetensors", "checkpoint-000000000030.safetensors");
    }

    [Fact]
    public async Task Time_makes_a_checkpoint_due()
    {
        var clock = new FakeClock();
        await using var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run")) { Every = TimeSpan.FromMinutes(5), Clock = clock };
        Train(checkpoint, 3).Should().BeEmpty();
        clock.Advance(TimeSpan.FromMinutes(4.9));
        Train(checkpoint, 4).Should().BeEmpty();
        clock.Advance(TimeSpan.FromMinutes(0.1));
        Train(checkpoint, 6).Should().Equal(5);
        clock.Advance(TimeSpan.FromMinutes(5));
        Train(checkpoint, 8).Should().Equal(7);
    }

    [Fact]
    public async Task Without_a_rule_every_call_after_a_step_is_due()
    {
        await using var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run"));
        Train(checkpoint, 2).Should().Equal(1, 2);
        checkpoint.SaveIfDue(_run.Parameters).Should().BeFalse("nothing was stepped since");
    }

    [Fact]
    public async Task The_latest_ones_and_the_best_one_are_kept()
    {
        await using var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run")) { EverySteps = 1, KeepLast = 2 };
        double[] metrics = [5, 3, double.NaN, 4, 3, 6];
        foreach (var metric in metrics)
        {
            _run.TrainUntil(_optimizer, _optimizer.Iteration + 1);
            checkpoint.SaveIfDue(_run.Parameters, metric).Should().BeTrue();
        }

        await checkpoint.FlushAsync();
        Files.Should().Equal("checkpoint-000000000002.safetensors", "checkpoint-000000000005.safetensors", "checkpoint-000000000006.safetensors");
        Path.GetFileName(checkpoint.BestPath).Should().Be("checkpoint-000000000002.safetensors");
    }

    [Fact]
    public async Task A_resumed_training_knows_the_best_one_of_before()
    {
        await using (var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run")) { KeepLast = 1 })
        {
            for (var i = 1; i <= 4; i++)
            {
                _run.TrainUntil(_optimizer, i);
                checkpoint.SaveIfDue(_run.Parameters, i);
            }
        }

        Files.Should().Equal("checkpoint-000000000001.safetensors", "checkpoint-000000000004.safetensors");
        var optimizer = new Adam(0.01);
        await using var resumed = new TrainingCheckpoint(optimizer, _folder.Path("run")) { KeepLast = 1 };
        resumed.TryResume(_run.Parameters).Should().BeTrue();
        _run.TrainUntil(optimizer, 5);
        resumed.SaveIfDue(_run.Parameters, 2);
        await resumed.FlushAsync();
        Files.Should().Equal("checkpoint-000000000001.safetensors", "checkpoint-000000000005.safetensors");
    }

    [Fact]
    public async Task A_resumed_training_has_the_same_bits_and_writes_the_same_files()
    {
        await using (var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run")) { EverySteps = 4, KeepLast = 9 })
            Train(checkpoint, 22);
        var expected = Contents();
        foreach (var file in Files.Where(file => file is "checkpoint-000000000016.safetensors" or "checkpoint-000000000020.safetensors"))
            File.Delete(Path.Combine(_folder.Path("run"), file));

        var optimizer = new Adam(0.01);
        var run = new SavedRun().Spoil();
        await using (var resumed = new TrainingCheckpoint(optimizer, _folder.Path("run")) { EverySteps = 4, KeepLast = 9 })
        {
            resumed.TryResume(run.Parameters).Should().BeTrue();
            optimizer.Iteration.Should().Be(12);
            while (optimizer.Iteration < 22)
            {
                run.TrainUntil(optimizer, optimizer.Iteration + 1);
                resumed.SaveIfDue(run.Parameters);
            }
        }

        run.Bytes.Should().Equal(_run.Bytes);
        Contents().Should().BeEquivalentTo(expected);
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_skipped_and_told()
    {
        await using (var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run")))
            Train(checkpoint, 3);
        var latest = Path.Combine(_folder.Path("run"), Files[^1]);
        var bytes = await File.ReadAllBytesAsync(latest);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(latest, bytes);

        var optimizer = new Adam(0.01);
        await using var resumed = new TrainingCheckpoint(optimizer, _folder.Path("run"));
        resumed.TryResume(_run.Parameters).Should().BeTrue();
        optimizer.Iteration.Should().Be(2);
        resumed.Skipped.Should().ContainSingle().Which.Should().Match<SkippedCheckpoint>(each => each.Path == latest && each.Reason.Contains(
            "damaged"));
    }

    [Fact]
    public async Task An_empty_folder_resumes_nothing()
    {
        await using var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("deep/er"));
        var before = _run.Bytes;
        checkpoint.TryResume(_run.Parameters).Should().BeFalse();
        checkpoint.Skipped.Should().BeEmpty();
        _run.Bytes.Should().Equal(before);
    }

    [Fact]
    public async Task A_checkpoint_of_another_rule_is_no_damage_but_a_mistake()
    {
        await using (var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run")))
            Train(checkpoint, 1);
        await using var other = new TrainingCheckpoint(new Sgd(0.1), _folder.Path("run"));
        other.Invoking(each => each.TryResume(_run.Parameters)).Should().Throw<ArgumentException>().WithMessage("*one of Adam*");
    }

    [Fact]
    public async Task Hyperparameters_that_differ_are_told()
    {
        await using (var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run")))
            Train(checkpoint, 1);
        await using var other = new TrainingCheckpoint(new Adam(0.1), _folder.Path("run"));
        other.TryResume(_run.Parameters).Should().BeTrue();
        other.Differences.Should().ContainSingle().Which.Name.Should().Be("learningRate");
    }

    [Fact]
    public async Task A_failure_in_the_background_surfaces_at_the_next_call_and_the_file_before_stays()
    {
        var layer = new FailingLayer();
        var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run"), layer) { EverySteps = 2 };
        Train(checkpoint, 2).Should().Equal(2);
        await checkpoint.FlushAsync();
        layer.Failures["Flush"] = new IOException("The disk is gone.");
        Train(checkpoint, 4).Should().Equal(4);
        await checkpoint.Awaiting(each => each.FlushAsync()).Should().ThrowAsync<IOException>().WithMessage("*iteration 4*disk is gone*");
        Train(checkpoint, 6).Should().Equal(6);
        await Until(() => checkpoint.Invoking(each => each.SaveIfDue(_run.Parameters)).Should().Throw<IOException>().WithMessage("*iteration 6*"));
        layer.Failures.Clear();
        checkpoint.SaveIfDue(_run.Parameters).Should().BeFalse("the failure was told, and the next one is due at 8");
        Files.Should().Equal("checkpoint-000000000002.safetensors");
        Train(checkpoint, 8).Should().Equal(8);
        await checkpoint.DisposeAsync();
        Files.Should().Equal("checkpoint-000000000002.safetensors", "checkpoint-000000000008.safetensors");
    }

    [Fact]
    public async Task Disposing_tells_a_failure_too()
    {
        var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run"), new FailingLayer { Room = 100 });
        Train(checkpoint, 1);
        await checkpoint.Awaiting(each => each.DisposeAsync().AsTask()).Should().ThrowAsync<IOException>().WithMessage("*not enough space*");
        Files.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_written_is_what_was_there_at_the_call()
    {
        using var gate = new SlowLayer();
        await using var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run"), gate) { EverySteps = 5 };
        Train(checkpoint, 5).Should().Equal(5);
        var expected = _run.Bytes;
        Train(checkpoint, 8).Should().BeEmpty();
        gate.Open();
        await checkpoint.FlushAsync();
        var optimizer = new Adam(0.01);
        var run = new SavedRun();
        optimizer.Load(Path.Combine(_folder.Path("run"), Files[0]), run.Parameters);
        run.Bytes.Should().Equal(expected);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_leaves_the_file_to_be_written()
    {
        using var gate = new SlowLayer();
        var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run"), gate);
        Train(checkpoint, 1);
        await checkpoint.Awaiting(each => each.FlushAsync(new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        gate.Open();
        await checkpoint.DisposeAsync();
        Files.Should().HaveCount(1);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed_after_an_hour()
    {
        await using var checkpoint = new TrainingCheckpoint(_optimizer, _folder.Path("run"));
        string[] names = [".checkpoint-000000000099.safetensors.0123456789abcdef.tmp", ".other.safetensors.0123456789abcdef.tmp"];
        foreach (var name in names)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder.Path("run"), name), "");
            File.SetLastWriteTimeUtc(Path.Combine(_folder.Path("run"), name), DateTime.UtcNow.AddHours(-2));
        }

        Train(checkpoint, 1);
        await checkpoint.FlushAsync();
        Files.Should().Equal(names[1], "checkpoint-000000000001.safetensors");
    }

    [Fact]
    public void Options_out_of_their_ranges_are_refused()
    {
        var folder = _folder.Path("a");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new TrainingCheckpoint(_optimizer, folder) { KeepLast = 0 }, "value", "KeepLast is 0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new TrainingCheckpoint(_optimizer, folder) { EverySteps = 0 }, "value", "EverySteps is 0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new TrainingCheckpoint(_optimizer, folder) { Every = TimeSpan.Zero }, "value",
            "Every is 00:00:00");
        Refusal.Of<ArgumentException>(() => _ = new TrainingCheckpoint(_optimizer, ""), "directory");
        Refusal.Of<ArgumentNullException>(() => _ = new TrainingCheckpoint(_optimizer, folder) { Clock = null! }, "value");
    }

    private string[] Files => [.. new DirectoryInfo(_folder.Path("run")).GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    private List<long> Train(TrainingCheckpoint checkpoint, long iteration)
    {
        var due = new List<long>();
        while (_optimizer.Iteration < iteration)
        {
            _run.TrainUntil(_optimizer, _optimizer.Iteration + 1);
            if (checkpoint.SaveIfDue(_run.Parameters))
                due.Add(_optimizer.Iteration);
        }

        return due;
    }

    private Dictionary<string, string> Contents() =>
        Files.ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(Path.Combine(_folder.Path("run"), file))));

    /// <summary>Tries until the background has come so far.</summary>
    private static async Task Until(Action assertion)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                assertion();
                return;
            }
            catch (Xunit.Sdk.XunitException) when (tries < 500)
            {
                await Task.Delay(10);
            }
        }
    }
}
