using System.Globalization;
using System.Text;

namespace Optimizers.Tests.Rules;

/// <summary>The tables of the documents, from the records.</summary>
internal static class OptimizerTables
{
    /// <summary>The table of the page on optimizers: what each optimizer computes, and whose it is.</summary>
    public static string Formulas() => Table(
        "| optimizer | step (g the gradient, α the learning rate) | source |",
        fact => $"| {Cell(fact.Code)} | {Cell(fact.Formula)} | {fact.Source} |");

    /// <summary>The table of docs/choosing.md: when to take which, and what it costs.</summary>
    public static string Choices() => Table(
        "| optimizer | take it when | state of a float, bytes | looks at the whole | squares g | ε | step | decays by itself |",
        fact => string.Create(
            CultureInfo.InvariantCulture,
            $"| {Cell(fact.Code)} | {fact.Use} | {State(fact)} | {Rounds(fact)} | {YesNo(fact.SquaresGradient)} | {YesNo(fact.HasEpsilon)} "
            + $"| {(fact.IsSmooth ? "smooth" : "jumps")} | {YesNo(fact.Decays)} |"));

    private static string State(OptimizerFact fact) => fact.AlsoKeeps is null ? $"{fact.StateBytes}" : $"{fact.StateBytes}, and {fact.AlsoKeeps}";

    private static string Rounds(OptimizerFact fact)
    {
        var rounds = fact.Rounds switch { 0 => "no", 1 => "once", 2 => "twice", _ => $"{fact.Rounds} times" };
        return rounds + (fact.NeedsMatrices ? "; matrices only" : "") + (fact.NeedsClosure ? "; needs a second gradient" : "")
            + Needs(fact) + (fact.Allocates is null ? "" : "; allocates");
    }

    private static string Needs(OptimizerFact fact)
    {
        var optimizer = fact.Create(0.1).Find<ITakesInputs>();
        return (optimizer?.InputsAt(0) | optimizer?.InputsAt(1)) switch
        {
            StepInput.Loss => "; needs the loss",
            StepInput.HessianDiagonal => "; needs the Hessian's diagonal",
            StepInput.SecondGradient => "; needs a second gradient",
            _ => "",
        };
    }

    /// <summary>A text whose bars are not the table's.</summary>
    private static string Cell(string? text) => text?.Replace("|", "\\|", StringComparison.Ordinal) ?? "";

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Table(string head, Func<OptimizerFact, string> row)
    {
        var text = new StringBuilder(head).Append('\n');
        text.Append('|').Insert(text.Length, "---|", head.Count(c => c == '|') - 1).Append('\n');
        foreach (var fact in OptimizerFacts.All.Where(fact => fact.Code is not null))
            text.Append(row(fact)).Append('\n');
        return text.ToString();
    }
}
