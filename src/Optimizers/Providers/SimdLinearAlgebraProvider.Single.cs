using System.Numerics;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Optimizers;

/// <content>Float: what is called on Managed is MathNet's.</content>
public sealed partial class SimdLinearAlgebraProvider
{
    void ILinearAlgebraProvider<float>.AddVectorToScaledVector(float[] y, float alpha, float[] x, float[] result) =>
        Elementwise.AddScaled(y, alpha, x, result);

    void ILinearAlgebraProvider<float>.ScaleArray(float alpha, float[] x, float[] result) =>
        Elementwise.Scale(alpha, x, result);

    void ILinearAlgebraProvider<float>.ConjugateArray(float[] x, float[] result) => Managed.ConjugateArray(x, result);

    float ILinearAlgebraProvider<float>.DotProduct(float[] x, float[] y) => DenseProducts.Dot(x, y);

    void ILinearAlgebraProvider<float>.AddArrays(float[] x, float[] y, float[] result) => Elementwise.Add(x, y, result);

    void ILinearAlgebraProvider<float>.SubtractArrays(float[] x, float[] y, float[] result) =>
        Elementwise.Subtract(x, y, result);

    void ILinearAlgebraProvider<float>.PointWiseMultiplyArrays(float[] x, float[] y, float[] result) =>
        Elementwise.Multiply(x, y, result);

    void ILinearAlgebraProvider<float>.PointWiseDivideArrays(float[] x, float[] y, float[] result) =>
        Elementwise.Divide(x, y, result);

    void ILinearAlgebraProvider<float>.PointWisePowerArrays(float[] x, float[] y, float[] result) =>
        Managed.PointWisePowerArrays(x, y, result);

    double ILinearAlgebraProvider<float>.MatrixNorm(Norm norm, int rows, int columns, float[] matrix) =>
        norm == Norm.FrobeniusNorm
            ? DenseProducts.FrobeniusNorm(rows, columns, matrix)
            : Managed.MatrixNorm(norm, rows, columns, matrix);

    void ILinearAlgebraProvider<float>.MatrixMultiply(
        float[] x, int rowsX, int columnsX, float[] y, int rowsY, int columnsY, float[] result) =>
        DenseProducts.Multiply(
            Transpose.DontTranspose, Transpose.DontTranspose, 1, x, rowsX, columnsX, y, rowsY, columnsY, 0, result);

    void ILinearAlgebraProvider<float>.MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, float alpha, float[] a, int rowsA, int columnsA, float[] b, int rowsB, int columnsB, float beta,
        float[] c) =>
        DenseProducts.Multiply(transposeA, transposeB, alpha, a, rowsA, columnsA, b, rowsB, columnsB, beta, c);

    void ILinearAlgebraProvider<float>.LUFactor(float[] data, int order, int[] ipiv) =>
        DenseFactorizations.FactorLu(data, order, ipiv);

    void ILinearAlgebraProvider<float>.LUInverse(float[] a, int order) =>
        DenseFactorizations.FactorAndInvertLu(a, order);

    void ILinearAlgebraProvider<float>.LUInverseFactored(float[] a, int order, int[] ipiv) =>
        DenseFactorizations.InvertLu(a, order, ipiv);

    void ILinearAlgebraProvider<float>.LUSolve(int columnsOfB, float[] a, int order, float[] b) =>
        DenseFactorizations.FactorAndSolveLu(columnsOfB, a, order, b);

    void ILinearAlgebraProvider<float>.LUSolveFactored(int columnsOfB, float[] a, int order, int[] ipiv, float[] b) =>
        DenseFactorizations.SolveLu(columnsOfB, a, order, ipiv, b);

    void ILinearAlgebraProvider<float>.CholeskyFactor(float[] a, int order) =>
        DenseFactorizations.FactorCholesky(a, order);

    void ILinearAlgebraProvider<float>.CholeskySolve(float[] a, int orderA, float[] b, int columnsB) =>
        DenseFactorizations.FactorAndSolveCholesky(a, orderA, b, columnsB);

    void ILinearAlgebraProvider<float>.CholeskySolveFactored(float[] a, int orderA, float[] b, int columnsB) =>
        DenseFactorizations.SolveCholesky(a, orderA, b, columnsB);

    void ILinearAlgebraProvider<float>.QRFactor(float[] a, int rowsA, int columnsA, float[] q, float[] tau) =>
        DenseFactorizations.FactorQr(a, rowsA, columnsA, q);

    void ILinearAlgebraProvider<float>.ThinQRFactor(float[] a, int rowsA, int columnsA, float[] r, float[] tau) =>
        DenseFactorizations.FactorThinQr(a, rowsA, columnsA, r);

    void ILinearAlgebraProvider<float>.QRSolve(float[] a, int rows, int columns, float[] b, int columnsB, float[] x, QRMethod method) =>
        DenseFactorizations.FactorAndSolveQr(a, rows, columns, b, columnsB, x);

    void ILinearAlgebraProvider<float>.QRSolveFactored(
        float[] q, float[] r, int rowsA, int columnsA, float[] tau, float[] b, int columnsB, float[] x, QRMethod method) =>
        DenseFactorizations.SolveQr(q, r, rowsA, columnsA, method == QRMethod.Thin, b, columnsB, x);

    void ILinearAlgebraProvider<float>.SingularValueDecomposition(
        bool computeVectors, float[] a, int rowsA, int columnsA, float[] s, float[] u, float[] vt) =>
        DenseSingularValues.Decompose(computeVectors, a, rowsA, columnsA, s, u, vt);

    void ILinearAlgebraProvider<float>.SvdSolve(float[] a, int rowsA, int columnsA, float[] b, int columnsB, float[] x) =>
        DenseSingularValues.DecomposeAndSolve(a, rowsA, columnsA, b, columnsB, x);

    void ILinearAlgebraProvider<float>.SvdSolveFactored(
        int rowsA, int columnsA, float[] s, float[] u, float[] vt, float[] b, int columnsB, float[] x) =>
        DenseSingularValues.Solve(rowsA, columnsA, s, u, vt, b, columnsB, x);

    void ILinearAlgebraProvider<float>.EigenDecomp(
        bool isSymmetric, int order, float[] matrix, float[] matrixEv, Complex[] vectorEv, float[] matrixD)
    {
        if (!isSymmetric || !DenseEigenSystems.TryDecompose(order, matrix, matrixEv, vectorEv, matrixD))
            Managed.EigenDecomp(isSymmetric, order, matrix, matrixEv, vectorEv, matrixD);
    }
}
