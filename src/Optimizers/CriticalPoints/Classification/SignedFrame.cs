using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Vectors bᵢ with bᵢᵀHbⱼ = ±δᵢⱼ, as many as H has directions that are not flat: B = DU|Λ|^(−½) of DHD = UΛUᵀ, D a diagonal of powers of two. In it a
/// change of H is measured against H's own curvature: ‖BᵀΔB‖₂ &lt; 1 leaves the inertia as it is.
/// </summary>
/// <remarks>
/// <para>
/// With Δ = H₁ − H and M = BᵀΔB, the form of H₁ on the span of B is diag(±1) + M, and by Weyl no eigenvalue passes zero while ‖M‖₂ &lt; 1. L →
/// cL + d multiplies Λ and Δ alike; a rotation of θ rotates B along with D = I; for definite H, ‖M‖₂ is the largest |xᵀΔx|/xᵀHx, which no
/// linear map of θ changes.
/// </para>
/// <para>
/// D is I unless H is graded: where errors are relative to each entry, rows and columns are scaled until the largest entry of each is near 1, so that
/// small curvature is not lost under n·ε·‖H‖₂ of large (J. R. Bunch, Equilibration of symmetric matrices in the max-norm, J. ACM 18, 1971). By
/// Sylvester the signs are those of H.
/// </para>
/// </remarks>
internal sealed class SignedFrame
{
    /// <summary>A grading that may hide signs: the least |λ| within so much of the rounding.</summary>
    private const double Hidden = 1e4;

    private readonly SymmetricEigenSystem _system;
    private readonly int[] _exponents;
    private readonly int[] _order;
    private readonly double[] _magnitudes;
    private readonly double _error;
    private readonly CancellationToken _cancellation;
    private (double[] Columns, double[] Flat)? _directions;

    // The signs are those of the eigenvalues: vectors are made when a direction is asked for.
    private SignedFrame(
        SymmetricEigenSystem system, int[] exponents, double tolerance, double error, bool isEquilibrated, CancellationToken cancellation)
    {
        (_system, _exponents, _error, _cancellation) = (system, exponents, error, cancellation);
        (Tolerance, IsEquilibrated) = (tolerance, isEquilibrated);
        _order = [.. Enumerable.Range(0, system.Dimension).OrderByDescending(i => Math.Abs(system.Values[i]))];
        var relative = Math.ScaleB(tolerance, -system.Exponent);
        var kept = _order.TakeWhile(i => Math.Abs(system.Values[i]) > relative).ToArray();
        Signs = Array.ConvertAll(kept, i => Math.Sign(system.Values[i]));
        _magnitudes = Array.ConvertAll(kept, i => Math.ScaleB(Math.Abs(system.Values[i]), system.Exponent));
    }

    /// <summary>n.</summary>
    public int Dimension => _system.Dimension;

    /// <summary>The sign of each bᵢᵀHbᵢ; the largest |λᵢ| first.</summary>
    public int[] Signs { get; }

    /// <summary>How many directions are not flat.</summary>
    public int Count => Signs.Length;

    /// <summary>How many are.</summary>
    public int FlatCount => Dimension - Count;

    /// <summary>|λ| up to which a direction is flat, in the units of DHD.</summary>
    public double Tolerance { get; }

    /// <summary>True if D is not I.</summary>
    public bool IsEquilibrated { get; }

    /// <summary>n₋ of the first <paramref name="kept"/>.</summary>
    public int NegativeCount(int kept) => Signs.AsSpan(0, kept).Count(-1);

    /// <summary>bᵢ.</summary>
    public ReadOnlySpan<double> Column(int i) => Directions.Columns.AsSpan(i * Dimension, Dimension);

    /// <summary>A direction that is flat, in the units of the parameters.</summary>
    public ReadOnlySpan<double> Flat(int i) => Directions.Flat.AsSpan(i * Dimension, Dimension);

    /// <summary>‖BᵀEB‖₂ of the first so many columns, at most, for the errors E of H: those of the caller and of the decomposition.</summary>
    public double ErrorOf(int kept) => kept == 0 ? 0 : _error / _magnitudes[kept - 1];

    private (double[] Columns, double[] Flat) Directions => _directions ??= MakeDirections();

    /// <summary>The frame of H.</summary>
    /// <param name="plain">H = UΛUᵀ.</param>
    /// <param name="hessian">H itself, n² entries.</param>
    /// <param name="sources">The errors of H and of its decomposition, in the units of H.</param>
    /// <param name="singleEpsilon">2⁻²³ where the entries are floats, else 0.</param>
    /// <param name="isComputed">True if the entries are what an objective computed, and rounded; false for those of a matrix as stored.</param>
    /// <param name="scaled">Where the error of H is known as ‖DED‖₂, that, and D; null where it is ‖E‖₂ only.</param>
    /// <param name="cancellation">Ends it.</param>
    public static SignedFrame Of(
        SymmetricEigenSystem plain, double[] hessian, ToleranceSources sources, double singleEpsilon, bool isComputed,
        (double Error, double[] Scales)? scaled, CancellationToken cancellation)
    {
        var frame = Plain(plain, sources, cancellation);
        var isEntrywise = sources.HessianError == 0 && sources.Asymmetry <= sources.Rounding + sources.SingleRounding;
        if (!(isEntrywise || scaled is not null) || (frame.FlatCount == 0 && frame.ErrorOf(frame.Count) * Hidden < 1)
            || (isEntrywise ? Exponents(hessian, plain.Dimension) : Array.ConvertAll(scaled!.Value.Scales, Math.ILogB)) is not { } exponents)
            return frame;
        var n = plain.Dimension;
        var entries = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
                entries[i + (j * n)] = Math.ScaleB(hessian[i + (j * n)], exponents[i] + exponents[j]);
        }

        var system = SymmetricEigenSystem.Of(entries, n, cancellation);
        var rounding = Math.Max(n * MachineEpsilon.Double * system.Norm, system.Residual);
        var ofEntries = Math.Max(singleEpsilon, isComputed ? (n + ToleranceSources.FewestAdditions) * MachineEpsilon.Double : 0);
        var tolerance = Math.ScaleB(
            rounding + Math.Max(system.Asymmetry, ofEntries * Math.Sqrt(ShortVectors.Dot(system.Values, system.Values))), system.Exponent)
            + (isEntrywise ? 0 : scaled!.Value.Error);
        var equilibrated = new SignedFrame(system, exponents, tolerance, tolerance, isEquilibrated: true, cancellation);
        return equilibrated.FlatCount < frame.FlatCount
            || (equilibrated.FlatCount + frame.FlatCount == 0 && equilibrated.ErrorOf(n) < frame.ErrorOf(n)) ? equilibrated : frame;
    }

    /// <summary>The frame of H as it is, D = I.</summary>
    public static SignedFrame Plain(SymmetricEigenSystem system, ToleranceSources sources, CancellationToken cancellation) =>
        new(system, new int[system.Dimension], sources.Total, sources.Total, isEquilibrated: false, cancellation);

    /// <summary>Behind how many columns |λ| falls by the largest factor; 0 where there are less than two.</summary>
    public int LargestGap()
    {
        var (gap, ratio) = (0, 0.0);
        for (var k = 1; k < Count; k++)
        {
            if (_magnitudes[k - 1] / _magnitudes[k] is var r && r > ratio)
                (gap, ratio) = (k, r);
        }

        return gap;
    }

    /// <summary>p = −H⁻¹g on the directions of the first so many columns.</summary>
    public double[] NewtonStep(ReadOnlySpan<double> gradient, int kept)
    {
        var step = new double[Dimension];
        for (var i = 0; i < kept; i++)
            ShortVectors.AddScaled(step, -Signs[i] * ShortVectors.Dot(Column(i), gradient), Column(i));
        return step;
    }

    /// <summary>The norm of the gradient along the flat directions, and the columns beyond the first so many.</summary>
    public double SlopeBeyond(int kept, ReadOnlySpan<double> gradient)
    {
        var squares = 0.0;
        for (var i = kept; i < Dimension; i++)
        {
            var direction = i < Count ? Column(i) : Flat(i - Count);
            var slope = ShortVectors.Dot(direction, gradient) / ShortVectors.Norm(direction);
            squares += slope * slope;
        }

        return Math.Sqrt(squares);
    }

    /// <summary>
    /// The Newton step with |pᵢ| longer by what the errors of the gradient make of it, and the same with the other sign wherever that is more than pᵢ
    /// itself; the two are one vector where no error is.
    /// </summary>
    /// <param name="model">g, and how far it may be off.</param>
    /// <param name="kept">The step is along so many columns.</param>
    public (double[] Along, double[]? Against, double Noise) NoisySteps(LocalModel model, int kept)
    {
        var (gradient, errors) = (model.Gradient, model.GradientErrors);
        var (along, against) = (new double[Dimension], new double[Dimension]);
        var (isHidden, noise) = (false, 0.0);
        for (var i = 0; i < kept; i++)
        {
            var b = Column(i);
            var slope = ShortVectors.Dot(b, gradient);
            double entries = 0, length = 0;
            for (var k = 0; k < b.Length; k++)
            {
                entries += Math.Abs(b[k]) * errors[k];
                length += b[k] * b[k];
            }

            var off = entries + model.GradientErrorAlong(b);
            noise += off * off * length;
            ShortVectors.AddScaled(along, -Signs[i] * (slope < 0 ? slope - off : slope + off), b);
            ShortVectors.AddScaled(against, -Signs[i] * (slope < 0 ? slope + off : slope - off), b);
            isHidden |= off > Math.Abs(slope);
        }

        return (along, isHidden ? against : null, Math.Sqrt(noise));
    }

    /// <summary>‖BᵀΔB‖₂ of the columns, Δ = H₁ − H; a bound on it where that alone is below a hundredth.</summary>
    public Change ChangeTo(double[] hessian, double[] other)
    {
        var n = Dimension;
        var difference = new double[n * n];
        for (var k = 0; k < difference.Length; k++)
            difference[k] = other[k] - hessian[k];
        if (!Array.TrueForAll(difference, double.IsFinite))
            return new(null, Count, double.PositiveInfinity);
        if (Count == 0)
            return new(null, 0, 0);
        if (!IsEquilibrated)
        {
            var bound = ShortVectors.Norm(difference) / _magnitudes[^1];
            if (bound <= 0.01)
                return new(null, Count, bound);
        }

        var b = Matrix<double>.Build.Dense(n, Count, Directions.Columns);
        var delta = Matrix<double>.Build.Dense(n, n, difference);
        var form = b.TransposeThisAndMultiply(delta * b).ToColumnMajorArray();
        return new(form, Count, double.NaN);
    }

    /// <summary>The largest |fᵀH₁f| over the flat directions f, in the units of DHD: whether they are flat there too.</summary>
    public double FlatCurvature(double[] other)
    {
        if (FlatCount == 0)
            return 0;
        var n = Dimension;
        var f = Matrix<double>.Build.Dense(n, FlatCount, Directions.Flat);
        var form = f.TransposeThisAndMultiply(Matrix<double>.Build.Dense(n, n, other) * f).ToColumnMajorArray();
        if (!Array.TrueForAll(form, double.IsFinite))
            return double.PositiveInfinity;
        var system = SymmetricEigenSystem.Of(form, FlatCount);
        return Math.ScaleB(system.Norm, system.Exponent);
    }

    private (double[] Columns, double[] Flat) MakeDirections()
    {
        var (n, count) = (Dimension, Count);
        var vectors = _system.VectorsOrCancel(_cancellation);
        var (columns, flat) = (new double[n * count], new double[n * (n - count)]);
        for (var k = 0; k < n; k++)
        {
            var u = vectors.AsSpan(_order[k] * n, n);
            var to = k < count ? columns.AsSpan(k * n, n) : flat.AsSpan((k - count) * n, n);
            var factor = k < count ? RootOfReciprocal(Math.Abs(_system.Values[_order[k]]), _system.Exponent) : 1;
            for (var i = 0; i < n; i++)
                to[i] = _exponents[i] == 0 ? u[i] * factor : Math.ScaleB(u[i] * factor, _exponents[i]);
        }

        return (columns, flat);
    }

    // 1/√(value·2ᵉ).
    private static double RootOfReciprocal(double value, int exponent) => (exponent & 1) == 0
        ? Math.ScaleB(1 / Math.Sqrt(value), -exponent / 2)
        : Math.ScaleB(1 / Math.Sqrt(2 * value), -(exponent - 1) / 2);

    // Powers of two that bring the largest entry of every row near 1; null where they already are near each other. A row of zeros stays as it is.
    private static int[]? Exponents(double[] hessian, int n)
    {
        // log₂ of the larger of |hᵢⱼ| and |hⱼᵢ|; a column at a time, as they lie.
        var logs = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i <= j; i++)
            {
                var size = Math.Max(Math.Abs(hessian[i + (j * n)]), Math.Abs(hessian[j + (i * n)]));
                logs[i + (j * n)] = logs[j + (i * n)] = size == 0 ? double.NegativeInfinity : Math.Log2(size);
            }
        }

        var x = new double[n];
        var largest = new double[n];
        for (var round = 0; round < 12; round++)
        {
            for (var j = 0; j < n; j++)
            {
                var column = logs.AsSpan(j * n, n);
                var most = double.NegativeInfinity;
                for (var i = 0; i < column.Length; i++)
                {
                    if (column[i] + x[i] > most)
                        most = column[i] + x[i];
                }

                largest[j] = most + x[j];
            }

            for (var i = 0; i < n; i++)
                x[i] -= double.IsFinite(largest[i]) ? largest[i] / 2 : 0;
        }

        var finite = Enumerable.Range(0, n)
            .Where(i => Enumerable.Range(0, n).Any(j => hessian[i + (j * n)] != 0 || hessian[j + (i * n)] != 0)).ToArray();
        if (finite.Length == 0 || finite.Max(i => x[i]) - finite.Min(i => x[i]) < 3)
            return null;
        var middle = (int)Math.Round(finite.Average(i => x[i]));
        var exponents = new int[n];
        foreach (var i in finite)
            exponents[i] = (int)Math.Round(x[i]);
        foreach (var i in Enumerable.Range(0, n).Except(finite))
            exponents[i] = middle;
        return exponents;
    }

    /// <summary>BᵀΔB, or a bound on its norm where that was enough.</summary>
    internal sealed class Change(double[]? form, int count, double bound)
    {
        /// <summary>That to a Hessian that is not finite.</summary>
        public static Change Infinite { get; } = new(null, 0, double.PositiveInfinity);

        /// <summary>‖·‖₂ of the part of the first so many columns.</summary>
        public double Of(int kept)
        {
            if (form is null || kept == 0)
                return kept == 0 ? 0 : bound;
            var part = new double[kept * kept];
            for (var j = 0; j < kept; j++)
                form.AsSpan(j * count, kept).CopyTo(part.AsSpan(j * kept, kept));
            if (!Array.TrueForAll(part, double.IsFinite))
                return double.PositiveInfinity;
            var system = SymmetricEigenSystem.Of(part, kept);
            return Math.ScaleB(system.Norm, system.Exponent);
        }
    }
}
