namespace Optimizers.Tests.Papers;

/// <summary>
/// Mechanic (Cutkosky et al. 2023, "Mechanic: A Learning Rate Tuner", algorithm 1): the inner optimizer's step u from the present parameters, Δ ← Δ +
/// u, h = ⟨Δ before, g + λ(Σs)‖g‖x/‖x‖⟩; for each β: m ← max(βm, |h|), v ← β²v + h², r ← max(βr − sh, 0), s = (s₀m/n + r)/(√v + ε); x = x_ref +
/// (Σs)Δ. s begins at 0, so that the first step moves nothing but Δ; m begins at 1e-6, as in the authors' implementation. β = 0.9 to 0.999999, s₀ =
/// 1e-8, ε = 1e-8. λ = 0.01 in the paper. For ‖x‖ the paper has the parameters at which g was taken, as here; the implementation those after the
/// inner step.
/// </summary>
internal sealed class MechanicPaper(IPaper inner, double decay = 1e-2, double initialScale = 1e-8, double epsilon = 1e-8) : IPaper
{
    private static readonly double[] Betas = [0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999];

    private readonly double[] _m = [.. Betas.Select(_ => 1e-6)];
    private readonly double[] _v = new double[Betas.Length];
    private readonly double[] _r = new double[Betas.Length];
    private readonly double[] _s = new double[Betas.Length];
    private double[][]? _reference;
    private double[][]? _delta;

    /// <summary>Σs, the scale found.</summary>
    public double Scale => _s.Sum();

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _reference ??= Copies.Of(parameters);
        _delta ??= Zeros.Like(parameters);
        var before = Copies.Of(parameters);
        inner.Step(parameters, shapes, gradients);
        var pull = decay * Scale * Norm.Two(gradients) / (Norm.Two(before) + epsilon);
        var h = 0.0;
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
            {
                h += _delta[p][j] * (gradients[p][j] + (pull * before[p][j]));
                _delta[p][j] += parameters[p][j] - before[p][j];
            }
        }

        for (var i = 0; i < Betas.Length; i++)
        {
            _m[i] = Math.Max(Betas[i] * _m[i], Math.Abs(h));
            _v[i] = (Betas[i] * Betas[i] * _v[i]) + (h * h);
            _r[i] = Math.Max((Betas[i] * _r[i]) - (_s[i] * h), 0);
            _s[i] = ((initialScale * _m[i] / Betas.Length) + _r[i]) / (Math.Sqrt(_v[i]) + epsilon);
        }

        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                parameters[p][j] = _reference[p][j] + (Scale * _delta[p][j]);
        }
    }
}
