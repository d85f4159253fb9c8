namespace Optimizers.Tests.Rules;

/// <summary>A matrix whose rows lie side by side, as a tensor of PyTorch does, is stepped as the same matrix of MathNet is.</summary>
public sealed class ByRowsTests
{
    // Inputs beside the gradient are handed over as the parameter lies; noise is drawn in the order of memory.
    public static TheoryData<string> Rules { get; } = OptimizerFacts.Of(fact => !fact.IsNoisy && fact.Create(0) is not Fed);

    // More than one block of elements, and rows that go over from one to the next.
    public static TheoryData<string, int, int> Large => new()
    {
        { "Adafactor", 130, 97 }, { "Adafactor", 97, 130 }, { "Sm3", 130, 97 }, { "AdamMini", 130, 97 }, { "AdamMini", 3, 9_000 },
        { "Came", 130, 97 }, { "Muon", 130, 97 }, { "Sgd, centralized", 130, 97 },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_step_is_that_of_the_matrix(string name) => Compare(OptimizerFacts.Of(name), 7, 5);

    [Theory]
    [MemberData(nameof(Large))]
    public void The_step_is_that_of_the_matrix_over_many_blocks(string name, int rows, int columns) =>
        Compare(OptimizerFacts.Of(name), rows, columns);

    [Fact]
    public void Halves_and_bfloat16_are_matrices_too()
    {
        var (halves, bits) = (new Half[6], new ushort[6]);
        Parameter.OfHalf(halves, new Half[6]).ByRows(2, 3).ToString().Should().Be("a row-major matrix of 2×3 half");
        Parameter.OfBFloat16(bits, new ushort[6]).ByRows(2, 3).ToString().Should().Be("a row-major matrix of 2×3 bfloat16");
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(0, 6)]
    [InlineData(-2, -3)]
    public void Rows_and_columns_that_are_not_those_of_the_memory_are_told_by_the_step(int rows, int columns)
    {
        double[] values = [1, 2, 3, 4, 5, 6];
        var parameter = new Parameter(values.AsMemory(), new double[6]).ByRows(rows, columns);
        new Sgd(1).Invoking(each => each.Step([parameter])).Should().Throw<ArgumentException>()
            .WithMessage($"*has 6 numbers, not the {rows} · {columns} of its rows and columns*");
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public void A_matrix_without_rows_or_columns_is_refused_though_it_has_no_numbers_either(int rows, int columns) =>
        new Sgd(1).Invoking(each => each.Step([Parameter.Matrix(Array.Empty<double>(), Array.Empty<double>(), rows, columns)]))
            .Should().Throw<ArgumentException>().WithMessage($"*has 0 numbers, not the {rows} · {columns} of its rows and columns*");

    [Fact]
    public void The_bad_place_of_a_gradient_is_named_by_row_and_column()
    {
        float[] gradient = [0, 0, 0, 0, 0, float.NaN];
        new Sgd(1).Invoking(each => each.Step([new Parameter(new float[6], gradient).ByRows(2, 3)]))
            .Should().Throw<NonFiniteGradientException>().WithMessage("*at [1, 2] in iteration 0*").Which.Index.Should().Be(5);
    }

    [Fact]
    public void A_step_with_a_matrix_that_lies_otherwise_than_in_the_first_is_refused()
    {
        var optimizer = new Adam(0.1);
        optimizer.Step([new Parameter(new float[6], new float[6]).ByRows(2, 3)]);
        optimizer.Invoking(each => each.Step([Parameter.Matrix(new float[6], new float[6], 2, 3)])).Should().Throw<ArgumentException>()
            .WithMessage("*is a matrix of 2×3 float, but in the first step it was a row-major matrix of 2×3 float*");
    }

    [Fact]
    public void Memory_without_a_gradient_is_a_frozen_parameter()
    {
        float[] values = [1, 2];
        var parameter = new Parameter(values.AsMemory(), default);
        parameter.HasGradient.Should().BeFalse();
        parameter.Fault.Should().Be("the gradient is null");
        new Sgd(1).Step([parameter with { Frozen = true }]);
        values.Should().Equal(1, 2);
    }

    private static void Compare(OptimizerFact fact, int rows, int columns)
    {
        var (byColumns, byRows) = (fact.Create(0.02), fact.Create(0.02));
        var length = rows * columns;
        var start = Trajectory.Start(length + 3);
        double[] matrix = [.. start[..length]], tensor = Transpose(matrix, rows, columns), bias = start[length..], twin = start[length..];
        for (var step = 0; step < 8; step++)
        {
            var gradient = Trajectory.Gradient(length, step);
            var rest = Trajectory.Gradient(3, step, seed: 5);
            // Not rows alone: what is over all parameters has others beside it.
            Parameter[] first = [Parameter.Matrix(matrix, gradient, rows, columns), (bias, rest)];
            Parameter[] second = [new Parameter(tensor.AsMemory(), Transpose(gradient, rows, columns)).ByRows(rows, columns), (twin, rest)];
            var count = fact.NeedsMatrices ? 1 : 2;
            byColumns.Step(first.AsSpan(0, count));
            byRows.Step(second.AsSpan(0, count));
        }

        var expected = Transpose(matrix, rows, columns);
        for (var i = 0; i < length; i++)
            tensor[i].Should().BeApproximately(expected[i], 1e-8 * Math.Max(1, Math.Abs(expected[i])), "of element {0}", i);
        tensor.Should().NotEqual(Transpose([.. start[..length]], rows, columns));
    }

    private static double[] Transpose(double[] byColumns, int rows, int columns) =>
        [.. Enumerable.Range(0, byColumns.Length).Select(i => byColumns[(i / columns) + (i % columns * rows)])];
}
