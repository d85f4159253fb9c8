namespace Optimizers;

/// <summary>An optimizer whose steps may need more than gradients.</summary>
public interface ITakesInputs
{
    /// <summary>What the step of an iteration cannot be taken without: a loop asks for it, and computes no more than that.</summary>
    /// <param name="iteration">The iteration, from 0: that of the next step is <see cref="IOptimizer.Iteration"/>.</param>
    StepInput InputsAt(long iteration);

    /// <summary>
    /// Gives the next step its inputs; that step, taken, skipped or refused, is their only one. <see cref="OptimizerExtensions"/> has a
    /// <c>Step</c> that does both.
    /// </summary>
    /// <param name="inputs">The inputs. Memory is read in the step, not here.</param>
    void Supply(in StepInputs inputs);
}
