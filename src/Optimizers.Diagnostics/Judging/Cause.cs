namespace Optimizers.Diagnostics;

/// <summary>
/// One reason why a training fails. It says which evidence it needs, how the evidence weighs, and what cures it. It knows no other cause;
/// <see cref="CausalGraph"/> does.
/// </summary>
public abstract class Cause
{
    /// <summary>Its name in programs: "step-too-large".</summary>
    public abstract string Id { get; }

    /// <summary>Its name in a sentence, lower case: "the steps are too large".</summary>
    public abstract string Title { get; }

    /// <summary>A fault unless overridden.</summary>
    public virtual CauseKind Kind => CauseKind.Fault;

    /// <summary>The logarithm of the odds of the cause before any evidence, in nats. −3 (one in twenty) unless overridden.</summary>
    public virtual double PriorLogOdds => -3;

    /// <summary>
    /// Whether the harm of the cause, once it is found, is known: the loss is not finite, is above what was said to satisfy, stands at chance or at
    /// the start, or is far above what a training of the same kind reaches. Where it is not, the training is improvable, and no fault. A cause whose
    /// evidence is a harm by itself overrides it.
    /// </summary>
    /// <param name="examination">What was seen.</param>
    public virtual bool IsHarmful(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        return examination.HarmIsKnown;
    }

    /// <summary>
    /// Weighs the evidence. An implementation asks the examination only for what it needs: a probe that nobody asks for costs nothing.
    /// </summary>
    /// <param name="examination">What was seen, and the probes.</param>
    public abstract Assessment Assess(Examination examination);

    /// <summary>The title.</summary>
    public override string ToString() => Title;
}
