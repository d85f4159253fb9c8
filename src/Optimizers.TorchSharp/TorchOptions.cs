using TorchSharp.Modules;

namespace Optimizers.Torch;

/// <summary>
/// The options of a group in TorchSharp's own files of optimizers: the rate, and with the first group what the optimizer remembers, as a file of the
/// library.
/// </summary>
internal sealed class TorchOptions(TorchOptimizer owner, bool isFirst) : OptimizerOptions
{
    private IOptimizer Optimizer => owner.Inner;

    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        if (!isFirst)
            return;
        using var file = new MemoryStream();
        Optimizer.Save(file);
        writer.Write(file.Length);
        writer.Write(file.GetBuffer(), 0, (int)file.Length);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        if (isFirst)
        {
            using var file = new MemoryStream(reader.ReadBytes(checked((int)reader.ReadInt64())));
            Optimizer.Load(file);
        }

        owner.Resume();
    }

    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        if (isFirst && source is TorchOptions other)
            Optimizer.Restore(other.Optimizer.Snapshot());
        owner.Resume();
    }
}
