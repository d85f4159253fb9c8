using System.Reflection;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature;

public class ImmutabilityTests
{
    [Theory]
    [InlineData(typeof(CriticalPoint))]
    [InlineData(typeof(SecondOrder))]
    public void Nothing_of_a_classified_point_can_be_assigned_after_it_was_made(Type type)
    {
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        fields.Should().NotBeEmpty();
        fields.Where(field => !field.IsInitOnly).Select(field => field.Name).Should().BeEmpty();
        type.IsSealed.Should().BeTrue();
    }

    [Fact]
    public void What_a_reader_writes_into_the_eigenvectors_does_not_reach_the_escape()
    {
        var point = CriticalPoint.Classify(Matrix<double>.Build.DenseOfDiagonalArray([-1, 2]), Vector<double>.Build.Dense(2));
        point.Eigenvectors.Clear();
        point.Eigenvalues.Clear();

        var left = point.Escape(p => (p[1] * p[1]) - (0.5 * p[0] * p[0]), Vector<double>.Build.Dense(2));

        Math.Abs(left[0]).Should().BeGreaterThan(0.01);
        left[1].Should().Be(0);
    }
}
