namespace Optimizers.Diagnostics;

/// <summary>Whether the answers are what the loss takes.</summary>
/// <param name="Examples">How many examples were looked at.</param>
/// <param name="Rows">The numbers of a target; 0 where the answers are classes.</param>
/// <param name="Classes">One more than the largest label; 0 where the answers are numbers.</param>
/// <param name="Impossible">The examples whose answer the loss does not take.</param>
/// <param name="FirstImpossible">The first of them; −1 if there is none.</param>
/// <param name="Given">The answer of the first of them, in words; empty if there is none.</param>
/// <param name="Wanted">What the loss takes, in words.</param>
public sealed record AnswerReport(int Examples, int Rows, int Classes, int Impossible, int FirstImpossible, string Given, string Wanted)
{
    /// <summary>How many of them hold NaN or an infinity: answers that are missing, and not of another form.</summary>
    public int Missing { get; init; }
}
