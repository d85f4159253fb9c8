using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>The remedies that can be applied.</summary>
public static class Remedies
{
    /// <summary>Multiplies the learning rate's schedule by a factor.</summary>
    /// <param name="factor">Finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range.</exception>
    public static RemedyAction ScaleLearningRate(double factor) => new ScaleLearningRateAction(HyperparameterRange.Positive(factor));

    /// <summary>Gives the learning rate another schedule from now on. The next step takes its value at iteration 0.</summary>
    /// <param name="learningRate">α(i), at least 0.</param>
    /// <exception cref="ArgumentNullException">The schedule is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is not finite or is below 0.</exception>
    public static RemedyAction SetLearningRate(Schedule learningRate) => new SetLearningRateAction(HyperparameterRange.NotNegative(learningRate));

    /// <summary>Lets the learning rate rise linearly from 0 to the present schedule's value over some steps from now on.</summary>
    /// <param name="iterations">How many; at least 1. The first one already has a share of the rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static RemedyAction WarmUp(int iterations) => new WarmUpAction((int)HyperparameterRange.AtLeast(1, iterations));

    /// <summary>Scales gradients down to a global norm; null removes the clipping.</summary>
    /// <param name="maxNorm">In units of the gradient; finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The norm is out of its range.</exception>
    public static RemedyAction Clip(double? maxNorm) =>
        new ClipAction(maxNorm is { } norm ? HyperparameterRange.Positive(norm, nameof(maxNorm)) : null);

    /// <summary>Multiplies both kinds of weight decay by a factor (0 switches them off).</summary>
    /// <param name="factor">Finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range.</exception>
    public static RemedyAction ScaleWeightDecay(double factor) => new ScaleWeightDecayAction(HyperparameterRange.NotNegative(factor));

    /// <summary>Gives the velocity another decay (λ of momentum, β₁ of Adam).</summary>
    /// <param name="decay">In [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public static RemedyAction SetMomentum(double decay) => new SetMomentumAction(HyperparameterRange.Decay(decay));

    /// <summary>
    /// Goes on with another rule, which takes over the state where that has the same meaning (<see cref="ITakesOver"/>), the iteration and
    /// the observers. Its hyperparameters are its own.
    /// </summary>
    /// <param name="next">Makes a new optimizer.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    public static RemedyAction SwitchRule(Func<IOptimizer> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new SwitchRuleAction(next);
    }

    /// <summary>Moves θ along the Hessian's eigenvector of most negative eigenvalue, and verifies that the loss is lower.</summary>
    /// <param name="objective">The loss, over the parameters of the training.</param>
    /// <exception cref="ArgumentNullException">The objective is null.</exception>
    public static RemedyAction EscapeAlongNegativeCurvature(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return new NegativeCurvatureAction(objective);
    }

    /// <summary>
    /// Draws the incoming weights of some hidden units anew, and sets their bias to 0. Their outgoing weights become 0 where the units worked, and
    /// are drawn anew where they were 0.
    /// </summary>
    /// <remarks>
    /// The draw is uniform in ±√(6/(inputs + outputs)) of the layer (Glorot and Bengio 2010, eq. 16). The optimizer's state of these weights stays;
    /// it has faded for a unit without a gradient.
    /// </remarks>
    /// <param name="incoming">The name or position ("2") of the parameter that holds their incoming weights: a matrix with a row a unit.</param>
    /// <param name="bias">The name or position of the parameter that holds their bias; null if there is none.</param>
    /// <param name="units">The units, from 0; at least one.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <param name="outgoing">
    /// The name or position of the parameter that holds their outgoing weights, a matrix with a column a unit; null: the next matrix in the step, if
    /// it has as many columns, else none.
    /// </param>
    /// <exception cref="ArgumentNullException">A name or the units are null.</exception>
    /// <exception cref="ArgumentException">There are no units, or one is below 0.</exception>
    public static RemedyAction ReinitializeUnits(string incoming, string? bias, IReadOnlyList<int> units, int seed, string? outgoing = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(incoming);
        ArgumentNullException.ThrowIfNull(units);
        if (units.Count == 0)
            throw new ArgumentException("There are no units to draw anew; there must be at least one.", nameof(units));
        if (units.Min() < 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A unit is {units.Min()}; units count from 0."), nameof(units));
        return new ReinitializeUnitsAction(incoming, bias, outgoing, [.. units], seed);
    }

    /// <summary>
    /// Draws a sound start where the caller's own initialization cannot be trusted: new weights of all hidden layers and of the readout of the last
    /// one. Biases become 0, and the optimizer forgets its state.
    /// </summary>
    /// <remarks>
    /// The weights are normal, of variance 2/inputs for a range without an upper end (ReLU: He et al. 2015), 2/(inputs + outputs) for another one
    /// (tanh: Glorot and Bengio 2010), 16 times that for the logistic function with its slope of a quarter, and 1/inputs for the readout (LeCun et
    /// al. 1998). Other parameters stay.
    /// </remarks>
    /// <param name="layers">All hidden layers, first to last, each with the name of its weights; at least one. Names and ranges are read,
    /// activations are not.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <exception cref="ArgumentNullException">The layers are null.</exception>
    /// <exception cref="ArgumentException">There is no layer, or one does not name its weights.</exception>
    public static RemedyAction ReinitializeLayers(IReadOnlyList<LayerActivations> layers, int seed)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
            throw new ArgumentException("There are no layers to draw anew; there must be at least one.", nameof(layers));
        if (layers.FirstOrDefault(layer => layer.Incoming is null) is { } nameless)
            throw new ArgumentException($"{nameless.Name} does not name its weights ({nameof(LayerActivations.Incoming)}).", nameof(layers));
        return new ReinitializeLayersAction(layers, seed);
    }

    /// <summary>Begins at a new start: a θ of the caller's own initialization, or any θ. The optimizer forgets its state.</summary>
    /// <param name="start">θ, all parameters side by side in the order of a step; finite. It is copied.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It has an entry that is not finite.</exception>
    public static RemedyAction Restart(Vector<double> start) => new RestartAction(Finite(start, nameof(start)));

    /// <summary>Goes back to the weights of the lowest validation loss and says that the training should end there.</summary>
    /// <param name="best">θ, all parameters side by side in the order of a step; finite. It is copied.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It has an entry that is not finite.</exception>
    public static RemedyAction EarlyStop(Vector<double> best) => new EarlyStopAction(Finite(best, nameof(best)));

    private static Vector<double> Finite(Vector<double> theta, string name)
    {
        ArgumentNullException.ThrowIfNull(theta, name);
        for (var i = 0; i < theta.Count; i++)
        {
            if (!double.IsFinite(theta[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}] is {theta[i]}; it must be finite."), name);
        }

        return theta;
    }
}
