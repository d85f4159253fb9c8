using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra;

public class SymmetricEigenSystemTests
{
    // Large enough for a reduction whose vectors wait: a spectrum of both signs with gaps of 0.1, but for a cluster of four around 3.
    private static readonly double[] Values =
    [
        .. Enumerable.Range(0, 236).Select(i => -9 + (0.1 * i)).Select(value => Math.Abs(value - 3) < 1e-9 ? 3.05 : value),
        3 - 1e-12, 3, 3, 3 + 1e-12,
    ];

    private static readonly Matrix<double> H = Spectrum.Rotated([.. Values.Order()], Spectrum.RandomOrthogonal(Values.Length, seed: 5));

    [Fact]
    public void Eigenvalues_without_vectors_are_those_of_the_matrix()
    {
        var system = Of(H);

        for (var i = 0; i < Values.Length; i++)
            Math.ScaleB(system.Values[i], system.Exponent).Should().BeApproximately(Values.Order().ElementAt(i), 1e-12);
        system.Residual.Should().BeLessThan(1e-13);
    }

    [Fact]
    public void A_vector_alone_is_the_column_of_all_vectors_in_sign_too()
    {
        var (alone, all) = (Of(H), Of(H));

        foreach (var i in (int[])[0, 1, 88, 90, Values.Length - 1])
            Distance(alone.VectorAlone(i), all.Vector(i)).Should().BeLessThan(1e-11);
    }

    [Fact]
    public void Vectors_of_a_cluster_are_orthogonal_when_they_are_asked_for_one_by_one()
    {
        var system = Of(H);
        var cluster = Cluster(system);
        cluster.Should().HaveCount(4);

        var vectors = Array.ConvertAll(cluster, i => system.VectorAlone(i).ToArray());

        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < i; j++)
                ShortVectors.Dot(vectors[i], vectors[j]).Should().BeApproximately(0, 1e-13);
        }
    }

    [Fact]
    public void Magnitudes_of_a_vector_are_those_of_its_coordinates_before_and_after_the_vectors_are_made()
    {
        var system = Of(H);
        var x = RandomDirection.Next(Values.Length, seed: 8);
        var cluster = Cluster(system);

        var before = system.Magnitudes(x);
        var coordinates = Enumerable.Range(0, Values.Length).Select(i => Math.Abs(ShortVectors.Dot(system.Vector(i), x))).ToArray();
        var after = system.Magnitudes(x);

        for (var i = 0; i < Values.Length; i++)
        {
            after[i].Should().BeApproximately(coordinates[i], 1e-14);
            if (!cluster.Contains(i))
                before[i].Should().BeApproximately(coordinates[i], 1e-10);
        }

        cluster.Sum(i => before[i] * before[i]).Should().BeApproximately(cluster.Sum(i => coordinates[i] * coordinates[i]), 1e-12);
    }

    [Fact]
    public void Blocks_of_different_size_keep_their_own_vectors()
    {
        var n = Values.Length;
        var h = Matrix<double>.Build.Dense(
            n + 3, n + 3, (i, j) => i < 2 || j < 2 || i == n + 2 || j == n + 2 ? (i == j ? 20 + i : 0) : H[i - 2, j - 2]);
        var (alone, all) = (Of(h), Of(h));

        for (var i = 0; i < n + 3; i += 17)
            Distance(alone.VectorAlone(i), all.Vector(i)).Should().BeLessThan(1e-11);
        alone.VectorAlone(n).ToArray().Should().Equal(Enumerable.Range(0, n + 3).Select(i => i == 0 ? 1.0 : 0));
        (Array.ConvertAll(all.Values, value => Math.ScaleB(value, all.Exponent)), all.Vectors).ShouldBeOf(
            i => Enumerable.Range(0, n + 3).Where(j => h[i, j] != 0).Select(j => (j, h[i, j])), "three blocks of one row beside H");
    }

    [Fact]
    public void A_classified_matrix_has_its_eigenvectors_and_its_way_out_after_the_classification()
    {
        var n = Values.Length;
        var point = CriticalPoint.Classify(H, Vector<double>.Build.Dense(n));

        point.Kind.Should().Be(CriticalPointKind.Saddle);
        var first = point.Eigenvectors.Column(0);
        ((H * first) - (point.Eigenvalues[0] * first)).L2Norm().Should().BeLessThan(1e-12);
        (point.Eigenvectors.TransposeThisAndMultiply(point.Eigenvectors) - Matrix<double>.Build.DenseIdentity(n)).L2Norm().Should().BeLessThan(1e-12);
        var left = point.Escape(p => 0.5 * (p * (H * p)), Vector<double>.Build.Dense(n));
        Math.Abs(left * first / left.L2Norm()).Should().BeApproximately(1, 1e-9);
    }

    private static int[] Cluster(SymmetricEigenSystem system) =>
        [.. Enumerable.Range(0, Values.Length).Where(i => Math.Abs(Math.ScaleB(system.Values[i], system.Exponent) - 3) < 1e-6)];

    private static SymmetricEigenSystem Of(Matrix<double> h) => SymmetricEigenSystem.Of(h.ToColumnMajorArray(), h.RowCount);

    private static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var difference = x.ToArray();
        ShortVectors.AddScaled(difference, -1, y);
        return ShortVectors.Norm(difference);
    }
}
