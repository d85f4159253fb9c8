namespace Optimizers;

/// <summary>
/// An optimizer around another one, so that what the inner one can do can be asked for: see <see cref="OptimizerExtensions.Find{T}"/>.
/// </summary>
public interface IWrapsOptimizer
{
    /// <summary>The optimizer inside.</summary>
    IOptimizer Inner { get; }
}
