using System.Numerics;

namespace Optimizers.Steps;

/// <summary>How the parameters of a group step: the plans of a rule and a landing, and the sweeps of their formula for both element types.</summary>
internal abstract class StepProgram
{
    /// <summary>How many state values the formula has.</summary>
    public abstract int StateCount { get; }

    /// <summary>How many rounds come before the step.</summary>
    public abstract int RoundCount { get; }

    /// <summary>What is remembered: the formula's values in their order but the pending ones, then scalars and matrices.</summary>
    public abstract IReadOnlyList<StateDescriptor> State { get; }

    /// <summary>The same with the units and decays of the moment.</summary>
    public abstract IReadOnlyList<StateDescriptor> PresentState { get; }

    /// <summary>The place behind the last value: how many of each kind there are.</summary>
    public abstract StagePlace Place { get; }

    /// <summary>How values of one number an element are kept between steps.</summary>
    public StateStorage Storage { get; init; }

    /// <summary>How narrow parameters are rounded.</summary>
    public ParameterRounding Rounding { get; init; } = ParameterRounding.Nearest;

    /// <summary>The seed of the noise.</summary>
    public abstract int NoiseSeed { get; }

    /// <summary>The form of a state value.</summary>
    public abstract StateForm FormOf(int index);

    /// <summary>What a round gathers.</summary>
    public abstract Round RoundAt(int round);

    /// <summary>The sweeps for parameters that are computed in an element type, with this step's numbers: one object a slot.</summary>
    public abstract SlotProgram<E> For<E>() where E : unmanaged, IBinaryFloatingPointIeee754<E>;

    /// <summary>Makes pending state of a slot of what a round has gathered.</summary>
    public abstract void Conclude(Slot slot, int round, long iteration);

    /// <summary>Makes pending state of the group of what a round has gathered over it.</summary>
    public abstract void ConcludeGroup(StepGroup group, int round, long iteration);
}
