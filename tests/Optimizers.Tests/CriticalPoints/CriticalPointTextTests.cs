using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature;

public class CriticalPointTextTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    [Fact]
    public void A_saddle_says_what_it_is_how_sure_and_the_way_out()
    {
        TestFunction.Saddle.Classify(0, 0).ToString().Should().Be(
            """
            Saddle of the quadratic model in 2 dimensions, proven of this matrix as stored: the model falls along 1 and rises along 1.
              eigenvalues 1 negative, 0 zero, 1 positive; λmin = -2, λmax = 2, nearest to zero -2
              tolerance   zero means up to 8.882E-16 = 8.88E-16 (n·ε·‖H‖₂); the signs withstand a further error of H of 2
              proven      about this matrix: H is indefinite: it has negative and positive curvature
              proven      about this matrix: H has 1 eigenvalue below -4.214E-08, 1 above 4.214E-08
              gradient    ‖g‖ = 0; by the curvature the critical point is 0 away, within the radius of 0.001
              way out     Escape, along the eigenvector of λmin = -2
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Each_kind_has_its_own_words()
    {
        Text([1, 2]).Should().StartWith("Local minimum of the quadratic model in 2 dimensions, proven of this matrix as stored")
            .And.Contain("none is needed");
        Text([-1, -2]).Should().StartWith("Local maximum of the quadratic model in 2 dimensions").And.Contain("Escape");
        Text([1, 0, -1]).Should().StartWith("Saddle of the quadratic model in 3 dimensions").And.Contain("flat along 1");
        Text([1, 0]).Should().StartWith("Degenerate").And.Contain("no maximum").And.Contain("flat eigenvectors");
        Text([-1, 0]).Should().StartWith("Degenerate").And.Contain("no minimum").And.Contain("Escape");
        Text([0]).Should().StartWith("Degenerate of the quadratic model in 1 dimension, numerically:")
            .And.Contain("the Hessian is zero").And.NotContain("nearest");
        Text([1, 2], 1, 0).Should().StartWith("Not a critical point").And.Contain("outside the radius").And.Contain("against the gradient");
        Text([1, 0], 0, 1).Should().StartWith("Not a critical point").And.Contain("of it 1 along flat directions");
    }

    [Fact]
    public void A_saddle_whose_second_order_rises_or_falls_alone_says_that_higher_orders_decide()
    {
        foreach (var sign in new[] { 1, -1 })
        {
            var point = CriticalPoint.Classify(
                Objective.Create(
                    p => (sign * p[0] * p[0]) + Math.Pow(p[1], 3),
                    p => V.Dense([2 * sign * p[0], 3 * p[1] * p[1]]),
                    (p, v) => V.Dense([2 * sign * v[0], 6 * p[1] * v[1]])),
                V.Dense(2));
            point.Kind.Should().Be(CriticalPointKind.Saddle, "{0}", point);
            point.ToString().Should().StartWith("Saddle in 2 dimensions, numerically: flat to second order along 1, and the higher orders decide.");
        }
    }

    [Fact]
    public void Numbers_are_written_the_same_in_every_culture()
    {
        var point = TestFunction.Himmelblau.Classify(-0.270845, -0.923039);
        var expected = point.ToString();
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "minus";
        try
        {
            CultureInfo.CurrentCulture = comma;
            point.ToString().Should().Be(expected);
            new CriticalPointOptions().ToString().Should().Contain("0.001");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Text(double[] spectrum, params double[] gradient) =>
        CriticalPoint.Classify(M.DenseOfDiagonalArray(spectrum), gradient.Length == 0 ? V.Dense(spectrum.Length) : V.Dense(gradient)).ToString();
}
