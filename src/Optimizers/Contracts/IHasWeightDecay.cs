namespace Optimizers;

/// <summary>An optimizer whose weight decay can be read and set while it runs.</summary>
public interface IHasWeightDecay
{
    /// <summary>
    /// λ(i) of weight decay: θ ← θ − α(i)·λ(i)·θ, apart from the gradient (Loshchilov and Hutter 2019, algorithm 2, as
    /// torch.optim.AdamW scales it). At least 0.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is not finite or is below 0.</exception>
    Schedule WeightDecay { get; set; }

    /// <summary>
    /// λ(i) of the L2 penalty ½λ‖θ‖²: g ← g + λθ, before the rule: what torch.optim.SGD and Adam call weight_decay. At least 0; 0 by default.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is not finite or is below 0.</exception>
    Schedule L2Penalty { get; set; }
}
