using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using TorchSharp;

namespace Optimizers.Benchmarks.Algebra;

/// <summary>Somebody who multiplies.</summary>
/// <param name="name">The name in the tables.</param>
internal abstract class Contestant(string name)
{
    public string Name { get; } = name;

    /// <summary>Uses so many threads from now on.</summary>
    public abstract void Use(int threads);

    /// <summary>A product, ready to be done again and again.</summary>
    public abstract Action Prepare<E>(Product product) where E : unmanaged, IEquatable<E>, IFormattable;

    /// <summary>A factorization of a random matrix of so many rows and columns, in double.</summary>
    public abstract Action Prepare(Factorization factorization, int n);

    /// <summary>MathNet's matrices with a provider.</summary>
    public sealed class Provider(string name, ILinearAlgebraProvider provider) : Contestant(name)
    {
        public override void Use(int threads)
        {
            LinearAlgebraControl.Provider = provider;
            Control.MaxDegreeOfParallelism = threads;
        }

        public override Action Prepare<E>(Product product)
        {
            var build = Matrix<E>.Build;
            var left = product.IsLeftTransposed ? build.Random(product.Depth, product.Rows, 1) : build.Random(product.Rows, product.Depth, 1);
            var right = product.IsRightTransposed ? build.Random(product.Columns, product.Depth, 2) : build.Random(product.Depth, product.Columns, 2);
            var result = build.Dense(product.Rows, product.Columns);
            return product switch
            {
                { IsLeftTransposed: true } => () => left.TransposeThisAndMultiply(right, result),
                { IsRightTransposed: true } => () => left.TransposeAndMultiply(right, result),
                _ => () => left.Multiply(right, result),
            };
        }

        public override Action Prepare(Factorization factorization, int n)
        {
            var x = Matrix<double>.Build.Random(n, n, 1);
            var symmetric = x + x.Transpose();
            var definite = x.TransposeAndMultiply(x) + Matrix<double>.Build.DenseIdentity(n);
            return factorization switch
            {
                Factorization.SymmetricEigenSystem => () => symmetric.Evd(Symmetricity.Symmetric),
                Factorization.Cholesky => () => definite.Cholesky(),
                Factorization.LU => () => x.LU(),
                Factorization.QR => () => x.QR(),
                _ => () => x.Svd(),
            };
        }
    }

    /// <summary>LibTorch's tensors, row by row: Cᵀ = op(B)ᵀop(A)ᵀ is the same product in the same memory.</summary>
    public sealed class Torch() : Contestant("LibTorch")
    {
        public override void Use(int threads) => torch.set_num_threads(threads);

        public override Action Prepare<E>(Product product)
        {
            var type = typeof(E) == typeof(double) ? torch.float64 : torch.float32;
            var left = product.IsLeftTransposed ? Random(product.Rows, product.Depth).t() : Random(product.Depth, product.Rows);
            var right = product.IsRightTransposed ? Random(product.Depth, product.Columns).t() : Random(product.Columns, product.Depth);
            return () => torch.mm(right, left).Dispose();

            torch.Tensor Random(int rows, int columns) => torch.rand(rows, columns, type);
        }

        public override Action Prepare(Factorization factorization, int n)
        {
            var x = torch.randn(n, n, torch.float64);
            var symmetric = x + x.t();
            var definite = torch.mm(x, x.t()) + torch.eye(n, dtype: torch.float64);
            return factorization switch
            {
                Factorization.SymmetricEigenSystem => () => Dispose(torch.linalg.eigh(symmetric)),
                Factorization.Cholesky => () => torch.linalg.cholesky(definite).Dispose(),
                Factorization.LU => () => Dispose(torch.linalg.lu_factor(x)),
                Factorization.QR => () => Dispose(torch.linalg.qr(x)),
                _ => DisposeSvd,
            };

            void DisposeSvd()
            {
                var (u, sigma, v) = torch.linalg.svd(x);
                u.Dispose();
                sigma.Dispose();
                v.Dispose();
            }

            static void Dispose((torch.Tensor First, torch.Tensor? Second) result)
            {
                result.First.Dispose();
                result.Second?.Dispose();
            }
        }
    }
}
