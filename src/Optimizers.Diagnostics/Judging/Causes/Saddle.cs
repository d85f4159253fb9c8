using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The gradient is nearly zero and the Hessian has a negative eigenvalue: a saddle, and its eigenvector leads down (the note, section
/// 2; Dauphin et al. 2014).
/// </summary>
internal sealed class Saddle : Cause
{
    public override string Id => "saddle";

    public override string Title => "the training sits at a saddle point";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Curvature, nameof(TrainingCase.Objective));
        var scale = examination.SecondSmallestScaleAtStart;
        var isNextToZero = scale < 0.1;

        // Parameters that have grown many times since have left the saddle of the start.
        var hasLeft = examination.Motion is { FirstParameterNorm: > 0 } motion
            ? double.MaxNumber(0, LogRamp(motion.ParameterNorm / motion.FirstParameterNorm, 3, 10)) : 0;
        balance.Add(
            6 * LogRamp(scale, 0.2, 0.06) * (1 - hasLeft),
            "the weights of the start",
            $"the start has weights of {scale} times the usual scale (Glorot and Bengio 2010): next to zero, which is a saddle");
        if (examination.Curvature is { IsSmooth: true } curvature)
        {
            var depth = -curvature.Smallest / Math.Max(Math.Abs(curvature.Largest), 1e-300);
            balance.Add(
                (1.5 * LogRamp(depth, 0.02, 0.3)) - ((isNextToZero ? 0 : 2) * LogRamp(depth, 0.01, 0.001)),
                "curvature at θ",
                $"the Hessian's smallest eigenvalue is {curvature.Smallest}, its largest {curvature.Largest}");

            // Near a saddle the gradient is small against what the curvatures would make of a step of unit length.
            var critical = curvature.GradientNorm / Math.Max(Math.Abs(curvature.Smallest), Math.Abs(curvature.Largest));
            balance.Add(
                (2.5 * LogRamp(critical, 0.03, 0.003)) - (2 * LogRamp(critical, 0.05, 0.5)),
                "curvature at θ",
                $"the gradient's norm is {curvature.GradientNorm}: with these curvatures the critical point is about {critical} away");
        }

        balance.Add(
            -3 * LogRamp(examination.NarrowestWidth, 5, 2),
            "the hidden units",
            $"the narrowest hidden layer has {examination.NarrowestWidth} units: what is flat here is flat because of the bottleneck");
        var damaged = Math.Max(examination.WorstDeadShare, examination.WorstSaturatedShare);
        balance.Add(
            isNextToZero ? 0 : -4 * Ramp(damaged, 0.4, 0.8),
            "activations of the hidden units",
            $"{Percent(damaged)} of a layer's units are dead or saturated: what is flat here is flat because of them");
        if (examination.Curve is { } curve)
        {
            balance.Add(
                (0.5 * Ramp(curve.FlatSince, 0.4, 0.9)) - (1 * Ramp(curve.RelativeSlope, -0.02, -0.1)),
                "the recorded losses",
                $"over the last half of the run the loss changed by {Percent(curve.RelativeSlope)}");
        }

        balance.AddLargeLoss(examination, 1, 7).AddStandstill(examination);
        return balance.Conclude(() => new(
            "Leave it along the eigenvector of the most negative eigenvalue, with the loss verified lower (CriticalPoint.Escape); "
            + "momentum and noise help too.",
            examination.UnitsAtStart is { Count: > 0 } layers && layers.Min(layer => layer.StandardDeviation) < 3e-3 ? examination.SoundStart()
            : examination.Case.Objective is { } objective ? Remedies.EscapeAlongNegativeCurvature(objective) : null));
    }
}
