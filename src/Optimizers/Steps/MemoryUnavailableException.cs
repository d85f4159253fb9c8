namespace Optimizers.Steps;

/// <summary>The caller's memory manager threw before anything was written: what it threw is the inner exception, which surfaces.</summary>
internal sealed class MemoryUnavailableException(Exception inner) : InvalidOperationException(
    $"The memory of a parameter is not available: {inner.Message} Nothing was changed.", inner);
