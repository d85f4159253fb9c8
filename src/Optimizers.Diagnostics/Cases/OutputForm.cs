namespace Optimizers.Diagnostics;

/// <summary>What the outputs of a model are to a loss.</summary>
internal enum OutputForm
{
    /// <summary>Any numbers.</summary>
    Numbers,

    /// <summary>Numbers from 0 to 1; of a loss over classes they sum to 1.</summary>
    Probabilities,

    /// <summary>Logarithms of probabilities, at most 0.</summary>
    LogProbabilities,
}
