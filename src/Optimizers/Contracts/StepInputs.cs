namespace Optimizers;

/// <summary>
/// What a step is given beside the gradients: <c>optimizer.Step(parameters, new StepInputs { Loss = loss })</c>. An optimizer takes what it needs, so
/// that one training loop serves all; see <see cref="ITakesInputs.InputsAt"/>.
/// </summary>
public readonly struct StepInputs
{
    /// <summary>The loss at θ, that the gradients are of; finite. Null where it is not known.</summary>
    public double? Loss { get; init; }

    /// <summary>
    /// The gradients at the rule's other point, one for each parameter, in their order: each a pair of the parameter's value and this
    /// gradient. Null where there are none.
    /// </summary>
    public IReadOnlyList<Parameter>? SecondGradient { get; init; }

    /// <summary>
    /// ∂²L/∂θᵢ² at θ, or an estimate, for each parameter, in their order: each a pair of the parameter's value and this diagonal, in the place of the
    /// gradient. Null where there is none.
    /// </summary>
    public IReadOnlyList<Parameter>? HessianDiagonal { get; init; }

    /// <summary>Which of them there are.</summary>
    public StepInput Given =>
        (Loss is null ? 0 : StepInput.Loss)
        | (SecondGradient is null ? 0 : StepInput.SecondGradient)
        | (HessianDiagonal is null ? 0 : StepInput.HessianDiagonal);
}
