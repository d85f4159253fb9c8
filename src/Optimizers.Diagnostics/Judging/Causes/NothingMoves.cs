using System.Globalization;
using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// No parameter has moved since the first step: the rate is 0, the steps are below the rounding of the parameters, every step was refused, or no
/// gradient reaches any parameter.
/// </summary>
internal sealed class NothingMoves : Cause
{
    // A few steps without a movement may be a schedule that begins at 0.
    private const int EnoughSteps = 10;

    // A loss that was written to fewer digits may change in those that were not.
    private const int FewestDigits = 4;

    public override string Id => "nothing-moves";

    public override string Title => "no parameter has moved since the first step";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        if (examination.NeverStepped)
        {
            return balance.AddFact(12, "the steps",
                $"{examination.Monitor.LossesBeforeSteps} losses were recorded, and the optimizer that is watched has not taken a single step")
                .Conclude(() => new("Call the optimizer's Step in the loop, after the gradient: to step a schedule changes its rate alone."));
        }

        if (examination.Motion is not { } motion)
            return OfLog(examination, balance);
        if (motion.Steps < EnoughSteps || !(motion.LargestUpdateNorm == 0))
            return balance.Add(-9, "the steps", $"the parameters move").Conclude();
        // Where the training began at the right answer there is nothing to move for.
        if (examination.Now <= 1e-9 * examination.Losses.Chance || examination.Now == 0)
            return balance.Add(-9, "the losses", $"the loss is {examination.Now}: there is nothing left to learn").Conclude();
        var rate = examination.LargestLearningRate;
        balance.AddFact(12, "the steps", $"in {motion.Steps} steps no parameter has changed{(rate == 0 ? ": the learning rate is 0"
            : motion.LargestGradientNorm == 0 ? $": the gradient of all parameters together is exactly 0, at a learning rate of {Text(rate)}"
            : $": the gradient's norm is {Text(motion.LargestGradientNorm)}, and at a learning rate of {Text(rate)} the steps are below the "
                + $"rounding of the parameters")}");
        if (motion.LargestGradientNorm == 0 && examination.Response is { } response)
        {
            balance.Add(
                response.Largest == 0 ? 0.2 : 0,
                "the loss at other parameters",
                $"the loss is {response.Loss} at {response.Places} other places too: the outputs do not depend on the parameters here");
            balance.Add(
                response.Largest > 0 ? 0.2 : 0,
                "the loss at other parameters",
                $"the loss changes by up to {response.Largest} where the parameters change by as much as they are: the gradient is zero on a flat "
                + $"piece, as behind units that are off for every example");
        }

        return balance.Conclude(() => new(Advice(examination, motion, rate)));
    }

    // A loss that is the same number to four digits and more, over other batches and epochs, is the same in all of them.
    private static Assessment OfLog(Examination examination, Balance balance)
    {
        var monitor = examination.Monitor;
        if (monitor.UnwatchedLosses < EnoughSteps || examination.NonFinite is not null)
            return balance.Conclude();
        var steps = monitor.History;
        double[] losses = [.. steps.Select(step => step.Loss).Where(loss => !double.IsNaN(loss))];
        if (steps.All(step => step.LearningRate == 0))
            balance.AddFact(12, "the log", $"the learning rate is 0 in all {monitor.UnwatchedLosses} {monitor.CountedIn}s");
        var isConstant = losses.Length >= EnoughSteps && Array.TrueForAll(losses, loss => loss == losses[0]);
        if (isConstant && losses[0] != 0 && Digits(losses[0]) >= FewestDigits)
        {
            balance.AddFact(
                12, "the log",
                $"the loss is {losses[0].ToString(CultureInfo.InvariantCulture)} in all {monitor.UnwatchedLosses} {monitor.CountedIn}s");
        }

        return balance.Conclude(() => new(steps.All(step => step.LearningRate == 0) ? Advice(rate: 0)
            : "Look whether the steps are taken at all: a rate above 0, parameters that the optimizer was handed, gradients that are written; and "
                + "whether the outputs depend on the parameters, which a softmax over one output and a last layer that is off do not."));
    }

    // The significant digits of the shortest text that is this number.
    private static int Digits(double number) =>
        number.ToString("R", CultureInfo.InvariantCulture).Split('E')[0].Replace(".", "", StringComparison.Ordinal).Trim('-', '0').Length;

    private static string Advice(double rate) => rate == 0
        ? "Give the optimizer a learning rate above 0, and look at what its schedule gives at the first steps."
        : "Raise the learning rate until a step changes the parameters in their digits, or keep the parameters in double precision.";

    private static string Advice(Examination examination, MotionReport motion, double rate)
    {
        if (rate == 0 || motion.LargestGradientNorm > 0)
            return Advice(rate);
        var layer = (examination.UnitsAtStart ?? examination.Units)?.FirstOrDefault(units => units.DeadShare == 1);
        return layer is not null
            ? $"Correct the start of {layer.Layer}: all its units give the same value for every example, so that no gradient comes back through it."
            : "Look for where the gradient becomes 0: a last activation that is off for every example (ReLU of a negative bias), a softmax over one "
                + "output, a tensor that is detached from the loss, or gradients that are never written.";
    }
}
