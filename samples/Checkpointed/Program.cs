using System.Globalization;
using System.Security.Cryptography;
using Checkpointed;
using Optimizers;
using Optimizers.Shell;
using WhyItFails;

// Trains a small network on handwritten digits. Kill it at any time and run it again: it goes on where its last checkpoint is, with the same bits.
//
//   dotnet run --project samples/Checkpointed -- --out <folder> [<iterations>]
var iterations = 2000L;
if (args is not ["--out", var folder, .. var rest] || rest.Length > 1
    || (rest is [var text] && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out iterations)))
{
    Console.Error.WriteLine("Checkpointed --out <folder> [<iterations>]");
    return 2;
}

return await GuardedProgram.Run(Train);

async Task<int> Train()
{
    const int BatchSize = 32;
    var digits = Digits.Load(seed: 1);
    var network = Network.Random(Digits.Pixels, hidden: 32, Digits.Classes, seed: 2);
    var pass = new Backpropagation(network, BatchSize);
    var test = new Backpropagation(network, digits.Test.Count);
    var batches = new BatchOrder(digits.Train, BatchSize);
    Parameter[] parameters =
    [
        new(network.W1, pass.DW1) { Name = "w1" }, new(network.B1, pass.DB1) { Name = "b1", WeightDecayScale = 0 },
        new(network.W2, pass.DW2) { Name = "w2" }, new(network.B2, pass.DB2) { Name = "b2", WeightDecayScale = 0 },
    ];
    var optimizer = new AdamW(Schedule.WarmUp(100, to: 0.01).Then(Schedule.CosineDecay(iterations, from: 0.01)));

    await using var checkpoint = new TrainingCheckpoint(optimizer, folder) { EverySteps = 100 };
    Console.WriteLine(checkpoint.TryResume(parameters) ? $"resumed at {optimizer.Iteration}" : "begun");
    foreach (var skipped in checkpoint.Skipped)
        Console.WriteLine($"skipped {skipped.Path}: {skipped.Reason}");
    while (optimizer.Iteration < iterations)
    {
        pass.Gradient(batches.At(optimizer.Iteration));
        optimizer.Step(parameters);
        if (optimizer.Iteration % 100 == 0 && test.Loss(digits.Test) is var loss && checkpoint.SaveIfDue(parameters, loss))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"iteration {optimizer.Iteration}: loss {loss:F4} on the test digits"));
    }

    await checkpoint.FlushAsync();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{test.Accuracy(digits.Test):P1} of the test digits are right; the best is {checkpoint.BestPath}"));
    var bits = SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(network.ToVector().AsArray()));
    Console.WriteLine($"bits {Convert.ToHexString(bits)}");
    return 0;

}
