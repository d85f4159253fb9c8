using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

public sealed partial class CriticalPoint
{
    /// <summary>The most products of the search for the distance to the critical point of the expansion.</summary>
    private const int MaxDistanceProducts = 200;

    /// <summary>Products that tell the size of the spectrum, against which the tangents of symmetries are measured.</summary>
    private const int SymmetriesPilotProducts = 8;

    // By products alone: from the ends of the spectrum, and pairs at both ends where the lower one is negative.
    private CriticalPoint(
        double[] gradient, double gradientError, HessianOperator hessian, ExtremeEigenvalues ends, EigenPair[] pairs, int flatCount, CriticalPointOptions options)
    {
        var n = gradient.Length;
        Dimension = n;
        Radius = options.Radius;
        SmallestInterval = ends.Smallest;
        LargestInterval = ends.Largest;
        var norm = Math.Max(Math.Abs(ends.SmallestRitzValue), Math.Abs(ends.LargestRitzValue));
        ToleranceSources = new()
        {
            Rounding = Math.Max(ends.Rounding, n * DoubleEpsilon * norm),
            HessianError = options.HessianError + hessian.ProductError,
        };

        _vectors = pairs is [var only] ? VectorOf(only) : [.. pairs.SelectMany(VectorOf)];
        _slopes = new double[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
            _slopes[i] = SymmetricEigenSystem.Dot(VectorAt(i), gradient);
        Eigenvalues = Vector<double>.Build.Dense(pairs.Length, i => pairs[i].Value);
        Eigenvectors = Matrix<double>.Build.Dense(n, pairs.Length, _vectors);
        SmallestEigenvalue = pairs.Length == 0 ? ends.SmallestRitzValue : Math.Min(ends.SmallestRitzValue, Eigenvalues[0]);
        LargestEigenvalue = pairs.Length == 0 ? ends.LargestRitzValue : Math.Max(ends.LargestRitzValue, Eigenvalues[^1]);

        GradientNorm = Math.Sqrt(SymmetricEigenSystem.Dot(gradient, gradient));
        GradientTolerance = gradientError + ToleranceSources.Decomposition;
        FlatGradientTolerance = GradientTolerance + ToleranceSources.Input * Radius;
        PositiveThreshold = Math.Max(Tolerance, options.FlatCurvature);
        NegativeThreshold = Math.Max(PositiveThreshold, HiddenCurvature(options));
        NegativeCount = Math.Min(SmallestEigenvalue, ends.Smallest.Upper) < -NegativeThreshold ? 1 : 0;
        PositiveCount = Math.Max(LargestEigenvalue, ends.Largest.Lower) > PositiveThreshold ? 1 : 0;
        ZeroCount = flatCount;

        (DistanceToCriticalPoint, FlatGradientNorm) = Distance(gradient, hessian, norm, options);
        Kind = DistanceToCriticalPoint > Radius ? CriticalPointKind.NotCritical
            : NegativeCount > 0 && PositiveCount > 0 ? CriticalPointKind.Saddle
            : ZeroCount == 0 && ends.Smallest.Lower > PositiveThreshold ? CriticalPointKind.LocalMinimum
            : ZeroCount == 0 && ends.Largest.Upper < -NegativeThreshold ? CriticalPointKind.LocalMaximum
            : CriticalPointKind.Degenerate;
    }

    // √(ρ‖g‖).
    private double HiddenCurvature(CriticalPointOptions options) =>
        options.HessianLipschitz == 0 ? 0 : Math.Sqrt(options.HessianLipschitz) * Math.Sqrt(GradientNorm);

    private static CriticalPoint ByProducts(Objective objective, double[] theta, CriticalPointOptions options)
    {
        var gradient = new double[theta.Length];
        var gradientError = options.GradientError + objective.Gradient(theta, gradient);
        var hessian = new HessianOperator(objective, theta);
        var symmetry = SymmetryTest.ThrowIfNotSymmetric(
            hessian, seed: options.Seed, rounding: objective.Options.SinglePrecision ? 1e-5 : null, cancellation: options.CancellationToken);

        var basis = new GrowingBasis(theta.Length);
        FlatDirections? flat = null;
        SymmetricOperator transverse = hessian;
        if (options.Symmetries.Count > 0)
        {
            var pilot = ExtremeEigenvalues.Pilot(hessian, SymmetriesPilotProducts, options.Ends with { Progress = null });
            flat = FlatTangents(theta, hessian, basis, pilot, options);

            // What is deflated goes inside the spectrum, so that it is at no end.
            var inside = 0.5 * (pilot.SmallestRitzValue + pilot.LargestRitzValue);
            if (flat.Count > 0)
                transverse = hessian.Deflate(basis.Vectors.Select(vector => Vector<double>.Build.Dense(vector)), inside);
        }

        var ends = ExtremeEigenvalues.Locate(transverse, options.Ends);
        var pairs = ends.Smallest.Upper < 0 ? PairsAtBothEnds(transverse, ends, options) : [];
        var point = new CriticalPoint(gradient, gradientError, hessian, ends, pairs, basis.Vectors.Count, options) { FlatDirections = flat };
        point.ClaimFromProducts(hessian, ends, symmetry);
        point.LookAtTheBatches(objective, theta);
        return point;
    }

    // The vectors of both ends, of a Krylov space at least as good as that which located them.
    private static EigenPair[] PairsAtBothEnds(SymmetricOperator a, ExtremeEigenvalues ends, CriticalPointOptions options)
    {
        EigenPair[] pairs = [];
        foreach (var tolerance in (ReadOnlySpan<double>)[1e-2, 1e-4, 1e-6])
        {
            var solver = new Lanczos(LanczosForm.WithoutReorthogonalization, new EigenSolverOptions
            {
                Seed = options.Seed,
                Tolerance = tolerance,
                MaxProducts = Math.Max(options.MaxProducts, 8),
                MaxThreads = options.MaxThreads,
                CancellationToken = options.CancellationToken,
            });
            pairs = [.. solver.Solve(a, 1, SpectrumEnd.Both).Pairs.Where(pair => pair.Vector is not null)];
            if (pairs.Length > 0 && pairs[0].Value <= ends.SmallestRitzValue + (0.5 * options.Fraction * (ends.LargestRitzValue - ends.SmallestRitzValue)))
                break;
        }

        return pairs;
    }

    // The tangents t of the declared symmetries with ‖Ht‖ small against what the whole matrix does to a vector: one product each.
    private static FlatDirections FlatTangents(
        double[] theta, HessianOperator hessian, GrowingBasis basis, ExtremeEigenvalues pilot, CriticalPointOptions options)
    {
        var norm = Math.Max(Math.Abs(pilot.SmallestRitzValue), Math.Abs(pilot.LargestRitzValue));
        var at = Vector<double>.Build.DenseOfArray(theta);
        var parts = new List<FlatPart>();
        var product = new double[theta.Length];
        foreach (var symmetry in options.Symmetries)
        {
            int explained = 0, broken = 0;
            foreach (var tangent in Tangents(symmetry, at))
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                hessian.Multiply(tangent, product);
                var curvature = Math.Sqrt(SymmetricEigenSystem.Dot(product, product));
                if (curvature > options.HessianError + (2 * hessian.ProductError) + (FlatTangent * FlatTangent * norm))
                    broken++;
                else if (basis.TryAdd(tangent))
                    explained++;
            }

            parts.Add(new(symmetry.Name, explained, broken));
        }

        return new(basis.Vectors.Count, parts);
    }

    // ρ and the gradient that no step removes. The residual of MINRES is the part of g that is outside the range of H.
    private (double Distance, double FlatGradientNorm) Distance(
        double[] gradient, HessianOperator hessian, double normOfHessian, CriticalPointOptions options)
    {
        if (GradientNorm <= GradientTolerance)
            return (0, GradientNorm);
        var least = (GradientNorm - GradientTolerance) / normOfHessian;
        if (!(least <= Radius))
            return (least, 0);
        var newton = MinimumResidual.Solve(
            hessian,
            Array.ConvertAll(gradient, entry => -entry),
            Math.Max(1e-3, GradientTolerance / GradientNorm),
            Math.Min(MaxDistanceProducts, options.MaxProducts),
            2 * Radius,
            options.CancellationToken);
        var distance = Math.Max(least, Math.Sqrt(SymmetricEigenSystem.Dot(newton.X, newton.X)));
        return newton.End == MinimumResidual.End.Solved || newton.Residual <= FlatGradientTolerance
            ? (distance, 0)
            : (newton.End == MinimumResidual.End.Outside ? distance : double.PositiveInfinity, newton.Residual);
    }

    private void ClaimFromProducts(HessianOperator hessian, ExtremeEigenvalues ends, SymmetryTest symmetry)
    {
        var error = Tolerance;
        var products = string.Create(
            CultureInfo.InvariantCulture,
            $"a product each, its rounding and error within {Number(error)}; of {symmetry.Pairs} random pairs none contradicts the symmetry of H");
        var (falls, rises) = (Eigenvalues.Any(value => value < -error), Eigenvalues.Any(value => value > error));
        if (falls)
        {
            var vectors = rises
                ? $"unit vectors u with uᵀHu = {Number(Eigenvalues[0])} and {Number(Eigenvalues[^1])}"
                : $"a unit vector u with uᵀHu = {Number(Eigenvalues[0])}";
            var statement = rises ? "∇²L(θ) is indefinite: it has negative and positive curvature" : "∇²L(θ) has negative curvature";
            _claims.Add(hessian.IsExact
                ? Claim.Proven(ClaimSubject.Hessian, statement, $"{vectors}, {products}")
                : Claim.Estimated(ClaimSubject.Hessian, statement, $"{vectors}, {products}; the products are from differences"));
        }

        var below = SmallestInterval.Lower - ToleranceSources.Input;
        var above = LargestInterval.Upper + ToleranceSources.Input;
        var where = FlatDirections is { Count: > 0 } ? $", transverse to {FlatDirections.Count} flat directions of declared symmetries" : "";
        var ofEnds = $"∇²L(θ) has no curvature below {BoundText.Below(below)} and none above {BoundText.Above(above)}{where}";
        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"{ends.Steps} products of one Krylov space from a random start (Kuczyński and Woźniakowski 1992, and its Lanczos polynomials), " +
            $"{(ends.IsReorthogonalized ? "reorthogonalized" : "not reorthogonalized")}, seed {ends.Seed}");
        _claims.Add(hessian.IsExact
            ? Claim.Probable(ClaimSubject.Hessian, 1 - ends.FailureProbability, ofEnds, evidence)
            : Claim.Estimated(ClaimSubject.Hessian, ofEnds, $"{evidence}; the products are from differences"));
    }

    private static double[] VectorOf(EigenPair pair) => pair.Vector!.AsArray() ?? pair.Vector.ToArray();
}
