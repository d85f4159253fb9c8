namespace Optimizers.Curvature;

/// <summary>
/// A value of the caller's functions is not finite: what searches with a shorter step answers to, and nothing that the caller's
/// functions throw themselves.
/// </summary>
internal sealed class NotFiniteValueException(string message) : InvalidOperationException(message);
