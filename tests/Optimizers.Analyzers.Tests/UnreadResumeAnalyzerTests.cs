using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Optimizers.Analyzers.Tests;

public sealed class UnreadResumeAnalyzerTests
{
    [Fact]
    public void Knows_the_method_by_its_name()
    {
        typeof(TrainingCheckpoint).FullName.Should().Be(UnreadResumeAnalyzer.CheckpointClass);
        typeof(TrainingCheckpoint).GetMethod(UnreadResumeAnalyzer.ResumeMethod)!.ReturnType.Should().Be<bool>();
    }

    [Theory]
    [InlineData("checkpoint.TryResume([]);")]
    [InlineData("checkpoint?.TryResume([]);")]
    [InlineData("if (System.Environment.ProcessorCount > 1) checkpoint.TryResume(default);")]
    public async Task Reports_a_call_whose_result_nobody_reads(string statement)
    {
        var diagnostic = (await Diagnose(statement)).Should().ContainSingle().Subject;
        diagnostic.Id.Should().Be("OPT002");
        diagnostic.Severity.Should().Be(DiagnosticSeverity.Warning);
        diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan).Should().Contain("TryResume");
    }

    [Theory]
    [InlineData("if (!checkpoint.TryResume([])) throw new System.Exception();")]
    [InlineData("var resumed = checkpoint.TryResume([]);")]
    [InlineData("_ = checkpoint.TryResume([]);")]
    [InlineData("System.Console.WriteLine(checkpoint.TryResume([]));")]
    [InlineData("checkpoint.SaveIfDue([]);")]
    [InlineData("new Other().TryResume();")]
    public async Task Is_silent_where_it_is_read_or_thrown_away_on_purpose(string statement) => (await Diagnose(statement)).Should().BeEmpty();

    private static async Task<ImmutableArray<Diagnostic>> Diagnose(string statement)
    {
        var source = $$"""
            using Optimizers;

            static class Program
            {
                public static void Run(TrainingCheckpoint checkpoint) { {{statement}} }
            }

            sealed class Other
            {
                public bool TryResume() => true;
            }
            """;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path =>
            MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Sample", [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        compilation.GetDiagnostics().Where(each => each.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        return await compilation.WithAnalyzers([new UnreadResumeAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }
}
