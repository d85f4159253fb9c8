using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Optimizers.Tests.Curvature.Coverage;
using Optimizers.Tests.Diagnostics;
using Optimizers.Tests.Files;
using Optimizers.Tests.Files.Checkpoints;
using Optimizers.Tests.Files.PyTorch;
using Optimizers.Tests.Files.Replacement;
using Optimizers.Tests.Files.States;
using Optimizers.Tests.LinearAlgebra.Products;
using Optimizers.Tests.Proofs;
using Optimizers.Tests.Rules;
using Optimizers.Tests.Threads;

namespace Optimizers.Tests;

/// <summary>
/// The test assembly as a program, for the tests that need a process of their own. By a number it runs one trajectory of every optimizer on so many
/// threads and prints the widest lanes of this process and a hash of all the bits, and with "each" behind the number one of each optimizer's; a
/// test starts it in processes whose processor is made to look poorer. By a command it writes files, <see cref="EndlessWriter"/>,
/// <see cref="PythonFixture"/>, <see cref="TorchExports"/>, begins and finishes trainings, <see cref="SavedProgram"/>,
/// <see cref="CheckpointedProgram"/>, prints sums, <see cref="MotionTests"/>, or is <see cref="ProductProgram"/>, <see cref="ProofProgram"/>,
/// <see cref="CoverageProgram"/> or <see cref="StressProgram"/>.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is [EndlessWriter.Command, var path, var first])
            EndlessWriter.Run(path, int.Parse(first, System.Globalization.CultureInfo.InvariantCulture));
        if (args is [PythonFixture.Command, var fixture])
        {
            PythonFixture.Write(fixture);
            return 0;
        }

        if (args is [SavedProgram.Begin, var begun, var beginThreads])
        {
            SavedProgram.RunBegin(begun, int.Parse(beginThreads, System.Globalization.CultureInfo.InvariantCulture));
            return 0;
        }

        if (args is [SavedProgram.Finish, var finished, var finishThreads])
        {
            SavedProgram.RunFinish(finished, int.Parse(finishThreads, System.Globalization.CultureInfo.InvariantCulture));
            return 0;
        }

        if (args is [TorchExports.Command, var exports])
        {
            TorchExports.Write(exports);
            return 0;
        }

        if (args is [CheckpointedProgram.Command, var folder])
        {
            CheckpointedProgram.Run(folder);
            return 0;
        }

        if (args is [MotionTests.Command])
        {
            Console.WriteLine(MotionTests.Bits());
            return 0;
        }

        if (args is [ProductProgram.Command, .. var products])
            return ProductProgram.Run(products);
        if (args is ["proofs", .. var rest])
            return ProofProgram.Run(rest);
        if (args is [CoverageProgram.Command, .. var coverage])
            return CoverageProgram.Run(coverage);
        if (args is [StressProgram.Command, .. var stress])
            return StressProgram.Run(stress);
        var threads = int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var schedule = Schedule.ExponentialWarmUp(2, to: 0.03, from: 0.001).Then(Schedule.CosineDecay(5, from: 0.03));
        foreach (var fact in OptimizerFacts.All)
        {
            var optimizer = fact.Create(schedule, threads);
            var parameters = ParameterSet.Large(fact);
            for (var step = 0; step < 3; step++)
                parameters.Step(optimizer, step);
            hash.AppendData(parameters.Bits());
            if (args is [_, "each"])
                Console.WriteLine($"{fact.Name} {Convert.ToHexString(SHA256.HashData(parameters.Bits()))[..16]}");
        }

        var lanes = Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128
            : 0;
        Console.WriteLine($"{lanes} {Convert.ToHexString(hash.GetHashAndReset())}");
        return 0;
    }
}
