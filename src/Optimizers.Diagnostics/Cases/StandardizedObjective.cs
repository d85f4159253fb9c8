using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// The loss of a model that is trained on standardized examples, in the units of the examples as they are; its gradient is the one that steps are
/// taken by there, of the loss of the standardized ones.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="data">The examples as they are.</param>
/// <param name="change">What standardizes them.</param>
/// <param name="loss">The loss.</param>
/// <param name="scale">What the named loss is multiplied by to be the caller's.</param>
/// <param name="options">The layout and the precision.</param>
internal sealed class StandardizedObjective(
    Model model, TrainingData data, DataStandardization change, NamedLoss loss, double scale, ObjectiveOptions options) : Objective(options)
{
    private readonly TrainingData _standardized = change.Of(data);
    private readonly double[] _gradient = new double[model.Layout.Length];

    public override bool HasGradient => true;

    protected override double EvaluateLoss(ReadOnlySpan<double> theta) =>
        scale * loss.OfBatch(change.Restored(model.Outputs(theta.ToArray(), _standardized.Inputs)), data.Answers);

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        model.Gradient(theta.ToArray(), _standardized.Inputs, _standardized.Answers, _gradient);
        _gradient.CopyTo(gradient);
    }
}
