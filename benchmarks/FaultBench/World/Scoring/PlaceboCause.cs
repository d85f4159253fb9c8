using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>A cause that is believed whatever is seen, so that its cure is tried: of a training that lacks it the trial must show nothing.</summary>
internal sealed class PlaceboCause(string id, RemedyAction cure) : Cause
{
    private const double Believed = 5;

    public override string Id => id;

    public override string Title => $"{id} is believed without a reason";

    public override Assessment Assess(Examination examination) =>
        new([new Evidence("stated", "the placebo", Believed)], [], new Remedy(cure.Description, cure));
}
