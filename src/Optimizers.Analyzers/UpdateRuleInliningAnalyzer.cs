using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Optimizers.Analyzers;

/// <summary>
/// OPT001: a method that the sweep over memory calls is not marked <see cref="MethodImplAttributes.AggressiveInlining"/>: <c>Apply</c>,
/// <c>Measure</c> or <c>FormOf</c> of an update rule or link, or <c>Land</c> of a landing.
/// </summary>
/// <remarks>
/// The sweep calls them once a vector. Not inlined, the parameter and its state go through the stack at every call: ahead-of-time code is then 2 to
/// 10 times slower, and longer rules are slow under the JIT too. Where <c>FormOf</c> and <c>Measure</c> are not written, the interface's own are in
/// use, which are not reported.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UpdateRuleInliningAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The metadata name of the interface that every update rule implements.</summary>
    public const string UpdateRuleInterface = "Optimizers.Steps.IUpdateRule";

    /// <summary>The metadata name of the interface that every link of a chain implements.</summary>
    public const string UpdateLinkInterface = "Optimizers.Steps.IUpdateLink";

    /// <summary>The metadata name of the interface that every landing implements.</summary>
    public const string LandingInterface = "Optimizers.Steps.ILanding";

    /// <summary>The metadata name of the interface that rules and links have in common.</summary>
    public const string StageInterface = "Optimizers.Steps.IStage";

    /// <summary>The rule OPT001, a warning by default.</summary>
    public static readonly DiagnosticDescriptor Rule = new(
        "OPT001",
        "Mark what the sweep calls AggressiveInlining",
        "{0} of '{1}' is not marked AggressiveInlining; ahead-of-time code is 2 to 10 times slower without it",
        "Performance",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Put [MethodImpl(MethodImplOptions.AggressiveInlining)] on Apply, Measure and FormOf of a rule or link, and on "
            + "Land of a landing. The sweep "
            + "calls them once a vector, and only inlined do they keep the parameter, the gradient and the state in registers.");

    private static readonly (string Interface, string[] Methods)[] Swept =
    [
        (UpdateRuleInterface, ["Apply", "Measure"]),
        (UpdateLinkInterface, ["Apply", "Measure"]),
        (LandingInterface, ["Land"]),
        (StageInterface, ["FormOf"]),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var members = Members(start.Compilation);
            if (!members.IsEmpty)
                start.RegisterSymbolAction(symbol => Inspect(symbol, members), SymbolKind.NamedType);
        });
    }

    private static ImmutableArray<IMethodSymbol> Members(Compilation compilation)
    {
        var members = ImmutableArray.CreateBuilder<IMethodSymbol>();
        foreach (var (type, methods) in Swept)
        {
            if (compilation.GetTypeByMetadataName(type) is not { } symbol)
                continue;
            foreach (var method in methods)
                members.AddRange(symbol.GetMembers(method).OfType<IMethodSymbol>());
        }

        return members.ToImmutable();
    }

    private static void Inspect(SymbolAnalysisContext context, ImmutableArray<IMethodSymbol> members)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Struct)
            return;
        foreach (var member in members)
        {
            if (!type.AllInterfaces.Contains(member.ContainingType, SymbolEqualityComparer.Default))
                continue;
            if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol method
                && SymbolEqualityComparer.Default.Equals(method.ContainingType, type)
                && (method.MethodImplementationFlags & MethodImplAttributes.AggressiveInlining) == 0)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, method.Locations[0], member.Name, type.Name));
            }
        }
    }
}
