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
    /// Weighs the evidence. An implementation asks the examination only for what it needs: a probe that nobody asks for costs nothing.
    /// </summary>
    /// <param name="examination">What was seen, and the probes.</param>
    public abstract Assessment Assess(Examination examination);

    /// <summary>The title.</summary>
    public override string ToString() => Title;
}
