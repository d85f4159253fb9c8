namespace Optimizers.Diagnostics;

/// <summary>The parameters of a training are not those that something of the library was made for.</summary>
internal class UnfitParametersException : InvalidOperationException
{
    public UnfitParametersException(string message)
        : base(message)
    {
    }

    public UnfitParametersException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
