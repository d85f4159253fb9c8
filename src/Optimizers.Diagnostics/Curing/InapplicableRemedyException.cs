namespace Optimizers.Diagnostics;

/// <summary>
/// A remedy of the library does not apply to an optimizer or its parameters. A trial of it answers to this, and to nothing that a function of the
/// caller's throws.
/// </summary>
internal sealed class InapplicableRemedyException : UnfitParametersException
{
    public InapplicableRemedyException(string message)
        : base(message)
    {
    }

    public InapplicableRemedyException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
