using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>A cause whose assessment is stated by a test.</summary>
internal sealed class StatedCause(string id, double weight, CauseKind kind = CauseKind.Fault, RemedyAction? action = null) : Cause
{
    public override string Id => id;

    public override string Title => $"it is {id}";

    public override CauseKind Kind => kind;

    public override double PriorLogOdds => 0;

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination) => new(
        [new Evidence($"seen {id}", "a test", weight), new Evidence("seen little", "a test", 0.01)],
        ["Objective"], new Remedy($"Stop {id}.", action));
}
