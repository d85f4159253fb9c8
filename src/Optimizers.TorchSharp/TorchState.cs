using TorchSharp.Modules;
using ModuleState = TorchSharp.Modules.OptimizerState;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Torch;

/// <summary>A place among the states of TorchSharp's optimizers. What is remembered stands with the options of the first group.</summary>
internal sealed class TorchState(TorchParameter parameter) : ModuleState(parameter)
{
    public override void SaveStateDict(BinaryWriter writer)
    {
    }

    public override void LoadStateDict(BinaryReader reader)
    {
    }

    public override void LoadStateDict(ModuleState source)
    {
    }

    public override void Initialize(OptimizerOptions options)
    {
    }
}
