namespace Optimizers.Tests.Papers;

/// <summary>Methods that share a number over a layer, its rows or its columns, against numbers worked by hand and limit cases.</summary>
public sealed class LayerPaperTests
{
    private const double Tolerance = 1e-13;

    [Fact]
    public void NovoGrad_divides_a_layer_by_its_gradient_norm()
    {
        PaperRun.Vector(new NovoGradPaper(0.1, epsilon: 0), [1, 2], [3, 4]).Should().Equal([1 - 0.06, 2 - 0.08], Near);

        // β = (0.5, 0.75), λ = 1: m = 2/2 + 1; v = 0.75·4 + 0.25·16 = 7, m = 0.5·2 + 4/√7 + 0.8.
        PaperRun.Scalar(new NovoGradPaper(0.1, 0.5, 0.75, 0, 1), 1, 2, 4)
            .Should().BeApproximately(0.8 - (0.1 * (1 + (4 / Math.Sqrt(7)) + 0.8)), Tolerance);
    }

    [Fact]
    public void Lars_gives_each_layer_its_rate()
    {
        // ‖w‖ = 5, ‖g‖ = 10, λ = 0.2: local = 0.01·5/(10 + 1).
        var local = 0.05 / 11;
        PaperRun.Vector(new LarsPaper(2, 0.01, 0.9, 0.2), [3, 4], [6, 8])
            .Should().Equal([3 - (2 * local * 6.6), 4 - (2 * local * 8.8)], Near);
        PaperRun.Scalar(new LarsPaper(0.1, 0.01, 0.5), 0, 2).Should().BeApproximately(-0.2, Tolerance, "the local rate is 1 at a norm of 0");
        PaperRun.Scalar(new LarsPaper(0.1, 1, 0.5), 1, 2, -4)
            .Should().BeApproximately(0.9 - 0.05 + 0.09, Tolerance, "the step is 0.1·|w|, and half the last");
    }

    [Fact]
    public void Fromage_turns_a_layer_without_growing_it()
    {
        var turned = PaperRun.Vector(new FromagePaper(0.5), [3, 4], [-40, 30]);
        Norm.Two(turned).Should().BeApproximately(5, Tolerance);
        turned.Should().Equal([(3 + (0.5 * 4)) / Math.Sqrt(1.25), (4 - (0.5 * 3)) / Math.Sqrt(1.25)], Near);
        PaperRun.Scalar(new FromagePaper(0.5), 0, 2).Should().BeApproximately(-1 / Math.Sqrt(1.25), Tolerance);
    }

    [Fact]
    public void Sm3_of_a_vector_is_Adagrad()
    {
        foreach (var second in new[] { true, false })
        {
            PaperRun.Vector(new Sm3Paper(0.1, second: second), [1, 1], [3, 0], [4, 2])
                .Should().Equal([1 - 0.1 - (0.1 * 4 / 5), 1 - 0.1], Near);
        }
    }

    [Fact]
    public void Sm3_covers_a_matrix_by_rows_and_columns()
    {
        // G₁ = [3 1; 1 2], squares [9 1; 1 4]: μ is 9, 4 for the rows and for the columns. G₂ = [1 1; 1 1].
        // II: ν₁ = G₁², ν₂ = min μ + 1 = [10 5; 5 5]. I: ν₁ = min μ = [9 4; 4 4], and every μ grows by 1: ν₂ is II's.
        var theta = PaperRun.Matrix(new Sm3Paper(1), 2, 2, [0, 0, 0, 0], [3, 1, 1, 2], [1, 1, 1, 1]);
        theta.Should().Equal([-1 - (1 / Math.Sqrt(10)), -1 - (1 / Math.Sqrt(5)), -1 - (1 / Math.Sqrt(5)), -1 - (1 / Math.Sqrt(5))], Near);
        theta = PaperRun.Matrix(new Sm3Paper(1, second: false), 2, 2, [0, 0, 0, 0], [3, 1, 1, 2], [1, 1, 1, 1]);
        theta.Should().Equal([-1 - (1 / Math.Sqrt(10)), -0.5 - (1 / Math.Sqrt(5)), -0.5 - (1 / Math.Sqrt(5)), -1 - (1 / Math.Sqrt(5))], Near);
    }

    [Fact]
    public void Adam_mini_shares_a_second_moment_in_a_row()
    {
        // Rows (1, 7) and (3, 4): mean squares 25 and 12.5.
        var row = Math.Sqrt(12.5);
        PaperRun.Matrix(new AdamMiniPaper(0.1, epsilon: 0), 2, 2, [0, 0, 0, 0], [1, 3, 7, 4])
            .Should().Equal([-0.1 / 5, -0.1 * 3 / row, -0.1 * 7 / 5, -0.1 * 4 / row], Near);
        var all = Math.Sqrt(18.75);
        PaperRun.Matrix(new AdamMiniPaper(0.1, epsilon: 0, wholeMatrix: true), 2, 2, [0, 0, 0, 0], [1, 3, 7, 4])
            .Should().Equal([-0.1 / all, -0.1 * 3 / all, -0.1 * 7 / all, -0.1 * 4 / all], Near);
        double[] g = [1, -2, 0.5];
        PaperRun.Scalar(new AdamMiniPaper(0.1, 0.9, 0.999, weightDecay: 0.1), 1, g)
            .Should().BeApproximately(PaperRun.Scalar(new AdamPaper(0.1, weightDecay: 0.1), 1, g), Tolerance, "one number is its own block");
    }

    [Fact]
    public void Came_divides_by_how_far_its_updates_stray()
    {
        // |G| = 3 throughout: the update is ±1/√0.001, clipped to ±1; m = ±0.1, residuals 0.81 in all, S = 0.0001·0.81.
        var theta = PaperRun.Matrix(new CamePaper(0.01, epsilon2: 0), 2, 2, [1, 1, 1, 1], [3, -3, -3, 3]);
        var step = 0.01 * 0.1 / Math.Sqrt(0.0001 * 0.81);
        theta.Should().Equal([1 - step, 1 + step, 1 + step, 1 - step], (a, b) => Math.Abs(a - b) < 1e-12);
        PaperRun.Vector(new CamePaper(0.01), [1, 1], [3, -3]).Should().Equal([1 - 0.001, 1 + 0.001], Near);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < Tolerance;
}
