using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Optimizers.Mutants;

/// <summary>The changes that a syntax tree allows: arithmetic, comparisons, bounds, constants, dropped statements.</summary>
/// <param name="model">What the names in the tree mean.</param>
internal sealed class Candidates(SemanticModel model)
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind[]> Operators = new()
    {
        [SyntaxKind.AddExpression] = [SyntaxKind.SubtractExpression],
        [SyntaxKind.SubtractExpression] = [SyntaxKind.AddExpression],
        [SyntaxKind.MultiplyExpression] = [SyntaxKind.DivideExpression],
        [SyntaxKind.DivideExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.ModuloExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.LessThanExpression] = [SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanOrEqualExpression],
        [SyntaxKind.LessThanOrEqualExpression] = [SyntaxKind.LessThanExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.GreaterThanExpression] = [SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.LessThanOrEqualExpression],
        [SyntaxKind.GreaterThanOrEqualExpression] = [SyntaxKind.GreaterThanExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.EqualsExpression] = [SyntaxKind.NotEqualsExpression],
        [SyntaxKind.NotEqualsExpression] = [SyntaxKind.EqualsExpression],
        [SyntaxKind.LogicalAndExpression] = [SyntaxKind.LogicalOrExpression],
        [SyntaxKind.LogicalOrExpression] = [SyntaxKind.LogicalAndExpression],
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> Assignments = new()
    {
        [SyntaxKind.AddAssignmentExpression] = SyntaxKind.SubtractAssignmentExpression,
        [SyntaxKind.SubtractAssignmentExpression] = SyntaxKind.AddAssignmentExpression,
        [SyntaxKind.MultiplyAssignmentExpression] = SyntaxKind.DivideAssignmentExpression,
        [SyntaxKind.DivideAssignmentExpression] = SyntaxKind.MultiplyAssignmentExpression,
    };

    private static readonly Dictionary<string, string> Bounds = new()
    {
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["Ceiling"] = "Floor",
        ["Floor"] = "Ceiling",
    };

    /// <summary>What may be put in the place of a node; nothing where the compiler would not take it.</summary>
    public IEnumerable<SyntaxNode> Of(SyntaxNode node) => IsFixed(node) ? [] : Found(node).Select(other => other.NormalizeWhitespace());

    private IEnumerable<SyntaxNode> Found(SyntaxNode node)
    {
        return node switch
        {
            BinaryExpressionSyntax binary => OfBinary(binary).Where(other => HasTypeOf(binary, other)),
            LiteralExpressionSyntax literal => OfLiteral(literal).Where(other => HasTypeOf(literal, other)),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus when minus.Operand is not LiteralExpressionSyntax =>
                ((ExpressionSyntax[])[minus.Operand]).Where(other => HasTypeOf(minus, other)),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not when !Declares(not) => [not.Operand],
            InvocationExpressionSyntax call => OfBound(call).Where(other => HasTypeOf(call, other)),
            ExpressionStatementSyntax statement => OfStatement(statement),
            _ => [],
        };
    }

    // Where the language wants a constant, or a name is declared that is used outside.
    private static bool IsFixed(SyntaxNode node)
    {
        foreach (var outer in node.AncestorsAndSelf())
        {
            switch (outer)
            {
                case AttributeSyntax or EnumMemberDeclarationSyntax or SwitchLabelSyntax or PatternSyntax or InterpolationAlignmentClauseSyntax:
                case EqualsValueClauseSyntax { Parent: ParameterSyntax }:
                case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
                case LocalDeclarationStatementSyntax { IsConst: true }:
                // What a message says is not what the library does.
                case ThrowStatementSyntax or ThrowExpressionSyntax or InterpolatedStringExpressionSyntax:
                    return true;
                case MethodDeclarationSyntax { Identifier.Text: "ToString" or "GetHashCode" or "Describe" }:
                    return true;
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    private static IEnumerable<ExpressionSyntax> OfBinary(BinaryExpressionSyntax binary) =>
        Declares(binary) || !Operators.TryGetValue(binary.Kind(), out var others) || IsNull(binary.Left) || IsNull(binary.Right) ? []
        : others.Select(kind => BinaryExpression(kind, binary.Left, binary.Right));

    private static IEnumerable<ExpressionSyntax> OfLiteral(LiteralExpressionSyntax literal)
    {
        if (!literal.IsKind(SyntaxKind.NumericLiteralExpression)
            || literal.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression })
            yield break;
        switch (literal.Token.Value)
        {
            case int value and < int.MaxValue:
                yield return LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(value + 1));
                break;
            case double value:
                yield return LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(value == 0 ? 1 : 2 * value));
                break;
        }
    }

    private static IEnumerable<ExpressionSyntax> OfBound(InvocationExpressionSyntax call)
    {
        if (Declares(call) || call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: var name } member)
            yield break;
        if (Bounds.TryGetValue(name, out var other) && call.ArgumentList.Arguments.Count > 0)
            yield return call.WithExpression(member.WithName(IdentifierName(other)));
        else if (name is "Abs" && call.ArgumentList.Arguments is [var only])
            yield return only.Expression;
    }

    private IEnumerable<SyntaxNode> OfStatement(ExpressionStatementSyntax statement)
    {
        if (Declares(statement))
            yield break;
        if (statement.Expression is AssignmentExpressionSyntax assignment)
        {
            if (Assignments.TryGetValue(assignment.Kind(), out var kind)
                && model.GetTypeInfo(assignment.Left).Type is { SpecialType: not SpecialType.System_String })
                yield return statement.WithExpression(AssignmentExpression(kind, assignment.Left, assignment.Right));
            // A local that is never written may not be read.
            var isPlainLocal = assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                && (assignment.Left is TupleExpressionSyntax
                    || model.GetSymbolInfo(assignment.Left).Symbol is ILocalSymbol or IParameterSymbol { RefKind: RefKind.Out });
            var isInConstructor = statement.Ancestors().OfType<ConstructorDeclarationSyntax>().Any();
            if (!isPlainLocal && !isInConstructor)
                yield return EmptyStatement();
        }
        else if (statement.Expression.ToString().StartsWith("ArgumentNullException.ThrowIfNull(", StringComparison.Ordinal))
        {
            yield break; // Without it, another exception says nearly the same.
        }
        else if (statement.Expression is InvocationExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax)
        {
            yield return EmptyStatement();
        }
    }

    // A variable that is declared in two branches, or in none, is none.
    private static bool Declares(SyntaxNode node) => node.DescendantNodes().Any(inner =>
        inner is DeclarationExpressionSyntax or SingleVariableDesignationSyntax or AnonymousFunctionExpressionSyntax or QueryExpressionSyntax
        || inner is ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword });

    private static bool IsNull(ExpressionSyntax expression) => expression.IsKind(SyntaxKind.NullLiteralExpression);

    private bool HasTypeOf(ExpressionSyntax before, ExpressionSyntax after)
    {
        var wanted = model.GetTypeInfo(before);
        if (wanted.Type is not { TypeKind: not TypeKind.Error } type || type.SpecialType == SpecialType.System_String)
            return false;
        // A constant that fits a narrower type is no constant any more behind a choice.
        if (wanted.ConvertedType is { } converted && !SymbolEqualityComparer.Default.Equals(converted, type)
            && model.GetConstantValue(before).HasValue && converted.SpecialType is not (SpecialType.System_Double or SpecialType.System_Int64))
        {
            return false;
        }

        var bound = model.GetSpeculativeTypeInfo(before.SpanStart, after, SpeculativeBindingOption.BindAsExpression).Type;
        return SymbolEqualityComparer.Default.Equals(bound, type);
    }
}
