using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>The remedies that can be applied.</summary>
public static class Remedies
{
    /// <summary>Multiplies the learning rate's schedule by a factor.</summary>
    public static RemedyAction ScaleLearningRate(double factor) => throw new NotImplementedException();

    /// <summary>Gives the learning rate another schedule from now on: it is asked for iteration 0 in the next step.</summary>
    public static RemedyAction SetLearningRate(Schedule learningRate) => throw new NotImplementedException();

    /// <summary>Lets the learning rate rise linearly from 0 to the present schedule's value over some steps from now on.</summary>
    public static RemedyAction WarmUp(int iterations) => throw new NotImplementedException();

    /// <summary>Scales gradients down to a global norm; null takes the clipping away.</summary>
    public static RemedyAction Clip(double? maxNorm) => throw new NotImplementedException();

    /// <summary>Multiplies both kinds of weight decay by a factor (0 switches them off).</summary>
    public static RemedyAction ScaleWeightDecay(double factor) => throw new NotImplementedException();

    /// <summary>Gives the velocity another decay (λ of momentum, β₁ of Adam).</summary>
    public static RemedyAction SetMomentum(double decay) => throw new NotImplementedException();

    /// <summary>Goes on with another rule, which takes over the state where that has the same meaning.</summary>
    public static RemedyAction SwitchRule(Func<IOptimizer> next) => throw new NotImplementedException();

    /// <summary>Moves θ along the Hessian's eigenvector of most negative eigenvalue, the loss verified lower.</summary>
    public static RemedyAction EscapeAlongNegativeCurvature(Objective objective) => throw new NotImplementedException();

    /// <summary>Draws the incoming weights of some hidden units anew; their bias is set to 0, their outgoing weights to 0 where the units worked, anew where they were 0.</summary>
    /// <param name="incoming">The name or position of the parameter that holds their incoming weights.</param>
    /// <param name="bias">That of their bias; null if there is none.</param>
    /// <param name="units">The units.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static RemedyAction ReinitializeUnits(string incoming, string? bias, IReadOnlyList<int> units, int seed) => throw new NotImplementedException();

    /// <summary>Draws a whole new start: θ from the caller's own initialization (or any θ), the optimizer's state forgotten.</summary>
    public static RemedyAction Restart(Vector<double> start) => throw new NotImplementedException();

    /// <summary>Goes back to the weights of the lowest validation loss and says that the training should end there.</summary>
    public static RemedyAction EarlyStop(Vector<double> best) => throw new NotImplementedException();
}
