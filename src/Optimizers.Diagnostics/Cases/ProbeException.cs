namespace Optimizers.Diagnostics;

/// <summary>
/// A function that the caller handed over threw while a probe, or a remedy, evaluated it, or gave what it must not give. Nothing is concluded from
/// the probe, and the diagnosis ends.
/// </summary>
public sealed class ProbeException : Exception
{
    internal ProbeException(string probe, Exception inner)
        : base($"{probe} could not be measured: {inner.GetType().Name}: {inner.Message}", inner) => Probe = probe;

    /// <summary>What was being measured: the name of a property of <see cref="Examination"/> or <see cref="TrainingCase"/>, or of a remedy.</summary>
    public string Probe { get; }
}
