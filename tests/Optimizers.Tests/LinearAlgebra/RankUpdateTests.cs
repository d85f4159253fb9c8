using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;
using Optimizers.Tests.Proofs;

namespace Optimizers.Tests.LinearAlgebra;

public unsafe class RankUpdateTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 4, 3)]
    [InlineData(33, 33, 20)]
    [InlineData(150, 130, 300)]
    public void The_update_is_that_of_the_formula_and_leaves_the_rest_alone(int rows, int columns, int depth)
    {
        var (xStride, yStride, stride) = (rows + 1, columns + 2, rows + 3);
        var source = new MatrixSource(rows);
        var c = MatrixSource.Vector(stride * (columns + 1), source.Normal);
        var before = (double[])c.Clone();
        var x = MatrixSource.Vector(xStride * depth, source.Normal);
        var y = MatrixSource.Vector(yStride * depth, source.Normal);

        fixed (double* pc = c, px = x, py = y)
            RankUpdate.Subtract(rows, columns, depth, px, xStride, py, yStride, pc, stride, threads: 2);

        for (var j = 0; j <= columns; j++)
        {
            for (var i = j; i < stride; i++)
            {
                var expected = before[i + (j * stride)];
                for (var k = 0; k < depth && j < columns && i < rows; k++)
                    expected -= x[i + (k * xStride)] * y[j + (k * yStride)];
                if (j < columns && i < rows)
                    c[i + (j * stride)].Should().BeApproximately(expected, 1e-13 * depth);
                else
                    c[i + (j * stride)].Should().Be(expected);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(70)]
    public void A_sweep_fuses_each_product_with_its_subtraction_in_order_at_every_width_of_lanes(int length)
    {
        const int Count = 9;
        var source = new MatrixSource(2);
        var y = MatrixSource.Vector(length + 1, source.Normal);
        var x = MatrixSource.Vector((length + 2) * Count, source.Normal);
        var factors = MatrixSource.Vector(Count, source.Normal);
        var expected = (double[])y.Clone();
        for (var i = 0; i < length; i++)
        {
            for (var k = 0; k < Count; k++)
                expected[i] = Math.FusedMultiplyAdd(-factors[k], x[i + (k * (length + 2))], expected[i]);
            expected[i] /= 3;
        }

        Swept<Scalar<double>>().Should().Equal(expected);
        Swept<Lanes128<double>>().Should().Equal(expected);
        Swept<Lanes256<double>>().Should().Equal(expected);
        Swept<Lanes512<double>>().Should().Equal(expected);
        var widest = (double[])y.Clone();
        fixed (double* target = widest, px = x, pf = factors)
        {
            ColumnSweep.SubtractMultiples(target, length, px, length + 2, pf, Count);
            ColumnSweep.Divide(target, 3, length);
        }

        widest.Should().Equal(expected);

        double[] Swept<T>() where T : struct, ILanes<T, double>
        {
            var swept = (double[])y.Clone();
            fixed (double* target = swept, px = x, pf = factors)
            {
                var done = ColumnSweep.SubtractMultiples<T, double>(target, length, px, length + 2, pf, Count, 0);
                done.Should().Be(length / T.Count * T.Count);
                ColumnSweep.SubtractMultiples<Scalar<double>, double>(target, length, px, length + 2, pf, Count, done);
                done = ColumnSweep.Divide<T, double>(target, 3, length, 0);
                done.Should().Be(length / T.Count * T.Count);
                ColumnSweep.Divide<Scalar<double>, double>(target, 3, length, done);
            }

            return swept;
        }
    }
}
