using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Optimizers.Analyzers;

/// <summary>OPT002: nobody reads whether <c>TrainingCheckpoint.TryResume</c> has resumed the training.</summary>
/// <remarks>
/// Where it returns false the parameters are as they were: a program that does not look trains on from whatever they held, or initializes over what
/// was resumed. A result that is not wanted is given to a discard: <c>_ = checkpoint.TryResume(parameters);</c>.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreadResumeAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The metadata name of the class of checkpoints.</summary>
    public const string CheckpointClass = "Optimizers.TrainingCheckpoint";

    /// <summary>The name of the method whose result is to be read.</summary>
    public const string ResumeMethod = "TryResume";

    /// <summary>The rule OPT002, a warning by default.</summary>
    public static readonly DiagnosticDescriptor Rule = new(
        "OPT002",
        "Read the result of TryResume",
        "The result of TryResume is not read; where it is false nothing was resumed and the training starts",
        "Reliability",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Initialize the parameters where TryResume returns false, and leave them as they are where it returns true. Assign the result "
            + "to a discard where the two are the same.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var resume = start.Compilation.GetTypeByMetadataName(CheckpointClass)?.GetMembers(ResumeMethod).OfType<IMethodSymbol>().FirstOrDefault();
            if (resume is not null)
                start.RegisterOperationAction(operation => Inspect(operation, resume), OperationKind.ExpressionStatement);
        });
    }

    private static void Inspect(OperationAnalysisContext context, IMethodSymbol resume)
    {
        var value = ((IExpressionStatementOperation)context.Operation).Operation;
        if (value is IConditionalAccessOperation conditional)
            value = conditional.WhenNotNull;
        if (value is IInvocationOperation call && SymbolEqualityComparer.Default.Equals(call.TargetMethod, resume))
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation()));
    }
}
