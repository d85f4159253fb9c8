using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The locally optimal block preconditioned conjugate gradient method (Knyazev, SIAM J. Sci. Comput. 23, 2001): Rayleigh–Ritz on span(X, W, P), X the
/// approximations, W their preconditioned residuals, P the last directions. The basis is kept orthonormal, P made so among the coefficients, as
/// Hetmaniuk and Lehoucq (J. Comput. Phys. 218, 2006) found to be stable.
/// </summary>
/// <remarks>
/// Worth its while with a good preconditioner; without one Lanczos takes fewer products. Six vectors of memory a pair and one more, and multiple
/// eigenvalues are found as often as the block is large. Both ends at once are one block, each end locally optimal in the same span and orthogonal to
/// the other; but a preconditioner near A⁻¹ draws to the smallest eigenvalues alone, so that with one each end is better asked for by itself.
/// </remarks>
public sealed class Lobpcg : EigenSolver
{
    private readonly SymmetricOperator? _preconditioner;

    /// <summary>The solver.</summary>
    /// <param name="preconditioner">
    /// T ≈ A⁻¹, positive definite (or near the wanted end's (A − λI)⁻¹ in magnitude): turns a residual into a better direction. Null for none.
    /// </param>
    public Lobpcg(SymmetricOperator? preconditioner = null) => _preconditioner = preconditioner;

    private protected override EigenPairs Solve(SymmetricOperator @operator, WantedPairs wanted, CancellationToken cancellationToken)
    {
        if (_preconditioner is { } preconditioner && preconditioner.Dimension != wanted.Dimension)
        {
            throw new ArgumentException(
                $"The operator has dimension {wanted.Dimension}; the preconditioner has {preconditioner.Dimension}.", nameof(@operator));
        }

        var block = wanted.Total;
        RequireProducts(2L * block, wanted);
        RequireMemory((6L * block) + 1, wanted, "LOBPCG",
            $"Lanczos with thick restart needs {block + 5}, without reorthogonalization 3 for values alone.");
        var work = new VectorWork(MaxThreads);
        var products = new ScaledProducts(@operator, work, MaxProducts, cancellationToken);
        return new Run(this, products, wanted).Solve();
    }

    private sealed class Run
    {
        private readonly Lobpcg _solver;
        private readonly ScaledProducts _products;
        private readonly VectorWork _work;
        private readonly WantedPairs _wanted;
        private readonly int _block;

        // Orthonormal: X, then P, then W; and A times each.
        private readonly double[][] _basis;
        private readonly double[][] _images;
        private readonly double[] _residual;
        private readonly double[] _c;
        private int _size;
        private double[] _values = [];
        private double _largest;

        public Run(Lobpcg solver, ScaledProducts products, WantedPairs wanted)
        {
            (_solver, _products, _work, _wanted, _block) = (solver, products, products.Work, wanted, wanted.Total);
            _basis = [.. Enumerable.Range(0, 3 * _block).Select(_ => new double[wanted.Dimension])];
            _images = [.. Enumerable.Range(0, 3 * _block).Select(_ => new double[wanted.Dimension])];
            _residual = new double[wanted.Dimension];
            _c = new double[3 * _block];
        }

        public EigenPairs Solve()
        {
            for (var stream = 0; _size < _block; stream++)
            {
                _work.FillNormal(_basis[_size], _solver.Seed, stream);
                Take();
            }

            Combine();
            var iterations = 0;
            while (true)
            {
                var before = _size;
                var (active, worst) = AddResiduals();
                _solver.Report(_products, _block - active, _wanted, _values[0], _values[^1], worst);
                if (active == 0 || _size == before)
                    return Finish(iterations);
                Combine();
                iterations++;
            }
        }

        /// <summary>W: the preconditioned residuals of what has not converged. How many those are, and the largest residual.</summary>
        private (int Active, double Worst) AddResiduals()
        {
            var tolerance = _solver.Tolerance * _largest;
            var (active, worst) = (0, 0.0);
            for (var i = 0; i < _block; i++)
            {
                _work.Scale(1, _images[i], _residual);
                var residual = _work.Recur(_residual, _values[i], _basis[i], 0, _basis[i]);
                worst = Math.Max(worst, residual);
                if (residual <= tolerance)
                    continue;
                active++;
                if (_size == Math.Min(_basis.Length, _wanted.Dimension) || !_products.Allows(1L + _block))
                    continue;
                if (_solver._preconditioner is { } preconditioner)
                    preconditioner.Multiply(_residual, _basis[_size]);
                else
                    _residual.CopyTo(_basis[_size], 0);
                Take();
            }

            return (active, worst);
        }

        /// <summary>The vector behind the basis becomes its next one, unless it lies within it.</summary>
        private void Take()
        {
            var vector = _basis[_size];
            var before = _products.Finite(_work.Norm(vector));
            if (before == 0)
                return;
            _work.Scale(1 / before, vector, vector);
            var left = _work.Orthogonalize(_basis, _size, vector, 1, _c);
            if (left < 1e-10)
                return;
            _work.Scale(1 / left, vector, vector);
            _products.Multiply(vector, _images[_size]);
            _size++;
        }

        /// <summary>Rayleigh and Ritz in the basis: X becomes the wanted Ritz vectors, P what they took from P and W, orthonormal to them.</summary>
        private void Combine()
        {
            var size = _size;
            var h = new double[size * size];
            for (var j = 0; j < size; j++)
                _work.Dots(_basis, size, _images[j], h.AsSpan(j * size, size));
            for (var j = 0; j < size; j++)
            {
                for (var i = 0; i < j; i++)
                    h[i + (j * size)] = h[j + (i * size)] = 0.5 * (h[i + (j * size)] + h[j + (i * size)]);
            }

            var (values, vectors) = TridiagonalReduction.DecomposeScaled(h, size);
            _largest = Math.Max(_largest, LargestMagnitude(values));
            var chosen = _wanted.Among(size).ToArray();
            _values = [.. chosen.Select(i => values[i])];
            var columns = new List<double[]>(chosen.Select(i => vectors.AsSpan(i * size, size).ToArray()));
            for (var i = 0; i < _block && size > _block; i++)
            {
                double[] direction = [.. columns[i]];
                Array.Clear(direction, 0, _block);
                if (MakeOrthonormal(direction, columns))
                    columns.Add(direction);
            }

            double[] s = [.. columns.SelectMany(column => column)];
            _work.Rotate(_basis, size, s, columns.Count, _wanted.Dimension);
            _work.Rotate(_images, size, s, columns.Count, _wanted.Dimension);
            _size = columns.Count;
        }

        private static double LargestMagnitude(double[] ascending) => Math.Max(Math.Abs(ascending[0]), Math.Abs(ascending[^1]));

        // Vectors of a few entries, of which less is negligible than to GrowingBasis: directions shrink with the residuals.
        private static bool MakeOrthonormal(double[] x, List<double[]> columns)
        {
            var norm = Norm(x);
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var column in columns)
                    ShortVectors.AddScaled(x, -ShortVectors.Dot(column, x), column);
            }

            var left = Norm(x);
            if (left <= 1e-10 * norm || left == 0)
                return false;
            for (var i = 0; i < x.Length; i++)
                x[i] /= left;
            return true;

            static double Norm(double[] x) => Math.Sqrt(ShortVectors.Dot(x, x));
        }

        private EigenPairs Finish(int iterations)
        {
            var vectors = _basis[.._block];
            List<EigenPair> pairs;
            if (_solver.WithVectors)
            {
                pairs = Verify(_products, vectors, _residual);
            }
            else
            {
                pairs = [];
                for (var i = 0; i < _block; i++)
                {
                    _work.Scale(1, _images[i], _residual);
                    var residual = _work.Recur(_residual, _values[i], _basis[i], 0, _basis[i]);
                    pairs.Add(new(_products.Unscale(_values[i]), _products.Unscale(residual), _products.Error, false, null));
                }
            }

            return new(pairs)
            {
                HasConverged = _solver.AreConverged(pairs, _wanted, _products.Unscale(_largest)),
                AreMultiplicitiesKnown = true, // A block of as many random starts sees as many copies.
                Products = _products.Count,
                Restarts = iterations,
                Steps = _size,
                IsReorthogonalized = true,
                Seed = _solver.Seed,
                MemoryVectors = (6 * _block) + 1,
            };
        }
    }
}
