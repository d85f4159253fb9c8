namespace Optimizers.Shell;

/// <summary>The standard output takes no more: it is closed, or its disk is full.</summary>
internal sealed class StandardOutputException(Exception inner)
    : Exception($"The standard output cannot be written to: {inner.Message.ReplaceLineEndings(" ")}", inner);
