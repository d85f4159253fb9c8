namespace Optimizers.Tests.Papers;

/// <summary>Methods that use the curvature, against numbers worked by hand and limit cases.</summary>
public sealed class CurvaturePaperTests
{
    private const double Tolerance = 1e-13;

    [Fact]
    public void AdaHessian_with_the_gradient_for_a_diagonal_is_Adam()
    {
        double[][] x = [[3, 4]];
        double[][] y = [[3, 4]];
        var (hessian, adam) = (new AdaHessianPaper(0.1, epsilon: 1e-8, weightDecay: 0.1), new AdamPaper(0.1, weightDecay: 0.1));
        foreach (var g in new double[][] { [1, 2], [-1, 3], [2, 0.5] })
        {
            hessian.Step(x, [(2, 1)], [g], [g]);
            adam.Step(y, [(2, 1)], [g]);
        }

        x[0].Should().Equal(y[0], Near);
        double[][] root = [[1]];
        new AdaHessianPaper(0.1, epsilon: 0, power: 0.5).Step(root, [(1, 1)], [[2]], [[-16]]);
        root[0][0].Should().BeApproximately(1 - (0.1 * 2 / 4), Tolerance, "|D| = 16, and k = ½ takes its root");
    }

    [Fact]
    public void Sophia_clips_a_Newton_step()
    {
        // γ = 0.5, β = (0.5, 0.5), k = 2: m = 1, h = 4 → 1/2; h kept: m = 1.5 → 0.75; renewed: m = 0.25, h = 2 − 5 < 0 → clipped to 1.
        var paper = new SophiaPaper(0.1, 0.5, 0.5, 0.5, frequency: 2);
        double[][] theta = [[1]];
        paper.Step(theta, [(1, 1)], [[2]], [[8]]);
        theta[0][0].Should().BeApproximately(1 - 0.05, Tolerance);
        paper.Step(theta, [(1, 1)], [[2]], [[1000]]);
        theta[0][0].Should().BeApproximately(0.95 - 0.075, Tolerance);
        paper.Step(theta, [(1, 1)], [[-1]], [[-10]]);
        theta[0][0].Should().BeApproximately(0.875 - 0.1, Tolerance);
    }

    [Fact]
    public void Shampoo_takes_fourth_roots_on_both_sides()
    {
        // diag(3, −2), ε = 1: the powers −1/4 of 10 and 5 on each side.
        PaperRun.Matrix(new ShampooPaper(0.1, 1), 2, 2, [0, 0, 0, 0], [3, 0, 0, -2])
            .Should().Equal([-0.3 / Math.Sqrt(10), 0, 0, 0.2 / Math.Sqrt(5)], (a, b) => Math.Abs(a - b) < 1e-12);
        PaperRun.Matrix(new ShampooPaper(0.1, 1), 2, 2, [0, 0, 0, 0], [3, 0, 0, -2], [1, 0, 0, 1])[0]
            .Should().BeApproximately((-0.3 / Math.Sqrt(10)) - (0.1 / Math.Sqrt(11)), 1e-12);

        // A vector: (εI + ggᵀ)^−½g = g/√(ε + ‖g‖²).
        PaperRun.Vector(new ShampooPaper(0.1, 11), [0, 0], [3, 4]).Should().Equal([-0.3 / 6, -0.4 / 6], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void The_first_step_of_Shampoo_without_damping_is_orthogonal()
    {
        var o = SmallMatrix.FromColumns(PaperRun.Matrix(new ShampooPaper(1, 0), 3, 3, new double[9], [1, 2, -1, 0, 3, 1, 2, 2, 5]), 3, 3);
        var gram = SmallMatrix.Product(SmallMatrix.Transpose(o), o);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
                gram[i, j].Should().BeApproximately(i == j ? 1 : 0, 1e-10);
        }
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < Tolerance;
}
