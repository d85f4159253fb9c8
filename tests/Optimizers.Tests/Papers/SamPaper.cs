namespace Optimizers.Tests.Papers;

/// <summary>
/// Sharpness-aware minimization (Foret et al. 2021, algorithm 1 with eq. 2 at p = 2): ε̂ = ρ·∇L(w)/‖∇L(w)‖₂ over all parameters, then the inner
/// optimizer's step from w with the gradient of w + ε̂. Where the gradient is 0 nothing is perturbed; the implementations add 1e-12 to the norm.
/// </summary>
internal sealed class SamPaper(IPaper inner, double rho = 0.05) : IAscentPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, Func<double[][], double[][]> gradientAt)
    {
        var g = gradientAt(parameters);
        var norm = Norm.Two(g);
        var perturbed = Copies.Of(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                perturbed[p][j] += norm == 0 ? 0 : rho * g[p][j] / norm;
        }

        inner.Step(parameters, shapes, gradientAt(perturbed));
    }
}
