namespace Optimizers.Torch.Tests;

/// <summary>A theory about tensors: skipped where LibTorch cannot be loaded.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = LibTorchLoading.Fault;
}
