using TorchSharp.Modules;
using static TorchSharp.torch.optim;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Torch;

/// <summary>A group of parameters as TorchSharp's schedulers see it: they write its rate, and its momentum.</summary>
internal sealed class TorchGroup : ParamGroup, ILearningRateController, IMomentum
{
    private readonly TorchOptimizer _owner;

    public TorchGroup(TorchOptimizer owner, IEnumerable<TorchParameter> parameters, double rate, bool isFirst)
    {
        _owner = owner;
        Parameters = parameters;
        Options = new TorchOptions(owner, isFirst) { LearningRate = rate, InitialLearningRate = rate };
        Shown = rate;
    }

    /// <summary>The rate that the optimizer showed last: another one has been written.</summary>
    public double Shown { get; set; }

    /// <summary>What the optimizer's rate is multiplied with for this group.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>True if somebody has written a rate since.</summary>
    public bool IsWritten => LearningRate != Shown;

    // Schedulers write through the interface, so that the line is refused in which one is made beside a schedule of ours.
    double ILearningRateController.LearningRate
    {
        get => LearningRate;
        set
        {
            _owner.RefuseTwoSchedules();
            LearningRate = value;
        }
    }

    double IMomentum.Momentum
    {
        get => _owner.Momentum;
        set => _owner.Momentum = value;
    }

    /// <summary>Shows a rate to schedulers.</summary>
    public void Show(double rate) => Shown = LearningRate = rate;
}
