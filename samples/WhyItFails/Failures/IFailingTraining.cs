using Optimizers.Diagnostics;

namespace WhyItFails.Failures;

/// <summary>A user's training loop, with one thing wrong in it until it is cured.</summary>
internal interface IFailingTraining
{
    /// <summary>What is wrong, as a heading.</summary>
    string Name { get; }

    /// <summary>The id of the cause that a diagnosis should name.</summary>
    string Cause { get; }

    /// <summary>What is trained and how, in a sentence.</summary>
    string Description { get; }

    /// <summary>The unit of the loss.</summary>
    string LossUnit { get; }

    /// <summary>The loop: 400 iterations more, or fewer if a gradient is not finite.</summary>
    /// <returns>The loss on the training data, at the start and after every ten iterations.</returns>
    IReadOnlyList<LossPoint> Run(CancellationToken cancellationToken);

    /// <summary>The case for the diagnosis.</summary>
    TrainingCase Case();

    /// <summary>
    /// Does what the diagnosis advises: applies the action, or corrects the code and starts again. Returns what was done, in words.
    /// </summary>
    string Cure(Diagnosis diagnosis);
}
