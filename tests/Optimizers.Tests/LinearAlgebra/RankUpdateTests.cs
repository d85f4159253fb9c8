using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;
using Optimizers.Tests.Proofs;

namespace Optimizers.Tests.LinearAlgebra;

public class RankUpdateTests
{
    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(5, 1, 4, 3)]
    [InlineData(33, 7, 33, 20)]
    [InlineData(50, 16, 40, 300)]
    public void The_update_is_that_of_the_formula_and_leaves_the_rest_alone(int order, int from, int end, int depth)
    {
        var source = new MatrixSource(order);
        var stride = order + RankUpdate.Padding;
        var c = MatrixSource.Vector(stride * stride, source.Normal);
        var before = (double[])c.Clone();
        var x = MatrixSource.Vector(order * depth, source.Normal);
        var y = MatrixSource.Vector(order * depth, source.Normal);

        new RankUpdate(order).Subtract(c, stride, from, end, order, x, order, y, order, depth);

        for (var j = 0; j < order; j++)
        {
            for (var i = j; i < order; i++)
            {
                var expected = before[i + (j * stride)];
                for (var k = 0; k < depth && j >= from && j < end; k++)
                    expected -= x[i + (k * order)] * y[j + (k * order)];
                if (j >= from && j < end)
                    c[i + (j * stride)].Should().BeApproximately(expected, 1e-13 * depth);
                else
                    c[i + (j * stride)].Should().Be(expected);
            }
        }
    }

    [Fact]
    public void Every_width_of_lanes_gives_the_same_bits()
    {
        const int N = 40;
        var scalar = Tiles<Scalar<double>>();

        Tiles<Lanes128<double>>().Should().Equal(scalar);
        Tiles<Lanes256<double>>().Should().Equal(scalar);
        Tiles<Lanes512<double>>().Should().Equal(scalar);
        var column = Column<Scalar<double>>();
        Column<Lanes128<double>>().Should().Equal(column);
        Column<Lanes256<double>>().Should().Equal(column);
        Column<Lanes512<double>>().Should().Equal(column);

        static double[] Tiles<T>() where T : struct, ILanes<T, double>
        {
            var source = new MatrixSource(1);
            var c = MatrixSource.Vector((N + RankUpdate.Padding) * (N + RankUpdate.Padding), source.Normal);
            var x = MatrixSource.Vector(N * 37, source.Normal);
            var update = new RankUpdate(N);
            update.Subtract(c, N + RankUpdate.Padding, 0, N, N, x, N, x, N, 37);
            update.Subtract<T>(ref c[0], N + RankUpdate.Padding, 48, 40, 37);
            return c;
        }

        static double[] Column<T>() where T : struct, ILanes<T, double>
        {
            var source = new MatrixSource(2);
            var y = MatrixSource.Vector(70, source.Normal);
            var x = MatrixSource.Vector(70 * 9, source.Normal);
            var coefficients = MatrixSource.Vector(9, source.Normal);
            var done = ColumnUpdate.SubtractMultiples<T>(y, x, 70, coefficients, 0);
            done.Should().BeGreaterThan(60);
            ColumnUpdate.SubtractMultiples<Scalar<double>>(y, x, 70, coefficients, done);
            done = ColumnUpdate.Divide<T>(y, 3, 0);
            ColumnUpdate.Divide<Scalar<double>>(y, 3, done);
            return y;
        }
    }

    [Fact]
    public void A_matrix_without_room_for_the_last_strip_is_refused()
    {
        var x = new double[20];

        FluentActions.Invoking(() => new RankUpdate(20).Subtract(new double[400], 20, 0, 20, 20, x, 20, x, 20, 1))
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new RankUpdate(20).Subtract(new double[36 * 19], 36, 0, 20, 20, x, 20, x, 20, 1))
            .Should().Throw<ArgumentOutOfRangeException>();
    }
}
