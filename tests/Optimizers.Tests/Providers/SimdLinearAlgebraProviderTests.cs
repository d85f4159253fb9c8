using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Optimizers.Tests.Providers;

public sealed class SimdLinearAlgebraProviderTests
{
    private static readonly ILinearAlgebraProvider Provider = new SimdLinearAlgebraProvider();

    /// <summary>What docs/linear-algebra.md says is ours, of doubles and of floats.</summary>
    private static readonly string[] Ours =
    [
        "AddArrays", "AddVectorToScaledVector", "CholeskyFactor", "CholeskySolve", "CholeskySolveFactored", "DotProduct", "LUFactor", "LUInverse",
        "LUInverseFactored", "LUSolve", "LUSolveFactored", "MatrixMultiply", "MatrixMultiplyWithUpdate", "PointWiseDivideArrays",
        "PointWiseMultiplyArrays", "QRFactor", "QRSolve", "QRSolveFactored", "ScaleArray", "SingularValueDecomposition", "SubtractArrays", "SvdSolve",
        "SvdSolveFactored", "ThinQRFactor",
    ];

    [Theory]
    [InlineData(typeof(double), true)]
    [InlineData(typeof(float), true)]
    [InlineData(typeof(Complex), false)]
    [InlineData(typeof(Complex32), false)]
    public void Every_method_is_ours_or_calls_MathNets_of_the_same_name(Type element, bool hasOurs)
    {
        var map = typeof(SimdLinearAlgebraProvider).GetInterfaceMap(typeof(ILinearAlgebraProvider<>).MakeGenericType(element));
        map.InterfaceMethods.Should().HaveCount(28);
        var forwarded = new List<string>();
        foreach (var (contract, method) in map.InterfaceMethods.Zip(map.TargetMethods))
        {
            var calls = Calls(method).Where(call => call.DeclaringType == typeof(ManagedLinearAlgebraProvider)).ToArray();
            if (calls.Any(call => call.Name == contract.Name))
                forwarded.Add(contract.Name);
            calls.Where(call => call.Name != contract.Name && call.Name != "get_Instance").Should().BeEmpty(contract.Name);
        }

        map.InterfaceMethods.Select(method => method.Name).Except(forwarded).Should().BeEquivalentTo(hasOurs ? Ours : []);
    }

    [Fact]
    public void One_line_installs_it_and_another_removes_it()
    {
        var before = LinearAlgebraControl.Provider;
        try
        {
            LinearAlgebraControl.Provider = new SimdLinearAlgebraProvider();
            var matrix = Matrix<double>.Build.Dense(3, 2, (i, j) => i + (10 * j));
            (matrix.Transpose() * matrix).Should().Be(Matrix<double>.Build.DenseOfArray(new double[,] { { 5, 35 }, { 35, 365 } }));
            LinearAlgebraControl.Provider.ToString().Should().Contain("Optimizers");
        }
        finally
        {
            LinearAlgebraControl.Provider = before;
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 4)]
    [InlineData(40, 1, 33)]
    [InlineData(1, 40, 33)]
    [InlineData(70, 65, 300)]
    public void Products_are_MathNets_up_to_rounding(int rows, int columns, int depth)
    {
        foreach (var transposeA in Enum.GetValues<Transpose>())
        {
            foreach (var transposeB in Enum.GetValues<Transpose>())
            {
                var (rowsA, columnsA) = transposeA == Transpose.DontTranspose ? (rows, depth) : (depth, rows);
                var (rowsB, columnsB) = transposeB == Transpose.DontTranspose ? (depth, columns) : (columns, depth);
                var a = Matrix<double>.Build.Random(rowsA, columnsA, 1).ToColumnMajorArray();
                var b = Matrix<double>.Build.Random(rowsB, columnsB, 2).ToColumnMajorArray();
                var c = Matrix<double>.Build.Random(rows, columns, 3).ToColumnMajorArray();
                var expected = (double[])c.Clone();

                Provider.MatrixMultiplyWithUpdate(transposeA, transposeB, 0.7, a, rowsA, columnsA, b, rowsB, columnsB, -2, c);
                ManagedLinearAlgebraProvider.Instance.MatrixMultiplyWithUpdate(
                    transposeA, transposeB, 0.7, a, rowsA, columnsA, b, rowsB, columnsB, -2, expected);

                for (var i = 0; i < c.Length; i++)
                    c[i].Should().BeApproximately(expected[i], 1e-12);
            }
        }
    }

    [Fact]
    public void Elementwise_results_have_MathNets_bits()
    {
        var (x, y) = (Matrix<float>.Build.Random(77, 1, 4).ToColumnMajorArray(), Matrix<float>.Build.Random(77, 1, 5).ToColumnMajorArray());
        Same((provider, result) => provider.AddArrays(x, y, result));
        Same((provider, result) => provider.SubtractArrays(x, y, result));
        Same((provider, result) => provider.PointWiseMultiplyArrays(x, y, result));
        Same((provider, result) => provider.PointWiseDivideArrays(x, y, result));
        Same((provider, result) => provider.AddVectorToScaledVector(y, 0.3f, x, result));
        Same((provider, result) => provider.ScaleArray(0.3f, x, result));
        Same((provider, result) => provider.AddVectorToScaledVector(y, 0, x, result));
        Same((provider, result) => provider.ScaleArray(0, x, result));

        static void Same(Action<ILinearAlgebraProvider<float>, float[]> operation)
        {
            var (ours, theirs) = (new float[77], new float[77]);
            operation(Provider, ours);
            operation(ManagedLinearAlgebraProvider.Instance, theirs);
            ours.Should().Equal(theirs);
        }
    }

    [Fact]
    public void A_result_that_is_also_a_factor_is_that_of_the_old_factor()
    {
        double[] a = [1, 2, 3, 4], expected = new double[4], square = [1, 2, 3, 4];
        Provider.MatrixMultiply(a, 2, 2, a, 2, 2, expected);

        Provider.MatrixMultiply(square, 2, 2, square, 2, 2, square);

        square.Should().Equal(expected).And.Equal(7, 10, 15, 22);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_the_result_stays()
    {
        double[] six = [1, 2, 3, 4, 5, 6], result = [9, 9, 9, 9], none = [];
        Refused(() => Provider.MatrixMultiply(six, 2, 3, six, 2, 3, result), "*2×3*");
        Refused(() => Provider.MatrixMultiply(six, 2, 2, six, 2, 3, result), "*a has 6*");
        Refused(() => Provider.MatrixMultiply(six, 2, 3, six, 3, 2, six), "*c has 6*");
        Refused(() => Provider.MatrixMultiply(six, -2, -3, six, 3, 2, result), "*");
        Refused(() => Provider.MatrixMultiply(six, 65536, 65536, six, 3, 2, result), "*4294967296*");
        Refused(() => Provider.MatrixMultiply(none, -1, 0, none, 0, 0, none), "*rows*negative*");
        Refused(() => Provider.MatrixMultiply(none, 0, -1, none, 0, 0, none), "*columns*negative*");
        FluentActions.Invoking(() => Provider.MatrixMultiply(null!, 2, 3, six, 3, 2, result)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Provider.AddArrays(six, result, result)).Should().Throw<ArgumentException>().WithMessage("*6*4*");
        FluentActions.Invoking(() => Provider.DotProduct(six, result)).Should().Throw<ArgumentException>().WithMessage("*6*4*");
        result.Should().Equal(9, 9, 9, 9);

        static void Refused(Action multiply, string message) =>
            FluentActions.Invoking(multiply).Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }

    [Fact]
    public void The_Frobenius_norm_does_not_leave_the_range_by_its_squares()
    {
        Provider.MatrixNorm(Norm.FrobeniusNorm, 2, 2, new[] { 3e200, 0, 0, -4e200 }).Should().BeApproximately(5e200, 1e186);
        Provider.MatrixNorm(Norm.FrobeniusNorm, 2, 2, new[] { 3e30f, 0, 0, -4e30f }).Should().BeApproximately(5e30, 1e24);
        Provider.MatrixNorm(Norm.OneNorm, 2, 2, new[] { 1.0, -2, 3, 4 }).Should().Be(7);
    }

    private static IEnumerable<MethodBase> Calls(MethodInfo method)
    {
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (var i = 0; i + 5 <= code.Length; i++)
        {
            if (code[i] != OpCodes.Call.Value && code[i] != OpCodes.Callvirt.Value)
                continue;
            if (TryResolve(method.Module, BitConverter.ToInt32(code, i + 1)) is { } called)
                yield return called;
        }
    }

    // A byte of an operand may look like a call: what follows is then hardly ever the token of a method.
    private static MethodBase? TryResolve(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
