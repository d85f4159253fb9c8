namespace Optimizers.Curvature;

/// <summary>
/// Newton's method in a trust region, by Hessian products: conjugate gradients that follow negative curvature to the boundary (Steihaug, SIAM J.
/// Numer. Anal. 20, 1983; Nocedal and Wright, Numerical Optimization, 2nd ed., algorithms 4.1 and 7.2). What scipy calls trust-ncg. Converges
/// superlinearly, and leaves saddles where g is not exactly orthogonal to the way down.
/// </summary>
/// <remarks>
/// Products are the objective's own, or from its Hessian, or differences of gradients. An iteration takes a loss, as many products as conjugate
/// gradients need, and where the step is taken a gradient. Memory: 9 vectors; nothing is allocated in an iteration but by the objective.
/// </remarks>
public sealed class NewtonCg : Minimizer
{
    // Its square is finite.
    private const double Farthest = 1e100;

    /// <summary>Newton–CG.</summary>
    /// <param name="options">How it is run; null for the defaults.</param>
    public NewtonCg(NewtonCgOptions? options = null) => Options = options ?? NewtonCgOptions.Default;

    /// <summary>How it is run.</summary>
    public NewtonCgOptions Options { get; }

    private protected override MinimizerResult Run(Objective objective, double[] theta, CancellationToken cancellationToken)
    {
        var walk = new MinimizerWalk(objective, theta, Options);
        var outcome = walk.Begin();
        if (outcome is not null)
            return walk.Result(outcome.Value);
        var model = new SteihaugModel(walk, Options);
        var radius = Math.Min(Math.Min(Options.InitialRadius, Farthest), Options.MaxRadius);
        var failures = new Rejections();
        while (!walk.IsAtLimit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!double.IsFinite(walk.GradientNorm * walk.GradientNorm) || !model.TryMinimize(radius))
                return walk.Result(MinimizerOutcome.NotFinite);

            var loss = walk.Try(1, model.P);
            var isFinite = double.IsFinite(loss);
            var rounding = walk.Rounding;

            // After rejections the decrease has become rounding.
            if (failures.Count > 0 && (model.Decrease <= rounding || walk.IsTrialHere()))
                return walk.Result(failures.Judge(walk.MeasuredRounding(), MinimizerOutcome.ValueConverged));

            // Rounding is added to both, so that where both drown in it the model is believed (Conn, Gould and Toint, Trust-Region Methods, 17.4.2).
            var ratio = isFinite ? (walk.Loss - loss + rounding) / (model.Decrease + rounding) : double.NegativeInfinity;
            var isAccepted = ratio > Options.AcceptedRatio && walk.TryGradient();
            if (!isAccepted)
                ratio = Math.Min(ratio, 0);

            if (ratio < 0.25)
                radius *= 0.25;
            else if (ratio > 0.75 && model.IsAtBoundary)
                radius = Math.Min(2 * radius, Math.Min(Options.MaxRadius, Farthest));

            if (isAccepted)
            {
                outcome = walk.Accept();
                if (outcome is not null)
                    return walk.Result(outcome.Value);
                failures = new();
                continue;
            }

            // The same p would come again until it is outside.
            while (radius >= model.Length && radius > 0)
                radius *= 0.25;
            walk.Reject();
            failures = failures.With(loss - walk.Loss + model.Decrease, model.Decrease, isFinite);
        }

        return walk.Result(MinimizerOutcome.IterationLimit);
    }
}
