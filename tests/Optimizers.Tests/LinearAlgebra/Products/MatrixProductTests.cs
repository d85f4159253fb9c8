using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra.Products;

public sealed class MatrixProductTests
{
    /// <summary>Of all products of <see cref="ProductProgram"/>, on every machine.</summary>
    private const string Hash = "5457498F84CDAE00C5B644F018F7935DAF611E6BA6A1D0B9B80338BB8462C4A3";

    [Fact]
    public void Doubles_are_within_the_bound_of_the_exact_product() => ProductProgram.FirstFault<double>(1200, seed: 1).Should().BeNull();

    [Fact]
    public void Floats_are_within_the_bound_of_the_exact_product() => ProductProgram.FirstFault<float>(1200, seed: 2).Should().BeNull();

    [Theory]
    [InlineData("a", 5, 12, 8)]
    [InlineData("a", 7, 12, 8)]
    [InlineData("b", 6, 11, 8)]
    [InlineData("b", 6, 13, 8)]
    [InlineData("c", 6, 12, 7)]
    [InlineData("c", 6, 12, 9)]
    public void A_matrix_of_other_entries_than_its_rows_and_columns_is_refused(string name, int a, int b, int c) =>
        FluentActions.Invoking(() => MatrixProduct.Multiply<double>(2, 4, 3, 1, new double[a], false, new double[b], false, 0, new double[c], 1))
            .Should().Throw<ArgumentException>().WithParameterName(name);

    [Fact]
    public void Every_width_of_lanes_gives_the_same_bits()
    {
        Check<double>(3);
        Check<float>(4);

        static void Check<E>(int seed) where E : unmanaged, IBinaryFloatingPointIeee754<E>
        {
            var random = new Random(seed);
            var compared = 0;
            for (var i = 0; i < 200; i++)
            {
                var product = new RandomProduct<E>(random, most: 60);
                if (product.Multiply<Scalar<E>, Counts.Four>() is not { } scalar)
                    continue;
                compared++;
                product.Multiply<Lanes128<E>, Counts.Four>().Should().Equal(scalar, "{0}", product);
                product.Multiply<Lanes256<E>, Counts.Four>().Should().Equal(scalar, "{0}", product);
                product.Multiply<Lanes256<E>, Counts.Eight>().Should().Equal(scalar, "{0}", product);
                product.Multiply<Lanes512<E>, Counts.Eight>().Should().Equal(scalar, "{0}", product);
            }

            compared.Should().BeGreaterThan(80);
        }
    }

    [Theory]
    [InlineData(150, 150, 150)]
    [InlineData(700, 10, 300)]
    [InlineData(10, 700, 300)]
    [InlineData(1, 900, 700)]
    [InlineData(900, 1, 700)]
    public unsafe void Every_number_of_threads_gives_the_same_bits(int rows, int columns, int depth)
    {
        foreach (var isTransposed in (bool[])[false, true])
        {
            var alone = Multiply(1);
            foreach (var threads in (int[])[2, 3, 5, 16])
                Multiply(threads).Should().Equal(alone);

            double[] Multiply(int threads)
            {
                var (a, b, c) = (Entries(rows * depth, 5), Entries(depth * columns, 6), Entries(rows * columns, 7));
                fixed (double* pa = a, pb = b, pc = c)
                {
                    var left = isTransposed ? Operand<double>.ByColumns(pa, depth).Transposed : Operand<double>.ByColumns(pa, rows);
                    var right = isTransposed ? Operand<double>.ByColumns(pb, columns).Transposed : Operand<double>.ByColumns(pb, depth);
                    MatrixProduct.Multiply(rows, columns, depth, 0.5, left, right, 2.0, pc, rows, threads);
                }

                return c;
            }
        }
    }

    [Fact]
    public void A_product_is_worth_as_many_threads_as_its_multiplications_whichever_way_it_lies()
    {
        Worth(3, 3, 3).Should().Be(1);
        foreach (var (rows, columns, depth) in (ReadOnlySpan<(int, int, int)>)[(700, 10, 300), (10, 700, 300), (300, 700, 10), (100_000, 21, 1)])
            Worth(rows, columns, depth).Should().Be(5);
        Worth(500, 500, 500).Should().BeGreaterThan(100);

        static int Worth(int rows, int columns, int depth) =>
            MatrixProduct.Whole<double>(rows, columns, depth, 1, default, default, 0, default).ThreadsWorthWhile;
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(null, 2)]
    [InlineData("DOTNET_EnableAVX512", 1)]
    [InlineData("DOTNET_EnableAVX2", 1)]
    [InlineData("DOTNET_EnableHWIntrinsic", 2)]
    public async Task Every_processor_gives_the_bits_of_the_record(string? forbidden, int threads)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", typeof(Program).Assembly.Location, ProductProgram.Command, threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        if (forbidden is not null)
            start.Environment[forbidden] = "0";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.Trim().Should().Be(Hash);
    }

    [Fact]
    public unsafe void Zero_times_NaN_and_infinity_is_NaN()
    {
        foreach (var (rows, columns) in (ReadOnlySpan<(int, int)>)[(1, 1), (9, 1), (1, 9), (20, 20)])
        {
            foreach (var bad in (ReadOnlySpan<double>)[double.NaN, double.PositiveInfinity])
            {
                var (a, b, c) = (new double[rows * 5], new double[5 * columns], new double[rows * columns]);
                Array.Fill(b, bad);
                fixed (double* pa = a, pb = b, pc = c)
                {
                    var (left, right) = (Operand<double>.ByColumns(pa, rows), Operand<double>.ByColumns(pb, 5));
                    MatrixProduct.Multiply(rows, columns, 5, 1, left, right, 0, pc, rows, 1);
                }

                c.Should().OnlyContain(entry => double.IsNaN(entry));
            }
        }
    }

    [Fact]
    public unsafe void A_thread_allocates_nothing_after_its_first_product()
    {
        var (a, c) = (Entries(200 * 200, 8), new double[200 * 200]);
        fixed (double* pa = a, pc = c)
        {
            var (from, to) = ((nint)pa, (nint)pc);
            Allocation.Least(() => Square(from, to)).Should().Be(0);
        }

        static void Square(nint from, nint to)
        {
            var matrix = Operand<double>.ByColumns((double*)from, 200);
            MatrixProduct.Multiply(200, 200, 200, 1, matrix, matrix.Transposed, 0, (double*)to, 200, 2);
        }
    }

    private static double[] Entries(int count, int seed)
    {
        var entries = new double[count];
        var random = new RandomEntries(seed);
        for (var i = 0; i < count; i++)
            entries[i] = random.Uniform(i);
        return entries;
    }
}
