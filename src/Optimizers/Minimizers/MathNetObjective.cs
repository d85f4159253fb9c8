using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Optimizers.Curvature;

/// <summary>A function of MathNet's as an objective. Value, gradient and Hessian at one point are one evaluation of it.</summary>
internal sealed class MathNetObjective(IObjectiveFunction function) : Objective
{
    private double[]? _point;

    public override bool HasGradient => function.IsGradientSupported;

    public override bool HasHessian => function.IsHessianSupported;

    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        MoveTo(theta);
        return function.Value;
    }

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        MoveTo(theta);
        var result = function.Gradient;
        if (result.Count != gradient.Length)
            throw new InvalidOperationException($"The gradient has {result.Count} entries; it must have {gradient.Length}, as θ has.");
        (result.AsArray() ?? result.ToArray()).CopyTo(gradient);
    }

    protected override Matrix<double> EvaluateHessian(ReadOnlySpan<double> theta)
    {
        MoveTo(theta);
        return function.Hessian;
    }

    // The function keeps the vector that it was evaluated at: each point is a new one.
    private void MoveTo(ReadOnlySpan<double> theta)
    {
        if (_point is not null && theta.SequenceEqual(_point))
            return;
        _point = theta.ToArray();
        function.EvaluateAt(Vector<double>.Build.Dense(_point));
    }
}
