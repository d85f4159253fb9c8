namespace Optimizers.Diagnostics;

/// <summary>
/// A remedy that can be applied to an optimizer and the parameters that it trains. <see cref="Remedies"/> makes those of the library; derive
/// from this type for your own.
/// </summary>
public abstract class RemedyAction
{
    /// <summary>What it does, as an imperative: "scale the learning rate by 0.1".</summary>
    public abstract string Description { get; }

    /// <summary>Applies it.</summary>
    /// <param name="optimizer">The optimizer of the training.</param>
    /// <param name="parameters">The parameters, in the order of its steps; values may be written in place, gradients are not read.</param>
    /// <returns>The optimizer to go on with: the same one, or a new one that has taken over its state and its observers.</returns>
    /// <exception cref="InvalidOperationException">The action does not apply here. Nothing has changed.</exception>
    public abstract IOptimizer Apply(IOptimizer optimizer, IReadOnlyList<Parameter> parameters);

    /// <summary>True if the training should end once it is applied.</summary>
    internal virtual bool EndsTraining => false;

    /// <summary>Where a trial of it begins.</summary>
    internal virtual TrialPlace TriedFrom => TrialPlace.Start;

    /// <summary>True if nothing but the learning rate changes.</summary>
    internal virtual bool IsOfTheRate => false;

    /// <summary>True if it is the cure of several causes, as another rate or another start is: that it helps says little of which.</summary>
    internal virtual bool IsForManyCauses => IsOfTheRate;

    /// <summary>True if what it mends takes long to recover: a short trial that gains nothing says nothing.</summary>
    internal virtual bool ActsSlowly => false;

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
