using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>The mean loss of a model over examples, with the caller's gradient if there is one.</summary>
/// <param name="model">The model.</param>
/// <param name="inputs">x, features × examples.</param>
/// <param name="targets">The right answers, all of them possible.</param>
/// <param name="loss">The loss.</param>
/// <param name="scale">What the named loss is multiplied by to be the caller's.</param>
/// <param name="options">The layout and the precision.</param>
internal sealed class ModelObjective(
    Model model, Matrix<double> inputs, BatchTargets targets, NamedLoss loss, double scale, ObjectiveOptions options) : Objective(options)
{
    private readonly double[] _gradient = new double[model.Layout.Length];

    public override bool HasGradient => model.HasGradients;

    protected override double EvaluateLoss(ReadOnlySpan<double> theta) =>
        scale * loss.OfBatch(model.Outputs(theta.ToArray(), inputs), targets);

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        model.Gradient(theta.ToArray(), inputs, targets, _gradient);
        _gradient.CopyTo(gradient);
    }
}
