using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// H = 2ᵉ·UΛUᵀ of a symmetric n×n matrix. The power of two puts the largest |hᵢⱼ| into [1, 2), so that nothing over- or underflows on the way;
/// it changes no digit.
/// </summary>
internal sealed class SymmetricEigenSystem
{
    /// <summary>From here on the decomposition is our own.</summary>
    private const int LargeDimension = 128;

    private SymmetricEigenSystem(int exponent, double[] values, double[] vectors, double residual, double asymmetry)
    {
        Exponent = exponent;
        Values = values;
        Vectors = vectors;
        Residual = residual;
        Asymmetry = asymmetry;
    }

    /// <summary>e.</summary>
    public int Exponent { get; }

    /// <summary>The diagonal of Λ, ascending.</summary>
    public double[] Values { get; }

    /// <summary>U, column by column: n² entries. In each column the first of the largest entries is positive.</summary>
    public double[] Vectors { get; }

    /// <inheritdoc cref="ToleranceSources.Residual"/>
    public double Residual { get; }

    /// <inheritdoc cref="ToleranceSources.Asymmetry"/>
    public double Asymmetry { get; }

    /// <summary>‖Λ‖₂.</summary>
    public double Norm => Values.Length == 0 ? 0 : Math.Max(Math.Abs(Values[0]), Math.Abs(Values[^1]));

    public int Dimension => Values.Length;

    public ReadOnlySpan<double> Vector(int i) => Vectors.AsSpan(i * Dimension, Dimension);

    /// <summary>Decomposes (H + Hᵀ)/2.</summary>
    /// <param name="hessian">The n² finite entries of H, column by column; the array is overwritten.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="epsilon">The spacing of the numbers next to 1 in the precision in which H was given.</param>
    /// <param name="hessianError">A bound on the 2-norm of the error of H.</param>
    /// <exception cref="ArgumentException">H is not symmetric, beyond what its errors explain; or ‖H‖₂ overflows.</exception>
    /// <param name="cancellationToken">Cancels between two columns of a large block.</param>
    /// <exception cref="NonConvergenceException">The iteration for the eigenvalues did not converge.</exception>
    public static SymmetricEigenSystem Of(double[] hessian, int n, double epsilon, double hessianError, CancellationToken cancellationToken = default)
    {
        var exponent = ScaleToOne(hessian);
        var asymmetry = Symmetrize(hessian, n, exponent, epsilon, hessianError);
        if (n == 0)
            return new(exponent, [], [], 0, asymmetry);

        var (values, vectors) = Decompose(hessian, n, cancellationToken);
        for (var i = 0; i < n; i++)
            OrientUp(vectors.AsSpan(i * n, n));

        var residual = LargestResidual(hessian, values, vectors);
        var system = new SymmetricEigenSystem(exponent, values, vectors, residual, asymmetry);
        if (!double.IsFinite(Math.ScaleB(system.Norm, exponent)))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The largest eigenvalue of the Hessian is {system.Norm:G4}·2^{exponent}, more than a double holds: scale the loss down."),
                nameof(hessian));
        }

        return system;
    }

    /// <summary>Σᵢ aᵢbᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>y ← y + ax.</summary>
    public static void AddScaled(Span<double> y, double a, ReadOnlySpan<double> x)
    {
        for (var i = 0; i < y.Length; i++)
            y[i] += a * x[i];
    }

    /// <summary>Divides by a power of two so that the largest magnitude is in [1, 2), and returns its exponent.</summary>
    public static int ScaleToOne(Span<double> entries)
    {
        var largest = 0.0;
        foreach (var entry in entries)
            largest = Math.Max(largest, Math.Abs(entry));
        if (largest == 0)
            return 0;
        var exponent = Math.ILogB(largest);
        foreach (ref var entry in entries)
            entry = Math.ScaleB(entry, -exponent);
        return exponent;
    }

    private static double Symmetrize(double[] hessian, int n, int exponent, double epsilon, double hessianError)
    {
        var h = hessian;
        double squares = 0, difference = 0, scale = 0;
        int row = 0, column = 0;
        for (var j = 0; j < n; j++)
        {
            scale = Math.Max(scale, Math.Abs(h[j + j * n]));
            for (var i = 0; i < j; i++)
            {
                var half = 0.5 * (h[i + j * n] - h[j + i * n]);
                squares += half * half;
                scale = Math.Max(scale, Math.Max(Math.Abs(h[i + j * n]), Math.Abs(h[j + i * n])));
                if (2 * Math.Abs(half) > difference)
                    (difference, row, column) = (2 * Math.Abs(half), i, j);
            }
        }

        // Each entry is a sum of many terms: its order may cost a hundred roundings. |eᵢⱼ − eⱼᵢ| ≤ 2‖E‖₂ is what an error E can do.
        var allowed = (n + 100) * epsilon * scale + 2 * Math.ScaleB(hessianError, -exponent);
        if (difference > allowed)
        {
            double upper = h[row + column * n], lower = h[column + row * n];
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The Hessian is not symmetric: h[{row},{column}] = {Math.ScaleB(upper, exponent)} and h[{column},{row}] = " +
                $"{Math.ScaleB(lower, exponent)} differ by {Math.ScaleB(difference, exponent):G4}, more than the " +
                $"{Math.ScaleB(allowed, exponent):G4} that rounding and a HessianError of {hessianError:G4} explain. " +
                $"If H is inexact, state its error in {nameof(CriticalPointOptions)}.{nameof(CriticalPointOptions.HessianError)}."), nameof(hessian));
        }

        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < j; i++)
                h[i + j * n] = h[j + i * n] = 0.5 * (h[i + j * n] + h[j + i * n]);
        }

        return Math.Sqrt(squares);
    }

    // Λ ascending, and U. Blocks cost Σnᵢ³, at most n³: the Hessian of a network whose weights are all zero falls into one a hidden unit.
    private static (double[] Values, double[] Vectors) Decompose(double[] h, int n, CancellationToken cancellationToken)
    {
        var blocks = UncoupledBlocks.Of(h, n);
        if (blocks is [_])
            return DecomposeBlock([.. h], n, cancellationToken);

        var pairs = new List<(double Value, int[] Block, double[] Vectors, int Column)>(n);
        foreach (var block in blocks)
        {
            var size = block.Length;
            var part = new double[size * size];
            for (var j = 0; j < size; j++)
            {
                for (var i = 0; i < size; i++)
                    part[i + j * size] = h[block[i] + block[j] * n];
            }

            var (partValues, partVectors) = DecomposeBlock(part, size, cancellationToken);
            for (var i = 0; i < size; i++)
                pairs.Add((partValues[i], block, partVectors, i));
        }

        var values = new double[n];
        var vectors = new double[n * n];
        var k = 0;
        foreach (var (value, block, partVectors, column) in pairs.OrderBy(pair => pair.Value))
        {
            values[k] = value;
            for (var i = 0; i < block.Length; i++)
                vectors[block[i] + k * n] = partVectors[i + column * block.Length];
            k++;
        }

        return (values, vectors);
    }

    // MathNet's own decomposition takes half a minute for n = 2,400, several times as long as the reduction and rotations in the cache do.
    private static (double[] Values, double[] Vectors) DecomposeBlock(double[] h, int n, CancellationToken cancellationToken)
    {
        try
        {
            if (n >= LargeDimension)
                return TridiagonalReduction.Decompose(h, n, Environment.ProcessorCount, cancellationToken);
            var evd = Matrix<double>.Build.Dense(n, n, h).Evd(Symmetricity.Symmetric);
            return ([.. evd.EigenValues.Select(value => value.Real)], evd.EigenVectors.ToColumnMajorArray());
        }
        catch (NonConvergenceException e)
        {
            throw new NonConvergenceException($"The eigenvalues of {n} coupled rows of the Hessian did not converge.", e);
        }
    }

    // Entries that are equal but for rounding must not change places: the first of them decides.
    private static void OrientUp(Span<double> u)
    {
        var largest = 0.0;
        foreach (var entry in u)
            largest = Math.Max(largest, Math.Abs(entry));
        var first = 0;
        while (Math.Abs(u[first]) < (1 - 1e-6) * largest)
            first++;
        if (u[first] > 0)
            return;
        foreach (ref var entry in u)
            entry = -entry;
    }

    /// <inheritdoc cref="ToleranceSources.Residual"/>
    internal static double LargestResidual(double[] h, double[] values, double[] vectors)
    {
        var n = values.Length;
        var positive = Math.Max(0, Array.FindIndex(values, value => value > 0));
        ReadOnlySpan<int> deciding = [0, Math.Max(0, positive - 1), positive, n - 1];
        var largest = 0.0;
        var y = new double[n];
        foreach (var i in deciding)
        {
            var u = vectors.AsSpan(i * n, n);
            Multiply(h, u, y);
            AddScaled(y, -values[i], u);
            largest = Math.Max(largest, Math.Sqrt(Dot(y, y) / Dot(u, u)));
        }

        var x = RandomDirection.Next(n, seed: 0);
        Multiply(h, x, y);
        for (var i = 0; i < n; i++)
        {
            var u = vectors.AsSpan(i * n, n);
            AddScaled(y, -values[i] * Dot(u, x), u);
        }

        return Math.Max(largest, Math.Sqrt(Dot(y, y) / Dot(x, x)));
    }

    private static void Multiply(double[] h, ReadOnlySpan<double> x, double[] y)
    {
        for (var j = 0; j < y.Length; j++)
            y[j] = Dot(h.AsSpan(j * y.Length, y.Length), x);
    }
}
