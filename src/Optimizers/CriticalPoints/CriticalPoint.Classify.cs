using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

// The doors of the classifiers and of the search.
public sealed partial class CriticalPoint
{
    /// <summary>Classifies a point with <see cref="CriticalPointOptions"/> at their defaults.</summary>
    /// <inheritdoc cref="Classify(Matrix{double}, Vector{double}, CriticalPointOptions)"/>
    public static CriticalPoint Classify(Matrix<double> hessian, Vector<double> gradient) =>
        Classify(hessian, gradient, CriticalPointOptions.Default);

    /// <summary>Classifies a point by the eigenvalues of its Hessian. O(n³) time, up to five copies of H in memory.</summary>
    /// <remarks>H is decomposed block by block where its non-zero entries leave its coordinates in groups that do not couple.</remarks>
    /// <param name="hessian">H, n × n and symmetric but for rounding. It is not changed.</param>
    /// <param name="gradient">g, n entries. It is not changed.</param>
    /// <param name="options">The errors of H and g, the radius, and what else may be said.</param>
    /// <returns>The classified point.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// H is not square, g has another length, an entry is not finite, H is not symmetric beyond its rounding and error, or ‖H‖₂ overflows.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="NonConvergenceException">The iteration for the eigenvalues did not converge.</exception>
    public static CriticalPoint Classify(Matrix<double> hessian, Vector<double> gradient, CriticalPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfShapesDiffer(hessian, gradient);
        return DenseClassifier.Classify(hessian.ToColumnMajorArray(), gradient.ToArray(), options, MachineEpsilon.Double);
    }

    /// <inheritdoc cref="Classify(Matrix{float}, Vector{float}, CriticalPointOptions)"/>
    public static CriticalPoint Classify(Matrix<float> hessian, Vector<float> gradient) =>
        Classify(hessian, gradient, CriticalPointOptions.Default);

    /// <summary>
    /// Classifies a point whose Hessian is in single precision. The decomposition is in double; the tolerance grows by one unit in the last
    /// place of every entry, 2⁻²³‖H‖_F. A Hessian with more error than that needs <see cref="CriticalPointOptions.HessianError"/>.
    /// </summary>
    /// <inheritdoc cref="Classify(Matrix{double}, Vector{double}, CriticalPointOptions)"/>
    public static CriticalPoint Classify(Matrix<float> hessian, Vector<float> gradient, CriticalPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfShapesDiffer(hessian, gradient);
        return DenseClassifier.Classify(Widen(hessian.ToColumnMajorArray()), Widen(gradient.ToArray()), options, MachineEpsilon.Single);
    }

    /// <summary>Classifies a point of an objective with <see cref="CriticalPointOptions"/> at their defaults.</summary>
    /// <inheritdoc cref="Classify(Objective, Vector{double}, CriticalPointOptions)"/>
    public static CriticalPoint Classify(Objective objective, Vector<double> theta) => Classify(objective, theta, CriticalPointOptions.Default);

    /// <summary>
    /// Classifies a point of an objective, at any size. Up to <see cref="CriticalPointOptions.DenseLimit"/> parameters the Hessian is decomposed;
    /// beyond, the ends of its spectrum are located by its products (<see cref="ExtremeEigenvalues"/>), in three vectors of memory beside what
    /// the objective allocates.
    /// </summary>
    /// <remarks>
    /// <para>Of a function written against generic numbers (<see cref="Objective.FromFunction{TFunction}()"/>), of 100 parameters at most, it is also
    /// tried to prove that a critical point of the loss itself lies within the radius.</para>
    /// <para>Of up to 100 parameters, a degenerate point is decided by the third and fourth order where they can: exactly of such a function, else by
    /// differences of products, four a pair of null directions and eight a quartic form. Not where <see cref="CriticalPointOptions.FlatCurvature"/>
    /// says what counts as flat.</para>
    /// <para>The claims hold within the smooth piece of the loss at θ: <see cref="SmoothRadius"/>, <see cref="KinkDistance"/>.</para>
    /// <para>Where the derivatives are made by differences, their estimated errors are in every bound, and nothing is called
    /// proven or probable.</para>
    /// <para>Beyond the limit the Hessian is tested for symmetry first (4 products), and each tangent of a declared symmetry takes one product and a
    /// vector of memory. Of a sum over mini-batches the claims are about that sum.</para>
    /// </remarks>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries. It is not changed.</param>
    /// <param name="options">The errors, how sure the answer shall be, and what it may cost.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An entry of θ is not finite, or θ has not the length of the layout; or the Hessian is
    /// not symmetric.</exception>
    /// <exception cref="InvalidOperationException">A value of the caller's functions is not finite, or has the wrong size.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CriticalPoint Classify(Objective objective, Vector<double> theta, CriticalPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(options);
        return ObjectiveClassifier.Classify(objective, theta.ToArray(), options);
    }

    /// <summary>Searches for a critical point near a point, with the options at their defaults.</summary>
    /// <inheritdoc cref="Find(Objective, Vector{double}, CriticalPointSearchOptions, CriticalPointOptions)"/>
    public static CriticalPointSearchResult Find(Objective objective, Vector<double> near) =>
        Find(objective, near, new CriticalPointSearchOptions(), CriticalPointOptions.Default);

    /// <summary>
    /// Searches for a critical point of whatever kind near a point: ½‖∇L‖² is minimized by a trust-region method, so that saddles and maxima are
    /// found as well as minima. What is found is classified.
    /// </summary>
    /// <param name="objective">L.</param>
    /// <param name="near">Where the search starts, n entries. It is not changed.</param>
    /// <param name="search">How it searches.</param>
    /// <param name="options">How what it finds is classified.</param>
    /// <returns>Where the search ended and why; <see cref="CriticalPointSearchResult.Found"/> is the classified point where it converged.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An entry of the start is not finite, or it has not the length of the layout.</exception>
    /// <exception cref="InvalidOperationException">A value of the caller's functions is not finite, or has the wrong size.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CriticalPointSearchResult Find(
        Objective objective, Vector<double> near, CriticalPointSearchOptions search, CriticalPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var result = CriticalPointSearch.Run(objective, near, search);
        if (result.Outcome != CriticalPointSearchOutcome.Converged)
            return result;

        using var scope = new CancellationScope(objective, options.CancellationToken);

        // What is near is told by the scale of the start too: where the search ends, every parameter can be zero but for rounding.
        var scales = ParameterScales.Of(objective, near.ToArray(), options);
        var there = ParameterScales.Of(objective, result.Point.ToArray(), options);
        for (var i = 0; i < scales.Length && !result.Point.ForAll(entry => entry == 0); i++)
            scales[i] = Math.Max(scales[i], there[i]);
        result.Found = Classify(objective, result.Point, options with { ParameterScale = scales });
        return result;
    }

    /// <inheritdoc cref="Price(Objective, Vector{double}, CriticalPointOptions)"/>
    public static ClassificationPrice Price(Objective objective, Vector<double> theta) => Price(objective, theta, CriticalPointOptions.Default);

    /// <summary>
    /// What <c>Classify</c> will cost with the same arguments, from a short pilot: one product of a Hessian that is to be made, 16 where the products
    /// alone are used, which tell the width of the spectrum and with it the price of a <see cref="CriticalPointOptions.Resolution"/>.
    /// </summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries. It is not changed.</param>
    /// <param name="options">As for the classification.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An entry of θ is not finite, or θ has not the length of the layout.</exception>
    /// <exception cref="InvalidOperationException">A value of the caller's functions is not finite, or has the wrong size.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ClassificationPrice Price(Objective objective, Vector<double> theta, CriticalPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(options);
        return ClassificationPricing.Of(objective, theta.ToArray(), options);
    }

    private static void ThrowIfShapesDiffer<T>(Matrix<T> hessian, Vector<T> gradient) where T : struct, IEquatable<T>, IFormattable
    {
        int rows = hessian.RowCount, columns = hessian.ColumnCount;
        if (rows != columns)
            throw new ArgumentException($"The Hessian must be square; it is {rows}×{columns}.", nameof(hessian));
        if (rows != gradient.Count)
            throw new ArgumentException($"The gradient has {gradient.Count} entries; the {rows}×{columns} Hessian needs {rows}.", nameof(gradient));
    }

    private static double[] Widen(float[] entries) => Array.ConvertAll(entries, entry => (double)entry);
}
