namespace Optimizers.Curvature;

/// <summary>
/// gᵀp + ½pᵀHp in the ball ‖p‖₂ ≤ Δ, by conjugate gradients from p = 0 that stop at the boundary, or go there along the first direction of curvature
/// ≤ 0 (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithm 7.2).
/// </summary>
internal sealed class SteihaugModel(MinimizerWalk walk, NewtonCg method)
{
    private readonly double[] _r = new double[walk.Theta.Length];
    private readonly double[] _d = new double[walk.Theta.Length];
    private readonly double[] _hd = new double[walk.Theta.Length];

    /// <summary>The step.</summary>
    public double[] P { get; } = new double[walk.Theta.Length];

    /// <summary>By how much the model is lower there than at 0.</summary>
    public double Decrease { get; private set; }

    /// <summary>‖p‖₂.</summary>
    public double Length { get; private set; }

    public bool IsAtBoundary { get; private set; }

    /// <summary>Finds the step; false where a product is not finite.</summary>
    public bool TryMinimize(double radius)
    {
        try
        {
            Minimize(radius);
            return true;
        }
        catch (NotFiniteValueException)
        {
            return false;
        }
    }

    private void Minimize(double radius)
    {
        var work = walk.Work;
        Array.Clear(P);
        (Decrease, Length, IsAtBoundary) = (0, 0, false);
        walk.Gradient.CopyTo(_r, 0);
        work.Scale(-1, _r, _d);
        var rr = work.Dot(_r, _r);
        var tolerance = Math.Min(method.ResidualTolerance, Math.Sqrt(walk.GradientNorm)) * walk.GradientNorm;
        double[]? gradient = walk.Gradient;
        for (var i = 0; i < method.MaxInnerIterations && rr > 0; i++)
        {
            walk.Objective.Product(walk.Theta, _d, _hd, ref gradient, out _);
            double curvature = work.Dot(_d, _hd), dd = work.Dot(_d, _d), pd = work.Dot(P, _d), pp = work.Dot(P, P);
            var alpha = rr / curvature;
            if (!(curvature > 0) || !(pp + (alpha * ((2 * pd) + (alpha * dd))) < radius * radius))
            {
                GoToBoundary(radius, rr, curvature, dd, pd, pp);
                return;
            }

            work.AddScaled(alpha, _d, P);
            work.AddScaled(alpha, _hd, _r);
            Decrease += 0.5 * alpha * rr;
            Length = work.StableNorm(P);
            var next = work.Dot(_r, _r);
            if (Math.Sqrt(next) < tolerance)
                return;
            work.Scale(next / rr, _d, _d);
            work.AddScaled(-1, _r, _d);
            rr = next;
        }
    }

    // The roots of ‖p + τd‖² = Δ²; with curvature ≤ 0 the one behind can be the lower one.
    private void GoToBoundary(double radius, double rr, double curvature, double dd, double pd, double pp)
    {
        var rest = Math.Max(0, (radius * radius) - pp);
        var root = Math.Sqrt((pd * pd) + (dd * rest));
        var ahead = pd > 0 ? rest / (pd + root) : (root - pd) / dd;
        var behind = pd > 0 ? -(pd + root) / dd : rest / (pd - root);
        var tau = curvature > 0 || Lowered(ahead) >= Lowered(behind) ? ahead : behind;
        walk.Work.AddScaled(tau, _d, P);
        Decrease += Lowered(tau);
        (Length, IsAtBoundary) = (radius, true);

        double Lowered(double t) => (t * rr) - (0.5 * t * t * curvature);
    }
}
