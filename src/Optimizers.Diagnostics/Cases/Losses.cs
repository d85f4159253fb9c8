using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>
/// The losses of the field by name. All are means over the examples; those of several outputs are means over the outputs, as in PyTorch and Keras. A
/// half of the square, or a sum over the outputs, is recognized by the caller's gradients.
/// </summary>
public static class Losses
{
    /// <summary>−log softmax(z)[label], or −Σ y log softmax(z) for targets that are probabilities.</summary>
    public static NamedLoss CrossEntropyFromLogits { get; } = new CategoricalLoss(OutputForm.Numbers);

    /// <summary>
    /// Cross-entropy from logits with label smoothing (Szegedy et al. 2016, "Rethinking the Inception architecture", section 7): of C classes the
    /// right one has the probability 1 − ε + ε/C and every other one ε/C.
    /// </summary>
    /// <param name="smoothing">ε, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε is out of its range.</exception>
    public static NamedLoss SmoothedCrossEntropyFromLogits(double smoothing)
    {
        if (!(smoothing is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "ε must be from 0 to below 1.");
        return smoothing == 0 ? CrossEntropyFromLogits : new CategoricalLoss(OutputForm.Numbers, smoothing);
    }

    /// <summary>−log p[label], or −Σ y log p; the outputs are probabilities that sum to 1.</summary>
    public static NamedLoss CrossEntropyFromProbabilities { get; } = new CategoricalLoss(OutputForm.Probabilities);

    /// <summary>−q[label], or −Σ y q; the outputs q are logarithms of probabilities.</summary>
    public static NamedLoss CrossEntropyFromLogProbabilities { get; } = new CategoricalLoss(OutputForm.LogProbabilities);

    /// <summary>−y log σ(z) − (1 − y) log(1 − σ(z)), with y from 0 to 1.</summary>
    public static NamedLoss BinaryCrossEntropyFromLogits { get; } = new BinaryLoss(OutputForm.Numbers);

    /// <summary>−y log p − (1 − y) log(1 − p), with y and p from 0 to 1.</summary>
    public static NamedLoss BinaryCrossEntropyFromProbabilities { get; } = new BinaryLoss(OutputForm.Probabilities);

    /// <summary>(z − y)².</summary>
    public static NamedLoss SquaredError { get; } = new ErrorLoss("squared error", error => error * error, isSquare: true);

    /// <summary>|z − y|.</summary>
    public static NamedLoss AbsoluteError { get; } = new ErrorLoss("absolute error", Math.Abs);

    /// <summary>
    /// max(0, 1 − yz) for targets y of ±1, or labels −1 or 0 and 1 of one output; of labels and several outputs 1 + the largest wrong output − the
    /// right one, at least 0 (Crammer and Singer 2001).
    /// </summary>
    public static NamedLoss Hinge { get; } = new HingeLoss();

    /// <summary>½e² for |e| ≤ δ, δ(|e| − ½δ) beyond, e = z − y (Huber 1964).</summary>
    /// <param name="delta">δ, in the units of the targets; finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is out of its range.</exception>
    public static NamedLoss Huber(double delta = 1)
    {
        if (!(double.IsFinite(delta) && delta > 0))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "δ must be finite and above 0.");
        return new ErrorLoss(
            FormattableString.Invariant($"Huber loss of δ = {delta}"),
            error => Math.Abs(error) <= delta ? 0.5 * error * error : delta * (Math.Abs(error) - (0.5 * delta)));
    }

    /// <summary>The loop's own code of a loss, which the diagnosis holds against the named one that it is meant to be.</summary>
    /// <param name="meant">What it is meant to be.</param>
    /// <param name="loss">(outputs, y) ↦ the mean loss over these examples; outputs × examples, at least one.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static NamedLoss Own(NamedLoss meant, Func<Matrix<double>, BatchTargets, double> loss)
    {
        ArgumentNullException.ThrowIfNull(meant);
        ArgumentNullException.ThrowIfNull(loss);
        return new OwnLoss(meant is OwnLoss own ? own.Meant : meant, loss);
    }
}
