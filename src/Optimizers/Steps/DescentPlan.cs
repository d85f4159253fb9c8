namespace Optimizers.Steps;

/// <summary>The plan of <see cref="Descent"/>, which has no numbers.</summary>
internal sealed class DescentPlan : IPlan<Descent>
{
    public static readonly DescentPlan Instance = new();

    public IReadOnlyList<StateDescriptor> State => [];

    public Descent At(in StepInfo step) => default;

    public void Conclude(int round, in StepInfo step)
    {
    }

    public void ConcludeGroup(int round, in GroupInfo group)
    {
    }
}
