namespace Optimizers.FaultBench;

/// <summary>The gradient has a wrong factor: a fiftieth for one layer, or the sum over the batch in the place of the mean.</summary>
internal sealed class WrongScale(Severity severity) : Fault("wrong-scale", severity, "wrong-gradient")
{
    public override void Inject(Setup setup)
    {
        if (IsMild)
        {
            setup.ScaleGradient((l, _) => l == 0 ? 0.02 : 1);
            return;
        }

        setup.Code.Distort = (gradient, count) =>
        {
            foreach (var layer in gradient.Layers)
            {
                layer.Weights.Multiply(count, layer.Weights);
                layer.Bias.Multiply(count, layer.Bias);
            }
        };
    }
}
