using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Objectives;

public class ParameterLayoutTests
{
    [Fact]
    public void Entries_are_named_by_their_parameter_and_its_own_indices()
    {
        var layout = ParameterLayout.Empty.Add("w1", 2, 3).Add("empty", 0).Add("b1", 3).Add("scale").Add("kernel", 2, 2, 2);

        layout.Length.Should().Be(18);
        layout.Names.Should().Equal("w1", "empty", "b1", "scale", "kernel");
        Enumerable.Range(0, 18).Select(layout.Describe).Should().Equal(
            "w1[0,0]", "w1[0,1]", "w1[0,2]", "w1[1,0]", "w1[1,1]", "w1[1,2]", "b1[0]", "b1[1]", "b1[2]", "scale",
            "kernel[0,0,0]", "kernel[0,0,1]", "kernel[0,1,0]", "kernel[0,1,1]", "kernel[1,0,0]", "kernel[1,0,1]", "kernel[1,1,0]", "kernel[1,1,1]");
        layout.RangeOf("b1").Should().Be(6..9);
        layout.RangeOf("empty").Should().Be(6..6);
        layout.ToString().Should().Be("w1[2,3], empty[0], b1[3], scale, kernel[2,2,2]");
    }

    [Fact]
    public void A_MathNet_matrix_lies_column_by_column_as_it_is_stored()
    {
        var w = Matrix<double>.Build.Dense(3, 2, (i, j) => 10 * i + j);
        var layout = ParameterLayout.Empty
            .Add("v", Vector<double>.Build.Dense(2)).Add("w", w).Add("f", Matrix<float>.Build.Dense(2, 2)).Add("g", Vector<float>.Build.Dense(1));
        var stored = w.ToColumnMajorArray();

        for (var k = 0; k < 6; k++)
            layout.Describe(2 + k).Should().Be($"w[{(int)stored[k] / 10},{(int)stored[k] % 10}]");
        layout.Describe(9).Should().Be("f[1,0]");
        layout.Describe(12).Should().Be("g[0]");
    }

    [Fact]
    public void Bad_input_is_refused_by_name()
    {
        var layout = ParameterLayout.Empty.Add("w", 2);

        ParameterLayout.Empty.Length.Should().Be(0);
        Refusal.Of<ArgumentException>(() => layout.Add("w", 3), "name", "\"w\" already");
        Refusal.Of<ArgumentException>(() => layout.Add(""), "name");
        Refusal.Of<ArgumentOutOfRangeException>(() => layout.Add("b", 2, -1), "shape");
        Refusal.Of<ArgumentNullException>(() => layout.Add("b", (Matrix<double>)null!), "matrix");
        Refusal.Of<ArgumentOutOfRangeException>(() => layout.Describe(2), "index");
        Refusal.Of<ArgumentOutOfRangeException>(() => layout.Describe(-1), "index");
        Refusal.Of<ArgumentException>(() => layout.RangeOf("x"), "name", "there are w");
        FluentActions.Invoking(() => layout.Add("large", 1 << 20, 1 << 20)).Should().Throw<OverflowException>();
    }
}
