using System.Numerics;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Optimizers;

/// <content>Double: what is called on Managed is MathNet's.</content>
public sealed partial class SimdLinearAlgebraProvider
{
    void ILinearAlgebraProvider<double>.AddVectorToScaledVector(double[] y, double alpha, double[] x, double[] result) =>
        Elementwise.AddScaled(y, alpha, x, result);

    void ILinearAlgebraProvider<double>.ScaleArray(double alpha, double[] x, double[] result) =>
        Elementwise.Scale(alpha, x, result);

    void ILinearAlgebraProvider<double>.ConjugateArray(double[] x, double[] result) =>
        Managed.ConjugateArray(x, result);

    double ILinearAlgebraProvider<double>.DotProduct(double[] x, double[] y) => DenseProducts.Dot(x, y);

    void ILinearAlgebraProvider<double>.AddArrays(double[] x, double[] y, double[] result) =>
        Elementwise.Add(x, y, result);

    void ILinearAlgebraProvider<double>.SubtractArrays(double[] x, double[] y, double[] result) =>
        Elementwise.Subtract(x, y, result);

    void ILinearAlgebraProvider<double>.PointWiseMultiplyArrays(double[] x, double[] y, double[] result) =>
        Elementwise.Multiply(x, y, result);

    void ILinearAlgebraProvider<double>.PointWiseDivideArrays(double[] x, double[] y, double[] result) =>
        Elementwise.Divide(x, y, result);

    void ILinearAlgebraProvider<double>.PointWisePowerArrays(double[] x, double[] y, double[] result) =>
        Managed.PointWisePowerArrays(x, y, result);

    double ILinearAlgebraProvider<double>.MatrixNorm(Norm norm, int rows, int columns, double[] matrix) =>
        norm == Norm.FrobeniusNorm
            ? DenseProducts.FrobeniusNorm(rows, columns, matrix)
            : Managed.MatrixNorm(norm, rows, columns, matrix);

    void ILinearAlgebraProvider<double>.MatrixMultiply(
        double[] x, int rowsX, int columnsX, double[] y, int rowsY, int columnsY, double[] result) =>
        DenseProducts.Multiply(
            Transpose.DontTranspose, Transpose.DontTranspose, 1, x, rowsX, columnsX, y, rowsY, columnsY, 0, result);

    void ILinearAlgebraProvider<double>.MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, double alpha, double[] a, int rowsA, int columnsA, double[] b, int rowsB, int columnsB,
        double beta, double[] c) =>
        DenseProducts.Multiply(transposeA, transposeB, alpha, a, rowsA, columnsA, b, rowsB, columnsB, beta, c);

    void ILinearAlgebraProvider<double>.LUFactor(double[] data, int order, int[] ipiv) =>
        DenseFactorizations.FactorLu(data, order, ipiv);

    void ILinearAlgebraProvider<double>.LUInverse(double[] a, int order) =>
        DenseFactorizations.FactorAndInvertLu(a, order);

    void ILinearAlgebraProvider<double>.LUInverseFactored(double[] a, int order, int[] ipiv) =>
        DenseFactorizations.InvertLu(a, order, ipiv);

    void ILinearAlgebraProvider<double>.LUSolve(int columnsOfB, double[] a, int order, double[] b) =>
        DenseFactorizations.FactorAndSolveLu(columnsOfB, a, order, b);

    void ILinearAlgebraProvider<double>.LUSolveFactored(int columnsOfB, double[] a, int order, int[] ipiv, double[] b) =>
        DenseFactorizations.SolveLu(columnsOfB, a, order, ipiv, b);

    void ILinearAlgebraProvider<double>.CholeskyFactor(double[] a, int order) =>
        DenseFactorizations.FactorCholesky(a, order);

    void ILinearAlgebraProvider<double>.CholeskySolve(double[] a, int orderA, double[] b, int columnsB) =>
        DenseFactorizations.FactorAndSolveCholesky(a, orderA, b, columnsB);

    void ILinearAlgebraProvider<double>.CholeskySolveFactored(double[] a, int orderA, double[] b, int columnsB) =>
        DenseFactorizations.SolveCholesky(a, orderA, b, columnsB);

    void ILinearAlgebraProvider<double>.QRFactor(double[] a, int rowsA, int columnsA, double[] q, double[] tau) =>
        DenseFactorizations.FactorQr(a, rowsA, columnsA, q);

    void ILinearAlgebraProvider<double>.ThinQRFactor(double[] a, int rowsA, int columnsA, double[] r, double[] tau) =>
        DenseFactorizations.FactorThinQr(a, rowsA, columnsA, r);

    void ILinearAlgebraProvider<double>.QRSolve(double[] a, int rows, int columns, double[] b, int columnsB, double[] x, QRMethod method) =>
        DenseFactorizations.FactorAndSolveQr(a, rows, columns, b, columnsB, x);

    void ILinearAlgebraProvider<double>.QRSolveFactored(
        double[] q, double[] r, int rowsA, int columnsA, double[] tau, double[] b, int columnsB, double[] x, QRMethod method) =>
        DenseFactorizations.SolveQr(q, r, rowsA, columnsA, method == QRMethod.Thin, b, columnsB, x);

    void ILinearAlgebraProvider<double>.SingularValueDecomposition(
        bool computeVectors, double[] a, int rowsA, int columnsA, double[] s, double[] u, double[] vt) =>
        DenseSingularValues.Decompose(computeVectors, a, rowsA, columnsA, s, u, vt);

    void ILinearAlgebraProvider<double>.SvdSolve(double[] a, int rowsA, int columnsA, double[] b, int columnsB, double[] x) =>
        DenseSingularValues.DecomposeAndSolve(a, rowsA, columnsA, b, columnsB, x);

    void ILinearAlgebraProvider<double>.SvdSolveFactored(
        int rowsA, int columnsA, double[] s, double[] u, double[] vt, double[] b, int columnsB, double[] x) =>
        DenseSingularValues.Solve(rowsA, columnsA, s, u, vt, b, columnsB, x);

    void ILinearAlgebraProvider<double>.EigenDecomp(
        bool isSymmetric, int order, double[] matrix, double[] matrixEv, Complex[] vectorEv, double[] matrixD)
    {
        if (!isSymmetric || !DenseEigenSystems.TryDecompose(order, matrix, matrixEv, vectorEv, matrixD))
            Managed.EigenDecomp(isSymmetric, order, matrix, matrixEv, vectorEv, matrixD);
    }
}
