namespace Optimizers.Files;

/// <summary>The refusal of what does not fit, found deeper than where the argument was handed over.</summary>
internal static class Misfit
{
    /// <param name="argument">The argument of the public method.</param>
    /// <param name="message">What does not fit, and what would.</param>
    public static ArgumentException Of(string argument, string message) => new(message, argument);
}
