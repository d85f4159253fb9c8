using System.Collections.ObjectModel;

namespace Optimizers;

/// <summary>What a file of an optimizer holds: see <see cref="OptimizerFile"/>.</summary>
public sealed class OptimizerFileContent
{
    /// <summary>The content of a file.</summary>
    /// <param name="state">What the steps have left behind.</param>
    /// <exception cref="ArgumentNullException">There is no state.</exception>
    public OptimizerFileContent(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        State = state;
    }

    /// <summary>What the steps have left behind.</summary>
    public OptimizerState State { get; }

    /// <summary>
    /// The parameters, each with one state value, its numbers: those of halves and bfloat16 in single precision, which holds them exactly. Empty
    /// where the file has none.
    /// </summary>
    public IReadOnlyList<ParameterState> Parameters { get; init; } = [];

    /// <summary>The hyperparameters' texts by their names; those of an optimizer inside another one with "inner." before the name.</summary>
    public IReadOnlyDictionary<string, string> Hyperparameters { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The writer's own texts by their names, such as the epoch.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
