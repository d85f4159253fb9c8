using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

public class GrowingBasisTests
{
    [Fact]
    public void Nearly_dependent_vectors_give_an_orthonormal_basis()
    {
        var basis = new GrowingBasis(50);
        var first = RandomDirection.Next(50, 0);
        basis.TryAdd([.. first]).Should().BeTrue();
        for (var k = 1; k < 8; k++)
            basis.TryAdd([.. first.Zip(RandomDirection.Next(50, k), (a, b) => a + (1e-5 * b))]).Should().BeTrue();

        for (var i = 0; i < 8; i++)
        {
            for (var j = 0; j <= i; j++)
                basis.Vectors[i].Zip(basis.Vectors[j], (a, b) => a * b).Sum().Should().BeApproximately(i == j ? 1 : 0, 1e-14);
        }
    }

    [Fact]
    public void A_vector_of_the_span_is_not_new_at_any_scale()
    {
        var basis = new GrowingBasis(4);
        basis.TryAdd([1, 2, 0, 0]).Should().BeTrue();
        basis.TryAdd([0, 1e-20, 1e-20, 0]).Should().BeTrue();

        foreach (var scale in new[] { 1e-20, 1, 1e20 })
            basis.TryAdd([scale, 3 * scale, scale, 0]).Should().BeFalse();
        basis.TryAdd(new double[4]).Should().BeFalse();
        basis.Vectors.Should().HaveCount(2);
    }

    [Fact]
    public void As_many_vectors_as_dimensions_are_all()
    {
        var basis = new GrowingBasis(2);
        basis.TryAdd([3, 1]).Should().BeTrue();
        basis.TryAdd([1, 1]).Should().BeTrue();
        basis.TryAdd([5, 7]).Should().BeFalse();
    }
}
