namespace Optimizers.Curvature;

/// <summary>
/// A function L: ℝⁿ → ℝ written once against generic numbers. <see cref="Objective.FromFunction{TFunction}(TFunction, ObjectiveOptions?)"/> makes
/// an objective of it whose gradient, Hessian and products have no error but rounding, and about whose critical points theorems can be proven.
/// </summary>
/// <remarks>
/// <code>
/// readonly struct Rosenbrock : IFunction
/// {
///     public T Value&lt;T&gt;(ReadOnlySpan&lt;T&gt; x) where T : struct, IReal&lt;T&gt; =&gt;
///         T.Pow(1 - x[0], 2) + 100 * T.Pow(x[1] - x[0] * x[0], 2);
/// }
/// </code>
/// A function may have data (observations, coefficients) in its fields. Its value depends on x and those alone, by the operations of
/// <see cref="IReal{T}"/>: what is computed in another way is a constant to the derivatives and to the proofs. Meant for small functions: a gradient
/// takes n evaluations, a Hessian ½n(n + 1).
/// </remarks>
public interface IFunction
{
    /// <summary>L(x).</summary>
    /// <typeparam name="T">The numbers to compute with.</typeparam>
    /// <param name="x">x, n entries.</param>
    T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>;
}
