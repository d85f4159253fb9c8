using Optimizers.Diagnostics;

namespace Optimizers.Reports.Tests;

/// <summary>A cause that assesses nothing: for findings made by hand.</summary>
internal sealed class GivenCause(string id, string title, CauseKind kind = CauseKind.Fault) : Cause
{
    public override string Id => id;

    public override string Title => title;

    public override CauseKind Kind => kind;

    public override Assessment Assess(Examination examination) => Assessment.None;
}
