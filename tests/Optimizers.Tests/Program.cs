using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests;

/// <summary>
/// The test assembly as a program: runs one trajectory of every rule on so many threads and prints the widest lanes of this process and a hash of
/// all the bits. A test starts it in processes whose processor is made to look poorer.
/// </summary>
internal static class Program
{
    private const int Count = 70_003;

    public static void Main(string[] args)
    {
        var threads = int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var schedule = Schedule.ExponentialWarmUp(2, to: 0.03, from: 0.001).Then(Schedule.CosineDecay(5, from: 0.03));
        var optimizers = AllRules.All.Select(name => AllRules.Create(name, schedule, threads))
            .Append(new Adam(schedule) { Clipping = GradientClipping.ByGlobalNorm(0.5), MaxThreads = threads });
        foreach (var optimizer in optimizers)
        {
            var doubles = Trajectory.Start(Count);
            var floats = Trajectory.ToFloat(doubles);
            for (var step = 0; step < 4; step++)
            {
                var gradient = Trajectory.Gradient(Count, step);
                optimizer.Step([(doubles, gradient), (floats, Trajectory.ToFloat(gradient))]);
            }

            hash.AppendData(MemoryMarshal.AsBytes<double>(doubles));
            hash.AppendData(MemoryMarshal.AsBytes<float>(floats));
        }

        var lanes = Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128
            : 0;
        Console.WriteLine($"{lanes} {Convert.ToHexString(hash.GetHashAndReset())}");
    }
}
