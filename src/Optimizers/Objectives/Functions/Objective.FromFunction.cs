using Optimizers.Curvature.Functions;

namespace Optimizers.Curvature;

public abstract partial class Objective
{
    /// <summary>An objective with exact gradient, Hessian-vector product and Hessian of a function that has no data.</summary>
    /// <inheritdoc cref="FromFunction{TFunction}(TFunction, ObjectiveOptions?)"/>
    public static Objective FromFunction<TFunction>() where TFunction : struct, IFunction => FromFunction(default(TFunction));

    /// <summary>
    /// An objective with exact gradient, Hessian-vector product and Hessian of a function that is written once against generic numbers. There is
    /// no error but the rounding of the function's own operations.
    /// </summary>
    /// <remarks>
    /// By forward differentiation with dual and hyper-dual numbers: a gradient or a product takes n evaluations of the function, a Hessian ½n(n +
    /// 1). What has a kink (<see cref="IReal{T}.Abs"/>, <see cref="IReal{T}.Max"/>) has the mean of the derivatives of both sides there, and no
    /// curvature.
    /// </remarks>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="function">The function, with its data.</param>
    /// <param name="options">What else is known, such as the names of the parameters; null for the defaults.</param>
    public static Objective FromFunction<TFunction>(TFunction function, ObjectiveOptions? options = null) where TFunction : struct, IFunction =>
        new ExactFunctionObjective<TFunction>(function, options);
}
