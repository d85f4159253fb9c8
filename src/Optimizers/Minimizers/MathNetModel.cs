using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Optimizers.Curvature;

/// <summary>A model of MathNet's as residuals of its free parameters, with its own transformations for bounds and scales.</summary>
internal sealed class MathNetModel : NonlinearMinimizerBase
{
    private readonly IObjectiveModel _model;
    private readonly Vector<double> _all;
    private readonly int[] _free;
    private readonly Vector<double>? _roots;

    public MathNetModel(
        IObjectiveModel model, Vector<double> guess, Vector<double>? lower, Vector<double>? upper, Vector<double>? scales, List<bool>? isFixed)
    {
        _model = model;
        ValidateBounds(guess, lower, upper, scales);
        model.SetParameters(guess.Clone(), isFixed);
        _all = ProjectToInternalParameters(guess);
        _free = [.. Enumerable.Range(0, guess.Count).Where(i => isFixed is null || !isFixed[i])];
        _roots = model.Weights?.Diagonal().PointwiseSqrt();
        Start = Vector<double>.Build.Dense(_free.Length, k => _all[_free[k]]);
    }

    /// <summary>The free parameters, transformed.</summary>
    public Vector<double> Start { get; }

    /// <summary>√w·(model − data).</summary>
    public Vector<double> Residuals(Vector<double> free)
    {
        _model.EvaluateAt(External(free));
        _ = _model.Value; // The values of the model are of the last point where this was asked.
        var residuals = _model.ModelValues - _model.ObservedY;
        return _roots is null ? residuals : residuals.PointwiseMultiply(_roots);
    }

    /// <summary>All parameters, as the model has them.</summary>
    public Vector<double> External(Vector<double> free)
    {
        var all = _all.Clone();
        for (var k = 0; k < _free.Length; k++)
            all[_free[k]] = free[k];
        return ProjectToExternalParameters(all);
    }
}
