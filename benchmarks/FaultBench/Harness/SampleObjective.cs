using Optimizers.Curvature;

namespace Optimizers.FaultBench;

/// <summary>The loss over some examples by the program's own code, right or wrong.</summary>
internal sealed class SampleObjective : Objective
{
    private readonly Examples _examples;
    private readonly Pass _pass;

    public SampleObjective(Network shape, Examples examples, CodeDefects code, int seed)
        : base(new ObjectiveOptions { Layout = shape.Layout })
    {
        _examples = examples;
        _pass = new(shape.Copy(), examples.Count, code, seed);
    }

    public override bool HasGradient => true;

    /// <summary>The loss of every example.</summary>
    public double[] Losses(ReadOnlySpan<double> theta)
    {
        _pass.Network.Assign(theta);
        return _pass.Losses(_examples).ToArray();
    }

    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        _pass.Network.Assign(theta);
        return _pass.Loss(_examples);
    }

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        _pass.Network.Assign(theta);
        _pass.Backward(_examples);
        _pass.Gradient.CopyTo(gradient);
    }
}
