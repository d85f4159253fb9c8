using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Optimizers.Steps;

namespace Optimizers.Analyzers.Tests;

public sealed class UpdateRuleInliningAnalyzerTests
{
    [Fact]
    public void Knows_the_interfaces_by_their_names()
    {
        typeof(IUpdateRule).FullName.Should().Be(UpdateRuleInliningAnalyzer.UpdateRuleInterface);
        typeof(IUpdateLink).FullName.Should().Be(UpdateRuleInliningAnalyzer.UpdateLinkInterface);
        typeof(ILanding).FullName.Should().Be(UpdateRuleInliningAnalyzer.LandingInterface);
        typeof(IStage).FullName.Should().Be(UpdateRuleInliningAnalyzer.StageInterface);
    }

    [Fact]
    public async Task Reports_an_Apply_without_the_attribute()
    {
        var diagnostic = (await Diagnose("""
            readonly record struct PlainRule(double StepSize) : IUpdateRule
            {
                public static int StateCount => 0;
                public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
            }
            """)).Should().ContainSingle().Subject;

        diagnostic.Id.Should().Be("OPT001");
        diagnostic.Severity.Should().Be(DiagnosticSeverity.Warning);
        diagnostic.GetMessage(CultureInfo.InvariantCulture).Should().Be(
            "Apply of 'PlainRule' is not marked AggressiveInlining; ahead-of-time code is 2 to 10 times slower without it");
        TextAt(diagnostic).Should().Be("Apply");
    }

    [Theory]
    [InlineData("[MethodImpl(MethodImplOptions.NoInlining)]")]
    [InlineData("[MethodImpl(MethodImplOptions.AggressiveOptimization)]")]
    public async Task Reports_an_Apply_with_another_option(string attribute) =>
        (await Diagnose(RuleWith(attribute))).Should().ContainSingle();

    [Theory]
    [InlineData("[MethodImpl(MethodImplOptions.AggressiveInlining)]")]
    [InlineData("[MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]")]
    [InlineData("[MethodImpl((MethodImplOptions)256)]")]
    public async Task Is_silent_when_Apply_is_marked(string attribute) =>
        (await Diagnose(RuleWith(attribute))).Should().BeEmpty();

    [Fact]
    public async Task Follows_an_explicit_implementation_and_a_derived_interface()
    {
        var diagnostic = (await Diagnose("""
            interface IMyRule : IUpdateRule;
            static class Outer
            {
                public struct ExplicitRule : IMyRule
                {
                    static int IStage.StateCount => 0;
                    [MethodImpl(MethodImplOptions.AggressiveInlining)]
                    public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
                    T IUpdateRule.Apply<T>(T parameter, T gradient, ref State<T> state) => gradient;
                }
            }
            """)).Should().ContainSingle().Subject;

        diagnostic.GetMessage(CultureInfo.InvariantCulture).Should().Contain("'ExplicitRule'");
        diagnostic.Location.GetLineSpan().StartLinePosition.Line.Should().Be(LineOf("T IUpdateRule.Apply", diagnostic));
    }

    [Fact]
    public async Task Reports_each_rule_once_and_generic_ones_too() =>
        (await Diagnose("""
            struct First : IUpdateRule
            {
                public static int StateCount => 0;
                public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
            }
            struct Second<TInner> : IUpdateRule where TInner : struct, IUpdateRule
            {
                public static int StateCount => TInner.StateCount;
                public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
            }
            """)).Should().HaveCount(2);

    [Fact]
    public async Task Reports_the_rounds_and_forms_of_a_rule_where_they_are_written() =>
        (await Diagnose("""
            struct Rule : IUpdateRule
            {
                public static int StateCount => 1;
                public static int RoundCount => 1;
                public static StateForm FormOf(int index) => StateForm.Element;
                public static Round RoundAt(int round) => new(MeasureScope.Parameter);
                [MethodImpl(MethodImplOptions.AggressiveInlining)]
                public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
                public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> => default;
            }
            """)).Select(TextAt).Should().BeEquivalentTo("FormOf", "Measure");

    [Fact]
    public async Task Reports_links_and_landings() =>
        (await Diagnose("""
            struct Link : IUpdateLink
            {
                public static int StateCount => 0;
                public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> => update;
                public Measured<T> Measure<T>(int round, T parameter, T gradient, T update, State<T> state)
                    where T : struct, IArithmetic<T> => default;
            }
            struct Landing : ILanding
            {
                public static int StateCount => 0;
                public T Land<T>(T parameter, T update, ref State<T> state) where T : struct, IArithmetic<T> => parameter - update;
            }
            """)).Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture).Split(" is not marked")[0])
            .Should().BeEquivalentTo("Apply of 'Link'", "Measure of 'Link'", "Land of 'Landing'");

    [Fact]
    public async Task Is_silent_about_links_and_landings_that_are_marked() =>
        (await Diagnose("""
            struct Link : IUpdateLink
            {
                public static int StateCount => 0;
                [MethodImpl(MethodImplOptions.AggressiveInlining)]
                public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> => update;
            }
            struct Landing : ILanding
            {
                public static int StateCount => 0;
                [MethodImpl(MethodImplOptions.AggressiveInlining)]
                public T Land<T>(T parameter, T update, ref State<T> state) where T : struct, IArithmetic<T> => parameter - update;
            }
            """)).Should().BeEmpty();

    [Fact]
    public async Task Is_silent_for_a_struct_that_is_no_rule() =>
        (await Diagnose("""
            struct NoRule
            {
                public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
            }
            """)).Should().BeEmpty();

    [Fact]
    public async Task Is_silent_for_an_interface_of_the_same_name_elsewhere() =>
        (await Diagnose("""
            namespace Elsewhere
            {
                interface IUpdateRule { void Apply(); }
                struct Rule : IUpdateRule { public void Apply() { } }
            }
            """)).Should().BeEmpty();

    [Fact]
    public async Task Is_silent_where_the_library_is_not_referenced() =>
        (await Diagnose("struct Rule { public void Apply() { } }", withLibrary: false)).Should().BeEmpty();

    private static string RuleWith(string attribute) => $$"""
        struct Rule : IUpdateRule
        {
            public static int StateCount => 0;
            {{attribute}}
            public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
        }
        """;

    private static string TextAt(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    private static int LineOf(string text, Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetText().Lines.Single(line => line.ToString().Contains(text, StringComparison.Ordinal)).LineNumber;

    private static async Task<ImmutableArray<Diagnostic>> Diagnose(string source, bool withLibrary = true)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal));
        if (withLibrary)
        {
            references = [.. references, typeof(IUpdateRule).Assembly.Location];
            source = "using System.Runtime.CompilerServices;\nusing Optimizers;\nusing Optimizers.Arithmetic;\nusing Optimizers.Steps;\n" + source;
        }
        var compilation = CSharpCompilation.Create(
            "Rules",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))],
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Should().BeEmpty("the source under test must compile");
        return await compilation.WithAnalyzers([new UpdateRuleInliningAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }
}
