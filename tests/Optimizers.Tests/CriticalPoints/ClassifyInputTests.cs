using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature;

public class ClassifyInputTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    [Fact]
    public void Null_arguments_are_named()
    {
        var (h, g, hf, gf) = (M.DenseIdentity(2), V.Dense(2), Matrix<float>.Build.DenseIdentity(2), Vector<float>.Build.Dense(2));

        Refusal.Of<ArgumentNullException>(() => CriticalPoint.Classify((Matrix<double>)null!, g), "hessian");
        Refusal.Of<ArgumentNullException>(() => CriticalPoint.Classify(h, null!), "gradient");
        Refusal.Of<ArgumentNullException>(() => CriticalPoint.Classify(h, g, null!), "options");
        Refusal.Of<ArgumentNullException>(() => CriticalPoint.Classify(null!, gf), "hessian");
        Refusal.Of<ArgumentNullException>(() => CriticalPoint.Classify(hf, null!), "gradient");
        Refusal.Of<ArgumentNullException>(() => CriticalPoint.Classify(hf, gf, null!), "options");
    }

    [Fact]
    public void A_Hessian_that_is_not_square_is_refused_with_its_shape()
    {
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(M.Dense(2, 3), V.Dense(2)), "hessian", "2×3");
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(Matrix<float>.Build.Dense(2, 3), Vector<float>.Build.Dense(2)), "hessian", "2×3");
    }

    [Fact]
    public void A_gradient_of_another_length_is_refused_with_both_sizes()
    {
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(M.DenseIdentity(3), V.Dense(2)), "gradient", "2 entries", "3×3");
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(M.Dense(0, 0), V.Dense(1)), "gradient", "1 entries", "0×0");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void An_entry_that_is_not_finite_is_named(double value, string name)
    {
        var h = M.DenseIdentity(3);
        h[1, 2] = value;
        var g = V.Dense(3);
        g[2] = value;

        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(h, V.Dense(3)), "hessian", $"h[1,2] is {name}");
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(M.DenseIdentity(3), g), "gradient", $"g[2] is {name}");
    }

    [Fact]
    public void An_asymmetric_Hessian_is_refused_with_the_largest_difference_and_the_allowance()
    {
        var h = M.DenseOfArray(new[,] { { 1.0, 2, 3 }, { 2.125, 1, 0.5 }, { 1, 0.5, 1 } });

        Refusal.Of<ArgumentException>(
            () => CriticalPoint.Classify(h, V.Dense(3)), "hessian", "h[0,2] = 3", "h[2,0] = 1", "differ by 2", "6.861E-14", "HessianError of 0");
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(h * 1e300, V.Dense(3)), "hessian", "h[0,2] = 3E+300", "differ by 2E+300");
        Refusal.Of<ArgumentException>(
            () => CriticalPoint.Classify(h, V.Dense(3), new CriticalPointOptions { HessianError = 0.99 }), "hessian", "the 1.98 that");
        CriticalPoint.Classify(h, V.Dense(3), new CriticalPointOptions { HessianError = 1.01 }).Tolerance.Should().BeGreaterThan(1.01);
    }

    [Fact]
    public void Asymmetry_by_rounding_is_taken_in_its_stride_at_any_scale()
    {
        foreach (var scale in new[] { 1e-300, 1.0, 1e300 })
        {
            var h = M.DenseOfArray(new[,] { { 1.0, 2 + 8e-15 }, { 2, 1 } }) * scale;
            CriticalPoint.Classify(h, V.Dense(2)).Kind.Should().Be(CriticalPointKind.Saddle);
        }
    }

    [Fact]
    public void A_single_precision_Hessian_may_be_asymmetric_by_its_own_rounding()
    {
        var h = Matrix<float>.Build.DenseOfArray(new[,] { { 1f, 2f }, { 2.000001f, 1f } });

        CriticalPoint.Classify(h, Vector<float>.Build.Dense(2)).Kind.Should().Be(CriticalPointKind.Saddle);
        h[1, 0] = 2.001f;
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(h, Vector<float>.Build.Dense(2)), "hessian", "differ by 0.0009999");
    }

    [Fact]
    public void Eigenvalues_beyond_the_range_of_double_are_refused()
    {
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(M.Dense(2, 2, 1.5e308), V.Dense(2)), "hessian", "scale the loss");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Options_out_of_range_are_refused_by_name(double value)
    {
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { HessianError = value }, "HessianError");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { GradientError = value }, "GradientError");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { Radius = value }, "Radius");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { FlatCurvature = value }, "FlatCurvature");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { HessianLipschitz = value }, "HessianLipschitz");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { Resolution = value }, "Resolution");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { Fraction = value }, "Fraction", "less than 0.5");
        Refusal.Of<ArgumentOutOfRangeException>(() =>
            _ = new CriticalPointOptions { FailureProbability = value }, "FailureProbability", "less than 1");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ExtremeEigenvalueOptions { Resolution = value }, "Resolution");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new ExtremeEigenvalueOptions { Fraction = value }, "Fraction", "less than 0.5");
        Refusal.Of<ArgumentOutOfRangeException>(() =>
            _ = new ExtremeEigenvalueOptions { FailureProbability = value }, "FailureProbability", "less than 1");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new EscapeOptions { LossError = value }, "LossError");
    }

    [Fact]
    public void Counts_out_of_range_are_refused_by_name()
    {
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { DenseLimit = -1 }, "DenseLimit", "-1");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { MaxProducts = 0 }, "MaxProducts", "at least 1");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { MaxThreads = 0 }, "MaxThreads", "at least 1");
        Refusal.Of<ArgumentNullException>(() => _ = new CriticalPointOptions { Symmetries = null! }, "Symmetries");
    }

    [Fact]
    public void A_radius_of_zero_is_refused_and_errors_of_zero_are_not()
    {
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointOptions { Radius = 0 }, "Radius");
        new CriticalPointOptions { HessianError = 0, GradientError = 0 }.ToString()
            .Should().Be("HessianError = 0, GradientError = 0, FlatCurvature = 0, Radius = 0.001");
    }
}
