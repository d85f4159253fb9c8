namespace Optimizers.Tests.Papers;

/// <summary>Runs a paper along given gradients: a scalar, or the small model on which the published implementations were run too.</summary>
internal static class PaperRun
{
    /// <summary>A square matrix, a wide one and a vector.</summary>
    public static readonly (int Rows, int Columns)[] Model = [(3, 3), (2, 3), (3, 1)];

    /// <summary>θ after one step a gradient.</summary>
    public static double Scalar(IPaper paper, double theta, params double[] gradients)
    {
        double[][] parameters = [[theta]];
        foreach (var g in gradients)
            paper.Step(parameters, [(1, 1)], [[g]]);
        return parameters[0][0];
    }

    /// <summary>One vector after one step a gradient.</summary>
    public static double[] Vector(IPaper paper, double[] theta, params double[][] gradients) => Matrix(paper, theta.Length, 1, theta, gradients);

    /// <summary>One column-major matrix after one step a gradient.</summary>
    public static double[] Matrix(IPaper paper, int rows, int columns, double[] theta, params double[][] gradients)
    {
        double[][] parameters = [(double[])theta.Clone()];
        foreach (var g in gradients)
            paper.Step(parameters, [(rows, columns)], [g]);
        return parameters[0];
    }

    public static double[][] Start((int Rows, int Columns)[] shapes) =>
        [.. shapes.Select((s, p) => Enumerable.Range(0, s.Rows * s.Columns).Select(j => ((((5 * j) + (3 * p)) % 7) - 3) / 4.0).ToArray())];

    /// <summary>Gradients that depend on the iteration alone, in sixteenths.</summary>
    public static double[][] Gradient((int Rows, int Columns)[] shapes, int t) =>
    [
        .. shapes.Select((s, p) => Enumerable.Range(0, s.Rows * s.Columns)
            .Select(j => ((((t * (7 + (4 * j) + (2 * p))) + (3 * j * j) + (5 * p) + 1) % 32) - 12) / 16.0).ToArray()),
    ];

    /// <summary>All parameters of a model, one after the other, after so many steps from <see cref="Start"/>.</summary>
    public static double[] Of(IPaper paper, (int Rows, int Columns)[] shapes, int steps = 8)
    {
        var parameters = Start(shapes);
        for (var t = 0; t < steps; t++)
            paper.Step(parameters, shapes, Gradient(shapes, t));
        return [.. parameters.SelectMany(p => p)];
    }

    /// <summary>The same with the gradients of Σ c(θ − τ)²/2 + θ⁴/40, with small curvatures c and targets τ.</summary>
    public static double[] Of(IAscentPaper paper, (int Rows, int Columns)[] shapes, int steps = 8)
    {
        var parameters = Start(shapes);
        for (var t = 0; t < steps; t++)
            paper.Step(parameters, shapes, Slope);
        return [.. parameters.SelectMany(p => p)];
    }

    /// <summary>The same along the given gradients, with losses between 0.5 and 3.5.</summary>
    public static double[] Of(ILossPaper paper, (int Rows, int Columns)[] shapes, int steps = 8)
    {
        var parameters = Start(shapes);
        for (var t = 0; t < steps; t++)
            paper.Step(parameters, shapes, Gradient(shapes, t), (((t * 3) % 7) + 1) / 2.0);
        return [.. parameters.SelectMany(p => p)];
    }

    /// <summary>The same along the given gradients, with the gradients of other iterations as diagonals.</summary>
    public static double[] Of(IHessianPaper paper, (int Rows, int Columns)[] shapes, int steps = 8)
    {
        var parameters = Start(shapes);
        for (var t = 0; t < steps; t++)
            paper.Step(parameters, shapes, Gradient(shapes, t), Gradient(shapes, (2 * t) + 5));
        return [.. parameters.SelectMany(p => p)];
    }

    private static double[][] Slope(double[][] parameters) =>
    [
        .. parameters.Select((theta, p) => theta.Select((x, j) =>
            ((1 + (0.5 * (((3 * j) + p) % 5))) * (x - (((((2 * j) + p) % 4) - 1) / 2.0))) + (0.1 * x * x * x)).ToArray()),
    ];
}
