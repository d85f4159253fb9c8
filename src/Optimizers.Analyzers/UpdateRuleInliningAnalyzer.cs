using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Optimizers.Analyzers;

/// <summary>
/// OPT001: the <c>Apply</c> of an update rule is not marked <see cref="MethodImplAttributes.AggressiveInlining"/>.
/// </summary>
/// <remarks>
/// The sweep over memory calls <c>Apply</c> once a vector. Not inlined, the parameter and its state go through the stack at every call:
/// ahead-of-time code is then 2 to 10 times slower, and longer rules are slow under the JIT too.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UpdateRuleInliningAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The metadata name of the interface that every update rule implements.</summary>
    public const string UpdateRuleInterface = "Optimizers.Steps.IUpdateRule";

    /// <summary>The name of the method that holds a rule's formula.</summary>
    public const string ApplyMethod = "Apply";

    /// <summary>The rule OPT001, a warning by default.</summary>
    public static readonly DiagnosticDescriptor Rule = new(
        "OPT001",
        "Mark Apply of an update rule AggressiveInlining",
        "Apply of the update rule '{0}' is not marked AggressiveInlining; ahead-of-time code is 2 to 10 times slower without it",
        "Performance",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Put [MethodImpl(MethodImplOptions.AggressiveInlining)] on Apply. The sweep calls it once a vector, and only inlined "
            + "does it keep the parameter, the gradient and the state in registers.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var apply = start.Compilation.GetTypeByMetadataName(UpdateRuleInterface)?.GetMembers(ApplyMethod).OfType<IMethodSymbol>().FirstOrDefault();
            if (apply is not null)
                start.RegisterSymbolAction(symbol => Inspect(symbol, apply), SymbolKind.NamedType);
        });
    }

    private static void Inspect(SymbolAnalysisContext context, IMethodSymbol apply)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Struct || !type.AllInterfaces.Contains(apply.ContainingType, SymbolEqualityComparer.Default))
            return;
        if (type.FindImplementationForInterfaceMember(apply) is not IMethodSymbol method)
            return;
        if ((method.MethodImplementationFlags & MethodImplAttributes.AggressiveInlining) == 0)
            context.ReportDiagnostic(Diagnostic.Create(Rule, method.Locations[0], type.Name));
    }
}
