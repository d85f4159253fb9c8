using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature.Functions;

namespace Optimizers.Curvature;

public sealed partial class CriticalPoint
{
    /// <summary>Up to this n the interval matrices of the claims about the loss, and the higher derivatives of a degenerate point, are small work.</summary>
    private const int LargestEnclosedDimension = 100;

    /// <summary>As much of a unit tangent may lie outside the flat eigenvectors: those next to the tolerance mix with others.</summary>
    private const double FlatTangent = 1e-4;

    // From a degenerate point: a curve along which the loss falls by its higher orders.
    private DescentCurve? _wayDown;

    /// <summary>Classifies a point of an objective with <see cref="CriticalPointOptions"/> at their defaults.</summary>
    /// <inheritdoc cref="Classify(Objective, Vector{double}, CriticalPointOptions)"/>
    public static CriticalPoint Classify(Objective objective, Vector<double> theta) => Classify(objective, theta, CriticalPointOptions.Default);

    /// <summary>
    /// Classifies a point of an objective, at any size. Up to <see cref="CriticalPointOptions.DenseLimit"/> parameters the Hessian is decomposed; beyond, the
    /// ends of its spectrum are located by its products (<see cref="ExtremeEigenvalues"/>), in three vectors of memory beside what the objective allocates.
    /// </summary>
    /// <remarks>
    /// <para>Of a function written against generic numbers (<see cref="Objective.FromFunction{TFunction}()"/>), of 100 parameters at most, it is also tried
    /// to prove that a critical point of the loss itself lies within the radius.</para>
    /// <para>Of up to 100 parameters, a degenerate point is decided by the third and fourth order where they can: exactly of such a function, else by
    /// differences of products, four a pair of null directions and eight a quartic form. Not where <see cref="CriticalPointOptions.FlatCurvature"/> says what
    /// counts as flat.</para>
    /// <para>The claims hold within the smooth piece of the loss at θ: <see cref="SmoothRadius"/>, <see cref="KinkDistance"/>.</para>
    /// <para>Where the derivatives are made by differences, their estimated errors are in every bound, and nothing is called proven or probable.</para>
    /// <para>Beyond the limit the Hessian is tested for symmetry first (4 products), and each tangent of a declared symmetry takes one product and a
    /// vector of memory. Of a sum over mini-batches the claims are about that sum.</para>
    /// </remarks>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries. It is not changed.</param>
    /// <param name="options">The errors, how sure the answer shall be, and what it may cost.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An entry of θ is not finite, or θ has not the length of the layout; or the Hessian is not symmetric.</exception>
    /// <exception cref="InvalidOperationException">A value of the caller's functions is not finite, or has the wrong size.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CriticalPoint Classify(Objective objective, Vector<double> theta, CriticalPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(options);
        var point = theta.ToArray();
        Arguments.ThrowIfNotFinite(point, nameof(theta));
        options.CancellationToken.ThrowIfCancellationRequested();
        var before = objective.Evaluations;
        var kinkBefore = objective.KinkDistance;
        objective.KinkDistance = double.PositiveInfinity;
        try
        {
            var result = point.Length <= options.DenseLimit ? Decomposed(objective, point, options) : ByProducts(objective, point, options);
            result.Evaluations = objective.Evaluations - before;
            result.KinkDistance = objective.KinkDistance;
            result.SmoothRadius = objective.SmoothRadius(point);
            return result;
        }
        finally
        {
            objective.KinkDistance = Math.Min(kinkBefore, objective.KinkDistance);
        }
    }

    /// <summary>Searches for a critical point near a point, with the options at their defaults.</summary>
    /// <inheritdoc cref="Find(Objective, Vector{double}, CriticalPointSearchOptions, CriticalPointOptions)"/>
    public static CriticalPointSearchResult Find(Objective objective, Vector<double> near) =>
        Find(objective, near, new CriticalPointSearchOptions(), CriticalPointOptions.Default);

    /// <summary>
    /// Searches for a critical point of whatever kind near a point: ½‖∇L‖² is minimized by a trust-region method, so that saddles and maxima are found as well as
    /// minima. What is found is classified.
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
        return result.Outcome == CriticalPointSearchOutcome.Converged ? result with { Found = Classify(objective, result.Point, options) } : result;
    }

    private static CriticalPoint Decomposed(Objective objective, double[] theta, CriticalPointOptions options)
    {
        var gradient = new double[theta.Length];
        var gradientError = objective.Gradient(theta, gradient);
        var hessian = objective.Hessian(theta, out var hessianError);
        var epsilon = objective.Options.SinglePrecision ? SingleEpsilon : DoubleEpsilon;
        var errors = options with { GradientError = options.GradientError + gradientError, HessianError = options.HessianError + hessianError };
        var point = Classify(hessian.ToColumnMajorArray(), gradient, errors, epsilon, isBound: hessianError == 0);
        if (options.Symmetries.Count > 0)
            point.FlatDirections = point.ExplainFlatDirections(theta, options.Symmetries);
        if (theta.Length is > 0 and <= LargestEnclosedDimension)
        {
            if (objective is ExactObjective exact)
                point.ProveOfTheLoss(exact, theta, options);
            if (point.Kind == CriticalPointKind.Degenerate && point.PositiveThreshold == point.Tolerance)
                point.LookAtHigherOrders(objective, theta);
        }

        point.LookAtTheBatches(objective, theta);
        return point;
    }

    // (c) The loss itself, by enclosures.
    private void ProveOfTheLoss(ExactObjective objective, double[] theta, CriticalPointOptions options)
    {
        if (!options.Certify || Kind is not (CriticalPointKind.LocalMinimum or CriticalPointKind.LocalMaximum or CriticalPointKind.Saddle))
            return;
        var proof = KrawczykTest.TryProve(objective, theta, Radius)
            ?? (Kind == CriticalPointKind.LocalMinimum ? MinimizerCertificate.TryProve(objective, theta, Radius) : null);
        if (proof is not null)
            _claims.Add(Claim.Proven(ClaimSubject.Loss, $"L has {proof}", proof.Evidence));
    }

    // What the second order leaves open.
    private void LookAtHigherOrders(Objective objective, double[] theta)
    {
        var source = objective as IHigherDerivatives ?? new DifferencedDerivatives(objective);
        var higher = DegeneratePoint.Of(source, theta, Eigenvalues, Eigenvectors, Tolerance, Radius);
        Kind = higher.Kind;
        _wayDown = higher.WayDown;
        var statement = higher.Kind switch
        {
            CriticalPointKind.LocalMinimum => "θ is a local minimum of L",
            CriticalPointKind.LocalMaximum => "θ is a local maximum of L",
            CriticalPointKind.Saddle => "θ is a saddle of L: it takes higher and lower values in every neighbourhood",
            _ => "what θ is cannot be told by the third and fourth order at this precision",
        };
        _claims.Add(Claim.Estimated(ClaimSubject.Loss, statement, higher.Evidence));
    }

    // Of the data behind mini-batches, along the vector of λmin if it was computed: how far another sample of batches could move the curvature.
    private void LookAtTheBatches(Objective objective, double[] theta)
    {
        if (objective is not MiniBatchObjective { Count: > 1 } batches || Eigenvalues.Count == 0)
            return;
        var statistic = batches.CurvatureStatistic(theta, VectorAt(0));
        _claims.Add(Claim.Estimated(
            ClaimSubject.Loss, $"over all data the curvature along the vector of λmin is {statistic}", "the standard error over the mini-batches"));
    }

    // Which of the flat directions are tangents t with ‖Ht‖ ≤ τ‖t‖, counted by the rank of their coordinates in the flat eigenvectors.
    private FlatDirections ExplainFlatDirections(double[] theta, IReadOnlyList<Symmetry> symmetries)
    {
        var flat = Enumerable.Range(0, Dimension).Where(i => Math.Abs(Eigenvalues[i]) <= Tolerance).ToArray();
        var basis = new GrowingBasis(flat.Length);
        var at = Vector<double>.Build.DenseOfArray(theta);
        var parts = new List<FlatPart>();
        foreach (var symmetry in symmetries)
        {
            int explained = 0, broken = 0;
            foreach (var tangent in Tangents(symmetry, at))
            {
                var coordinates = Array.ConvertAll(flat, i => SymmetricEigenSystem.Dot(VectorAt(i), tangent));
                var rest = Math.Sqrt(Math.Max(0, 1 - SymmetricEigenSystem.Dot(coordinates, coordinates)));
                if (rest > FlatTangent)
                    broken++;
                else if (basis.TryAdd(coordinates))
                    explained++;
            }

            parts.Add(new(symmetry.Name, explained, broken));
        }

        return new(flat.Length, parts);
    }

    // Of length 1.
    private static IEnumerable<double[]> Tangents(Symmetry symmetry, Vector<double> theta)
    {
        foreach (var tangent in symmetry.Tangents(theta))
        {
            if (tangent.Count != theta.Count)
                throw new InvalidOperationException($"A tangent of the {symmetry.Name} has {tangent.Count} entries; θ has {theta.Count}.");
            var length = tangent.L2Norm();
            if (!(length > 0 && double.IsFinite(length)))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"A tangent of the {symmetry.Name} has the length {length}; it must be finite and not zero."));
            }

            yield return (tangent / length).ToArray();
        }
    }
}
