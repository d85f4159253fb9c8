namespace Optimizers.Mpi;

/// <summary>An error of MPI, or of the way in which the processes were started.</summary>
public sealed class MpiException : Exception
{
    /// <summary>An error.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What it comes from; null if it comes from MPI.</param>
    public MpiException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
