using System.Globalization;
using System.Security.Cryptography;
using Checkpointed;
using Optimizers;
using Optimizers.Diagnostics;
using Optimizers.Shell;
using Optimizers.Torch;
using TorchSharp;
using WhyItFails;
using static TorchSharp.torch;

// Trains a convolutional network of TorchSharp on handwritten digits, by Muon for its matrices and AdamW for the rest. Kill it at any time and run it
// again: it goes on where its last checkpoint is, with the same bits. At the end the training is diagnosed.
//
//   dotnet run --project samples/TorchDigits -- --out <folder> [<iterations>]
var iterations = 400L;
if (args is not ["--out", var folder, .. var rest] || rest.Length > 1
    || (rest is [var text] && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out iterations)))
{
    Console.Error.WriteLine("TorchDigits --out <folder> [<iterations>]");
    return 2;
}

return await GuardedProgram.Run(Train);

async Task<int> Train()
{
    LibTorchSharpPatch.Apply(AppContext.BaseDirectory);
    set_num_threads(1); // LibTorch's sums depend on the number.
    const int BatchSize = 64;
    var digits = Digits.Load(seed: 1);
    var batches = new BatchOrder(digits.Train, BatchSize);
    random.manual_seed(2);
    using var model = nn.Sequential(
        ("conv", nn.Conv2d(1, 16, 3, padding: 1)), ("relu", nn.ReLU()), ("pool", nn.MaxPool2d(2)), ("flat", nn.Flatten()),
        ("hidden", nn.Linear(256, 64)), ("relu2", nn.ReLU()), ("output", nn.Linear(64, 10)));
    var loss = nn.CrossEntropyLoss();

    var decay = Schedule.WarmUp(20, to: 1).Then(Schedule.CosineDecay(iterations, from: 1));
    var rules = new GroupedOptimizer(
        (p => p.IsMatrix && p.Name is not "output.weight", new Muon(0.02 * decay)), (p => true, new AdamW(0.003 * decay)));
    using var optimizer = new TorchOptimizer(model.named_parameters(), rules);
    var monitor = new TrainingMonitor();
    optimizer.Inner.Watch(monitor);

    await using var checkpoint = new TrainingCheckpoint(optimizer.Inner, folder) { EverySteps = 50 };
    Console.WriteLine(checkpoint.TryResume(optimizer.View()) ? $"resumed at {optimizer.Inner.Iteration}" : "begun");
    foreach (var skipped in checkpoint.Skipped)
        Console.WriteLine($"skipped {skipped.Path}: {skipped.Reason}");
    var (testX, testY) = Tensors(digits.Test);
    while (optimizer.Inner.Iteration < iterations)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Tensors(batches.At(optimizer.Inner.Iteration));
        optimizer.zero_grad();
        var now = loss.call(model.call(x), y);
        monitor.RecordLoss(now.ToDouble());
        now.backward();
        optimizer.step();
        if (optimizer.Inner.Iteration % 50 == 0 && Loss() is var test && checkpoint.SaveIfDue(optimizer.View(), test))
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"iteration {optimizer.Inner.Iteration}: loss {test:F4} on the test digits"));
        }
    }

    await checkpoint.FlushAsync();
    using (no_grad())
    {
        var right = model.call(testX).argmax(1).eq(testY).sum().ToInt64();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{right / (double)digits.Test.Count:P1} of the test digits are right"));
    }

    if (monitor.StepCount > 0)
    {
        var (x, y) = Tensors(digits.Train);
        Console.WriteLine(Diagnosis.Of(TorchCase.Of(monitor, model, x, y, loss) with
        {
            TestData = TorchCase.DataOf(testX, testY),
            SampleSize = 500,
        }));
    }

    var hash = SHA256.HashData([.. model.parameters().SelectMany(each => each.bytes.ToArray())]);
    Console.WriteLine($"bits {Convert.ToHexString(hash)}");
    return 0;

    double Loss()
    {
        using var scope = NewDisposeScope();
        using var without = no_grad();
        return loss.call(model.call(testX), testY).ToDouble();
    }

    static (Tensor X, Tensor Y) Tensors(Examples examples) => (
        tensor(examples.Images.ToColumnMajorArray()).view(-1, 1, 8, 8).to(ScalarType.Float32),
        tensor(Array.ConvertAll(examples.Labels, label => (long)label)));
}
