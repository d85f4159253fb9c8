namespace Optimizers.Benchmarks.Algebra;

/// <summary>What is made of a matrix of n rows and columns.</summary>
internal enum Factorization
{
    /// <summary>A = UΛUᵀ of a symmetric matrix.</summary>
    SymmetricEigenSystem,

    /// <summary>A = LLᵀ of a positive definite matrix.</summary>
    Cholesky,

    /// <summary>A = PLU.</summary>
    LU,

    /// <summary>A = QR.</summary>
    QR,

    /// <summary>A = UΣVᵀ.</summary>
    SingularValues,
}
