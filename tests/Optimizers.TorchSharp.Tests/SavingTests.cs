using static TorchSharp.torch;

namespace Optimizers.Torch.Tests;

/// <summary>A training leaves its process, and goes on with the same bits.</summary>
public sealed class SavingTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"optimizers-torch-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [TorchFact]
    public void A_saved_training_goes_on_with_the_same_bits()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), Rules());
        Train(task, optimizer, 5);
        optimizer.Save(_path);
        Train(task, optimizer, 5);

        using var other = new SmallTask();
        using var resumed = new TorchOptimizer(other.Model.named_parameters(), Rules());
        resumed.Load(_path).Should().BeEmpty();
        Train(other, resumed, 5);
        other.Values().Should().Equal(task.Values());
    }

    [TorchFact]
    public void The_file_has_the_names_of_the_module_and_tensors_in_the_order_of_torch()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(0.01));
        Train(task, optimizer, 1);
        optimizer.Save(_path);
        var content = OptimizerFile.Read(_path);
        content.Parameters.Select(each => each.Name).Should().Equal(task.Model.named_parameters().Select(each => each.name));
        // What a program that knows safetensors alone sees: a header of JSON, and bytes.
        var bytes = File.ReadAllBytes(_path);
        var header = System.Text.Json.JsonDocument.Parse(bytes.AsMemory(8, (int)BitConverter.ToInt64(bytes, 0))).RootElement;
        var weight = header.GetProperty("parameter.fc1.weight");
        weight.GetProperty("shape").EnumerateArray().Select(each => each.GetInt32()).Should().Equal(5, 48);
        var start = 8 + (int)BitConverter.ToInt64(bytes, 0) + weight.GetProperty("data_offsets")[0].GetInt32();
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start, 4 * 5 * 48)).ToArray()
            .Should().Equal(task.Model.get_parameter("fc1.weight")!.data<float>().ToArray());
    }

    [TorchFact]
    public void TorchSharps_own_files_of_optimizers_hold_the_state_and_the_rate()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(0.01));
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 1, 0.5);
        Train(task, optimizer, 3);
        scheduler.step();
        optimizer.save_state_dict(_path);
        using var other = new SmallTask();
        Copy(task, other);
        using var loaded = new TorchOptimizer(other.Model.named_parameters(), new Adam(0.01));
        loaded.load_state_dict(_path);
        using var third = new SmallTask();
        Copy(task, third);
        using var copied = new TorchOptimizer(third.Model.named_parameters(), new Adam(0.01));
        copied.load_state_dict(optimizer.state_dict());

        Train(task, optimizer, 3);
        Train(other, loaded, 3);
        Train(third, copied, 3);
        loaded.ParamGroups.Single().LearningRate.Should().Be(0.005);
        other.Values().Should().Equal(task.Values());
        third.Values().Should().Equal(task.Values());
    }

    [TorchFact]
    public void Averages_are_put_into_the_module_and_taken_out_again()
    {
        using var task = new SmallTask();
        var averaged = AveragedOptimizer.Exponential(new Adam(0.01), decay: 0.9);
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), averaged);
        Train(task, optimizer, 10);
        var values = task.Values();
        using (averaged.AtEvaluationPoint(optimizer.View()))
            task.Values().Should().NotEqual(values);
        task.Values().Should().Equal(values);
    }

    private static GroupedOptimizer Rules() => new((p => p.IsMatrix, new Muon(0.01)), (p => true, new AdamW(Schedule.LinearDecay(20, from: 0.01))));

    private static void Train(SmallTask task, TorchOptimizer optimizer, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            task.Backward();
            optimizer.step();
        }
    }

    private static void Copy(SmallTask from, SmallTask to)
    {
        using var scope = no_grad();
        foreach (var (source, target) in from.Model.parameters().Zip(to.Model.parameters()))
            target.copy_(source);
    }
}
