using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Optimizers.Package.Tests;

/// <summary>
/// The README's first program, a rule of a user's own, and a training that goes on from a file of the JIT's, give compiled ahead of time the bits
/// that the JIT gives.
/// </summary>
[Collection(PackageTestGroup.Name)]
public sealed class AheadOfTimeTests(PackedLibrary library)
{
    private const string Framework = "net10.0";
    private const string Avx2Set = "<IlcInstructionSet>x86-64-v3</IlcInstructionSet>";

    private const string PrintBits = """
        foreach (var coordinate in theta)
            Console.WriteLine(BitConverter.DoubleToUInt64Bits(coordinate).ToString("X16"));
        new OwnLion(0.1).Step(theta, Gradient(theta));
        foreach (var coordinate in theta)
            Console.WriteLine(BitConverter.DoubleToUInt64Bits(coordinate).ToString("X16"));
        var goesOn = File.Exists("run.safetensors"); // The JIT's run comes first.
        var (run, slope) = (new double[4], new double[4]);
        Array.Fill(run, goesOn ? double.NaN : 1);
        var training = new AdamW(Schedule.WarmUp(5, to: 0.1).Then(Schedule.CosineDecay(20, from: 0.1)));
        if (goesOn)
            training.Load("run.safetensors", [new Parameter(run, slope)]);
        while (training.Iteration < 20)
        {
            for (var i = 0; i < run.Length; i++)
                slope[i] = (i + 1) * run[i] - training.Iteration;
            training.Step([new Parameter(run, slope)]);
            if (training.Iteration == 9)
                training.Save("run.safetensors", [new Parameter(run, slope)]);
        }
        foreach (var coordinate in run)
            Console.WriteLine(BitConverter.DoubleToUInt64Bits(coordinate).ToString("X16"));
        Console.WriteLine(System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated);
        """;

    [SkippableFact]
    public void The_default_instruction_set_gives_the_bits_of_the_JIT()
    {
        var (jit, native, log) = Compare("");
        native.Bits.Should().Equal(jit.Bits);
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            native.HasAvx2.Should().BeFalse("that is what the package's message says of the default");
            log.Should().Contain(Avx2Set);
        }
    }

    [SkippableFact]
    public void The_AVX2_instruction_set_gives_the_bits_of_the_JIT()
    {
        Skip.IfNot(
            Avx2.IsSupported && Fma.IsSupported && Bmi2.IsSupported && Lzcnt.IsSupported,
            "This processor lacks the x86-64-v3 instruction set.");
        var (jit, native, log) = Compare(Avx2Set);
        native.Bits.Should().Equal(jit.Bits);
        native.HasAvx2.Should().BeTrue();
        log.Should().NotContain("IlcInstructionSet");
    }

    [Fact]
    public void The_package_tells_of_the_instruction_set_where_it_matters()
    {
        var project = new ConsumerProject(library, Framework, "", ("Program.cs", "return;"));
        project.Restore().Succeeded();

        Tells("PublishAot=true", "RuntimeIdentifier=linux-x64").Should().BeTrue();
        Tells("PublishAot=true", "RuntimeIdentifier=win-x64").Should().BeTrue();
        Tells("PublishAot=true", "RuntimeIdentifier=linux-arm64").Should().BeFalse();
        Tells("PublishAot=false", "RuntimeIdentifier=linux-x64").Should().BeFalse();
        Tells("PublishAot=true", "RuntimeIdentifier=linux-x64", "IlcInstructionSet=native").Should().BeFalse();
        Tells("PublishAot=true", "RuntimeIdentifier=linux-x64", "OptimizersTellInstructionSet=false").Should().BeFalse();

        bool Tells(params string[] properties) =>
            project.RunTarget(Framework, "OptimizersTellInstructionSet", properties).Succeeded().Contains(Avx2Set, StringComparison.Ordinal);
    }

    private (Outcome Jit, Outcome Native, string Log) Compare(string properties)
    {
        var linker = new[] { "clang", "gcc" }.FirstOrDefault(IsOnThePath);
        Skip.If(linker is null, "Publishing ahead of time needs clang or gcc on the PATH to link with; this machine has neither.");

        var project = new ConsumerProject(
            library, Framework,
            $"<PublishAot>true</PublishAot><TreatWarningsAsErrors>true</TreatWarningsAsErrors>"
            + $"<TrimmerSingleWarn>false</TrimmerSingleWarn>{properties}",
            ("Program.cs", Readme.Programs[0] + PrintBits), ("Rule.cs", Readme.Rule));
        project.Build().Succeeded();
        var log = project.Publish(Framework, "native", $"CppCompilerAndLinker={linker}").Succeeded();
        log.Should().NotContainEquivalentOf("warning", "the library is safe to trim and to compile ahead of time");
        File.Exists(Path.Combine(project.Folder, "native", "Consumer.dll")).Should().BeFalse("a native program has no assembly");
        return (Outcome.Of(project.Run(Framework)), Outcome.Of(project.RunPublished("native")), log);
    }

    private static bool IsOnThePath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private sealed record Outcome(IReadOnlyList<string> Bits, bool HasAvx2)
    {
        private const int Coordinates = 8;

        public static Outcome Of(string output)
        {
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var bits = lines[^(Coordinates + 1)..^1];
            bits.Should().AllSatisfy(line => line.Should().MatchRegex("^[0-9A-F]{16}$"));
            return new Outcome(bits, bool.Parse(lines[^1]));
        }
    }
}
