using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Optimizers.Mutants;

/// <summary>
/// A file with many changes in it, of which <see cref="MutantChoice"/> chooses one: one build serves all mutants.
/// </summary>
internal sealed class Instrumented(IReadOnlyDictionary<SyntaxNode, List<(int Number, SyntaxNode Other)>> changes) : CSharpSyntaxRewriter
{
    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        // The changed branches keep the operands as they were: changes in them would multiply.
        var visited = base.Visit(node);
        if (node is null || visited is null || !changes.TryGetValue(node, out var all))
            return visited;
        foreach (var (number, other) in all)
        {
            visited = visited is ExpressionSyntax expression
                ? Parenthesized(Chosen(number), (ExpressionSyntax)other, expression).WithTriviaFrom(expression)
                : Block(IfStatement(
                    Chosen(number),
                    Block((StatementSyntax)other.WithoutTrivia()),
                    ElseClause(Block((StatementSyntax)visited.WithoutLeadingTrivia()))))
                    .WithLeadingTrivia(visited.GetLeadingTrivia());
        }

        return visited;
    }

    private static ParenthesizedExpressionSyntax Parenthesized(ExpressionSyntax condition, ExpressionSyntax then, ExpressionSyntax otherwise) =>
        ParenthesizedExpression(ConditionalExpression(
            condition, ParenthesizedExpression(then.WithoutTrivia()), ParenthesizedExpression(otherwise.WithoutTrivia())));

    private static ExpressionSyntax Chosen(int number) => ParseExpression($"global::Optimizers.MutantChoice.Is({number})");
}
