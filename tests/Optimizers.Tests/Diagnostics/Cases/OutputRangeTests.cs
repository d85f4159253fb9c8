using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>When outputs are called constant: by what draws of the parameters show.</summary>
public class OutputRangeTests
{
    private static readonly int[] Widths = [2, 8, 1];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void A_softmax_over_one_output_is_constant_however_few_examples_there_are(int count) =>
        IsConstant(FreeNet.Softmax, count).Should().BeTrue();

    /// <summary>Draws of thirty times the size and more overflow, or only those of three hundred times.</summary>
    [Theory]
    [InlineData(6, false)]
    [InlineData(150, true)]
    public void An_output_is_constant_where_most_draws_show_it_and_not_where_most_overflow(double limit, bool isConstant) =>
        IsConstant(z => z.Map(_ => z.Enumerate().Max(Math.Abs) > limit ? double.NaN : 1, Zeros.Include), count: 40).Should().Be(isConstant);

    private static bool IsConstant(Func<Matrix<double>, Matrix<double>> output, int count)
    {
        var random = new Random(3);
        var inputs = Matrix<double>.Build.Dense(2, count, (_, _) => SmallNet.Normal(random));
        double[] targets = [.. inputs.EnumerateColumns().Select(x => x[0] > 0 ? 1.0 : 0)];
        return new Examination(OutputFactTests.Case(
            new FreeNet(Widths, FreeNet.Tanh, output, 1), new(inputs, targets), Losses.SquaredError)).Outputs!.Range.IsConstant;
    }
}
