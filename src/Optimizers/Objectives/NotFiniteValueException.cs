namespace Optimizers.Curvature;

/// <summary>
/// A value of the caller's functions is not finite: what searches with a shorter step answers to, and nothing that the caller's
/// functions throw themselves.
/// </summary>
#pragma warning disable CA1032 // It is thrown here only, with a message that says what is not finite.
public sealed class NotFiniteValueException : InvalidOperationException
#pragma warning restore CA1032
{
    internal NotFiniteValueException(string message)
        : base(message)
    {
    }
}
