using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <content>Thick restart.</content>
public sealed partial class Lanczos
{
    private const long CheapBytes = 64L << 20;

    /// <summary>
    /// Wu and Simon 2000: in the basis of the kept Ritz vectors y₁…y_p and what follows, A is diag(θ) with an arrow β_m·s_{m,i} to the vector
    /// v_{p+1} that the last cycle left over, and tridiagonal beyond.
    /// </summary>
    private EigenPairs SolveRestarted(ScaledProducts products, WantedPairs wanted)
    {
        var n = wanted.Dimension;
        var smallestBasis = Math.Min(n, wanted.Total + 3);
        RequireProducts(1L + (WithVectors ? wanted.Total : 0), wanted);
        RequireMemory(
            smallestBasis + 2L, wanted, "Lanczos with thick restart", WithVectors
                ? $"Lanczos without reorthogonalization needs {3 + wanted.Total}, and 3 for values alone."
                : "Lanczos without reorthogonalization needs 3.");
        var size = (int)Math.Min(n, (MemoryVectors ?? DefaultBasis(wanted)) - 2L);
        return new RestartedRun(this, products, wanted, size).Solve();
    }

    /// <summary>So many vectors that half the basis is free for new ones after a restart, and more where they are small.</summary>
    private static long DefaultBasis(WantedPairs wanted) =>
        Math.Max(Math.Max(22, (2L * wanted.Total) + 12), Math.Min(200, CheapBytes / sizeof(double) / wanted.Dimension));

    private sealed class RestartedRun
    {
        private const double Roundoff = 1.0 / (1L << 52);

        private readonly Lanczos _solver;
        private readonly ScaledProducts _products;
        private readonly VectorWork _work;
        private readonly WantedPairs _wanted;
        private readonly int _n;
        private readonly int _m;
        private readonly double[][] _basis;
        private readonly double[] _w;
        private readonly double[] _projected;
        private readonly double[] _c;
        private int _stream;
        private int _restarts;
        private int _renewals;
        private double _norm;

        public RestartedRun(Lanczos solver, ScaledProducts products, WantedPairs wanted, int size)
        {
            (_solver, _products, _work, _wanted, _n, _m) = (solver, products, products.Work, wanted, wanted.Dimension, size);
            _basis = [.. Enumerable.Range(0, size + 1).Select(j => j < _n ? new double[_n] : [])];
            _w = new double[_n];
            _projected = new double[size * size];
            _c = new double[size];
        }

        public EigenPairs Solve()
        {
            var verification = _solver.WithVectors ? _wanted.Total : 0;
            _work.FillNormal(_basis[0], _solver.Seed, 0);
            _work.Scale(1 / _work.Norm(_basis[0]), _basis[0], _basis[0]);
            var kept = 0;
            while (true)
            {
                var (size, beta) = Extend(kept, verification);
                var (values, s) = TridiagonalReduction.DecomposeScaled(Leading(size), size);
                var residuals = Enumerable.Range(0, size).Select(i => beta * Math.Abs(s[size - 1 + (i * size)])).ToArray();
                var chosen = _wanted.Among(size).ToArray();
                var largest = LargestMagnitude(values);
                var converged = chosen.Count(i => residuals[i] <= _solver.Tolerance * largest || beta == 0);
                _solver.Report(_products, converged, _wanted, values[0], values[^1], chosen.Max(i => residuals[i]));
                if (converged == _wanted.Total || size < _m || size == _n || !_products.Allows(verification + 1L))
                    return Finish(chosen, values, residuals, s, size, largest);
                kept = Restart(values, s, size, beta);
            }
        }

        /// <summary>
        /// Lanczos steps from the first vector that has had no product yet until the basis is full. Returns its size and the last β.
        /// </summary>
        private (int Size, double Beta) Extend(int first, int verification)
        {
            var beta = 0.0;
            for (var j = first; j < _m; j++)
            {
                if (j > first && !_products.Allows(verification + 1L))
                    return (j, beta);
                _products.Multiply(_basis[j], _w);
                beta = Orthogonalize(j, first, beta);
                for (var i = j == first ? 0 : j; i <= j; i++)
                    _projected[i + (j * _m)] = _projected[j + (i * _m)] = _c[i];
                _norm = Math.Max(_norm, Math.Abs(_c[j]) + beta);
                var isLast = j + 1 == _n;
                if (isLast || beta <= 64 * Roundoff * _norm)
                {
                    beta = 0;
                    if (isLast || j + 1 == _m)
                        return (j + 1, 0);
                    Renew(j + 1);
                }
                else
                {
                    _work.Scale(1 / beta, _w, _basis[j + 1]);
                }

                if (j + 1 < _m)
                    _projected[j + 1 + (j * _m)] = _projected[j + ((j + 1) * _m)] = beta;
            }

            return (_m, beta);
        }

        /// <summary>
        /// w ← (I − VVᵀ)w; c = Vᵀw of before, where it matters: behind the arrow all of it, later the last one. There αv and βu, all that exact
        /// arithmetic would leave, go first, so that one pass over the basis is mostly enough. Returns the norm of what is left.
        /// </summary>
        private double Orthogonalize(int j, int first, double beta)
        {
            var alpha = 0.0;
            double norm;
            if (j > first)
            {
                alpha = _work.Dot(_basis[j], _w);
                norm = _products.Finite(_work.Recur(_w, alpha, _basis[j], beta, _basis[j - 1]));
            }
            else
            {
                norm = _products.Finite(_work.Norm(_w));
            }

            norm = _work.Orthogonalize(_basis, j + 1, _w, norm, _c);
            _c[j] += alpha;
            return norm;
        }

        /// <summary>A new random vector, orthogonal to all there is: the space before it is invariant.</summary>
        private void Renew(int count)
        {
            _renewals++;
            double before, left;
            do
            {
                _work.FillNormal(_w, _solver.Seed, ++_stream);
                before = _work.Norm(_w);
                left = _work.Orthogonalize(_basis, count, _w, before, _c);
            }
            while (left < 1e-8 * before);
            _work.Scale(1 / left, _w, _basis[count]);
        }

        private double[] Leading(int size)
        {
            var leading = new double[size * size];
            for (var j = 0; j < size; j++)
                Array.Copy(_projected, j * _m, leading, j * size, size);
            return leading;
        }

        /// <summary>Keeps the wanted Ritz vectors and as many again of their neighbours as leaves half of the rest of the basis free.</summary>
        private int Restart(double[] values, double[] s, int size, double beta)
        {
            _restarts++;
            var total = Math.Min(_wanted.Total + ((size - _wanted.Total) / 2), size - 2);
            var kept = _wanted.End switch
            {
                SpectrumEnd.Smallest => Enumerable.Range(0, total),
                SpectrumEnd.Largest => Enumerable.Range(size - total, total),
                _ => Enumerable.Range(0, size).Where(i => i < (total + 1) / 2 || i >= size - (total / 2)),
            };
            var places = kept.ToArray();
            Rotate(places, s, size);
            (_basis[places.Length], _basis[size]) = (_basis[size], _basis[places.Length]);
            Array.Clear(_projected);
            var p = places.Length;
            for (var i = 0; i < p; i++)
            {
                _projected[i + (i * _m)] = values[places[i]];
                _projected[i + (p * _m)] = _projected[p + (i * _m)] = beta * s[size - 1 + (places[i] * size)];
            }

            return p;
        }

        private void Rotate(int[] places, double[] s, int size)
        {
            var columns = new double[size * places.Length];
            for (var i = 0; i < places.Length; i++)
                Array.Copy(s, places[i] * size, columns, i * size, size);
            _work.Rotate(_basis, size, columns, places.Length, _n);
        }

        private EigenPairs Finish(int[] chosen, double[] values, double[] residuals, double[] s, int size, double largest)
        {
            List<EigenPair> pairs;
            if (_solver.WithVectors)
            {
                Rotate(chosen, s, size);
                pairs = Verify(_products, _basis[..chosen.Length], _w);
            }
            else
            {
                pairs = [.. chosen.Select(i => new EigenPair(
                    _products.Unscale(values[i]), _products.Unscale(residuals[i]), _products.Error, false, null))];
            }

            return new(pairs)
            {
                HasConverged = _solver.AreConverged(pairs, _wanted, _products.Unscale(largest)),
                Products = _products.Count,
                Restarts = _restarts + _renewals,
                Steps = size,
                IsSingleKrylovSpace = _restarts + _renewals == 0,
                IsReorthogonalized = true,
                FoundInvariantSubspace = _renewals > 0,
                Seed = _solver.Seed,
                MemoryVectors = _m + 2,
            };
        }
    }
}
