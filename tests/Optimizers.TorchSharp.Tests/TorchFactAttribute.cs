namespace Optimizers.Torch.Tests;

/// <summary>A fact about tensors: skipped where LibTorch cannot be loaded, such as a processor that it is not built for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = LibTorchLoading.Fault;
}
