namespace WhyItFails;

/// <summary>The standard output takes no more: it is closed, or its disk is full.</summary>
internal sealed class StandardOutputException(Exception inner) : Exception(inner.Message, inner);
