using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>A whole step for one coordinate, from clipping to landing: what the sweep over memory runs.</summary>
public interface IElementStep : IStage
{
    /// <summary>Takes the step.</summary>
    /// <param name="parameter">θ, replaced by the next one.</param>
    /// <param name="gradient">The caller's gradient.</param>
    /// <param name="state">The state, replaced by the next one.</param>
    /// <typeparam name="T">The arithmetic.</typeparam>
    void Step<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>;

    /// <summary>What the coordinate gives to a round.</summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="parameter">θ.</param>
    /// <param name="gradient">The caller's gradient.</param>
    /// <param name="state">The state before the step.</param>
    /// <typeparam name="T">The arithmetic.</typeparam>
    Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>;
}
