namespace Optimizers.Tests.Papers;

/// <summary>
/// Adaptive SAM (Kwon et al. 2021, algorithm 1, at p = 2): ε̂ = ρ·T²∇L(w)/‖T∇L(w)‖₂ with the element-wise normalization T = diag(|w| + η),
/// η = 0.01, over all parameters; then the inner optimizer's step from w with the gradient of w + ε̂. The authors' implementation (SamsungLabs/ASAM)
/// has T = 1 for parameters that are not called weights (biases): <paramref name="identityForVectors"/> says so of every vector. Its ρ is 0.5.
/// Where T∇L is 0 nothing is perturbed; the implementation adds 1e-16 to the norm.
/// </summary>
internal sealed class AsamPaper(IPaper inner, double rho = 0.5, double eta = 0.01, bool identityForVectors = false) : IAscentPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, Func<double[][], double[][]> gradientAt)
    {
        var g = gradientAt(parameters);
        var t = Zeros.Like(parameters);
        var square = 0.0;
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
            {
                t[p][j] = identityForVectors && shapes[p].Columns == 1 ? 1 : Math.Abs(parameters[p][j]) + eta;
                square += t[p][j] * g[p][j] * t[p][j] * g[p][j];
            }
        }

        var perturbed = Copies.Of(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                perturbed[p][j] += square == 0 ? 0 : rho * t[p][j] * t[p][j] * g[p][j] / Math.Sqrt(square);
        }

        inner.Step(parameters, shapes, gradientAt(perturbed));
    }
}
