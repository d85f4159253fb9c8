using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;
using static Optimizers.Tests.Diagnostics.HealthyRun;

namespace Optimizers.Tests.Diagnostics;

/// <summary>What single causes make of results and cases that differ in one thing.</summary>
public class StatedRunTests
{
    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(100)]
    public void Outputs_that_cannot_reach_the_targets_are_told_in_any_unit_of_the_loss(double unit)
    {
        var run = Results();
        run.Remove(nameof(Examination.Outputs));
        run[nameof(Examination.Losses)] = new LossReport(2.4 * unit, 1.5 * unit, 1.5 * unit, 1.5 * unit, 1.5 * unit, Chance * unit, 0.15 * unit);
        run[nameof(Examination.Ends)] = new OutputEnds(3 * unit, 3 * unit, "tanh", 0.3 * Chance * unit);

        Assessed("output-range", new(run)).Evidence.Single(each => each.Source == "the loss where the last bias is huge")
            .Weight.Should().BeApproximately(10, 1e-9);
    }

    /// <summary>Where the hidden units of the start say nothing yet, another start is the way out of the saddle; else its eigenvector is.</summary>
    [Theory]
    [InlineData(0.002, true)]
    [InlineData(0.004, false)]
    public void A_saddle_next_to_a_start_of_silent_units_is_left_by_a_new_start_and_another_along_its_eigenvector(double spread, bool isAnew)
    {
        var start = Vector<double>.Build.Dense(2);
        var training = new TrainingCase(new TrainingMonitor())
        {
            Objective = Objective.Create(theta => (theta[0] * theta[0]) - (theta[1] * theta[1])),
            Theta = start,
            Start = start,
            NewStart = _ => Vector<double>.Build.Dense(2, 1),
            HiddenLayers = _ => [new("tanh", Matrix<double>.Build.Dense(4, 10, (i, j) => (i + j) % 2 == 0 ? spread : -spread))],
        };

        Assessed("saddle", new(training)).Remedy!.Action.Should().BeOfType(isAnew ? typeof(RestartAction) : typeof(NegativeCurvatureAction));
    }

    private static Assessment Assessed(string id, Examination examination) =>
        KnownCauses.All.Single(cause => cause.Id == id).Assess(examination);
}
