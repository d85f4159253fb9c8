using System.Diagnostics.CodeAnalysis;

namespace Optimizers.Steps;

/// <summary>
/// Runs the steps of an optimizer elsewhere than on this processor's lanes: over the same formula, on any arithmetic that implements
/// <see cref="Arithmetic.IArithmetic{T}"/>. Set as <see cref="Optimizer.Runner"/>.
/// </summary>
/// <remarks>Rounds are still gathered here. All that can be refused has been refused when it is called: it must not throw.</remarks>
[Experimental("OPT1001")]
public interface IStepRunner
{
    /// <summary>Takes the step of one parameter: writes its values and its state.</summary>
    /// <param name="target">The parameter, its gradient and its state.</param>
    /// <param name="step">The formula with this step's numbers.</param>
    /// <typeparam name="TStep">The formula.</typeparam>
    void Run<TStep>(in StepTarget target, TStep step) where TStep : struct, IElementStep;
}
