using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

// What the objective tells: derivatives, lines, fits.
public sealed partial class Examination
{
    /// <summary>Is the gradient that of the loss, at θ (else at the start)? Needs an objective with a gradient.</summary>
    public GradientReport? GradientCheck => throw new NotImplementedException();

    /// <summary>The ends of the Hessian's spectrum at θ.</summary>
    public CurvatureReport? Curvature => throw new NotImplementedException();

    /// <summary>The full loss along the last update, from where it began.</summary>
    public LineScan? AlongUpdate => throw new NotImplementedException();

    /// <summary>The full loss along the last update once more, from where it ended: what the velocity would do.</summary>
    public LineScan? AlongVelocity => throw new NotImplementedException();

    /// <summary>The full loss along −∇L from θ; t = 1 goes as far as the last update did.</summary>
    public LineScan? AlongGradient => throw new NotImplementedException();

    /// <summary>The noise of mini-batch gradients at θ.</summary>
    public GradientNoise? Noise => throw new NotImplementedException();

    /// <summary>The last step against the full gradient.</summary>
    public StepReport? Step => throw new NotImplementedException();

    /// <summary>The learning-rate range test from θ.</summary>
    public RateRange? RateRange => throw new NotImplementedException();

    /// <summary>A reference minimizer on the training data from θ.</summary>
    public Fit? FitFromHere => throw new NotImplementedException();

    /// <summary>A reference minimizer on the training data from a new start.</summary>
    public Fit? FitFromNewStart => throw new NotImplementedException();

    /// <summary>A reference minimizer on one mini-batch, from a new start (else the start, else θ): a model that cannot even fit that is broken or far too small.</summary>
    public Fit? FitOfOneBatch => throw new NotImplementedException();

    /// <summary>The adaptive sharpness at θ (Kwon et al. 2021).</summary>
    public SharpnessReport? Sharpness => throw new NotImplementedException();
}
