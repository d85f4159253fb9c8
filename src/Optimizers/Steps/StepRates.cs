namespace Optimizers.Steps;

/// <summary>What the schedules that every optimizer has say in an iteration.</summary>
/// <param name="LearningRate">α.</param>
/// <param name="L2Penalty">λ of g ← g + λθ.</param>
/// <param name="WeightDecay">λ of θ ← θ − αλθ.</param>
internal readonly record struct StepRates(double LearningRate, double L2Penalty, double WeightDecay)
{
    /// <summary>True if a step is more than the rule.</summary>
    public bool HasDecay => L2Penalty != 0 || WeightDecay != 0;
}
