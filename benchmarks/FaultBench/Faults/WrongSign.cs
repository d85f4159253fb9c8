namespace Optimizers.FaultBench;

/// <summary>The gradient has the wrong sign: of one layer's weights, or everywhere.</summary>
internal sealed class WrongSign(Severity severity) : Fault("wrong-sign", severity, "wrong-gradient")
{
    public override void Inject(Setup setup) => setup.ScaleGradient((l, _) => IsMild && l > 0 ? 1 : -1, biasesToo: !IsMild);
}
