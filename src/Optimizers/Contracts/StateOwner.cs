namespace Optimizers;

/// <summary>Whose a state value is.</summary>
public enum StateOwner
{
    /// <summary>Each parameter has its own.</summary>
    Parameter,

    /// <summary>The parameters that step by one rule share it: all of an optimizer, or those of a group.</summary>
    Group,
}
