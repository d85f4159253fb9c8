using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Operators;

public sealed class EmpiricalFisherOperatorTests
{
    private static readonly TinyNetwork Network = new(softmax: true, seed: 6);

    private static Matrix<double> Gradients => Matrix<double>.Build.DenseOfColumnVectors(
        Enumerable.Range(0, TinyNetwork.Examples).Select(k => Network.GradientOfExample(Network.Theta, k)));

    private static Matrix<double> Expected
    {
        get
        {
            var sum = Matrix<double>.Build.Dense(Network.Theta.Count, Network.Theta.Count);
            foreach (var g in Gradients.EnumerateColumns())
                sum += g.OuterProduct(g);
            return sum / TinyNetwork.Examples;
        }
    }

    [Fact]
    public void Of_a_matrix_of_gradients_it_is_their_second_moment() =>
        Dense.Of(SymmetricOperator.EmpiricalFisher(Gradients)).ShouldBe(Expected, 1e-15);

    [Fact]
    public void Of_gradients_made_anew_it_has_the_same_bits()
    {
        var v = Dense.RandomVector(Network.Theta.Count, seed: 1);
        var asked = new List<int>();
        var anew = SymmetricOperator.EmpiricalFisher(Network.Theta.Count, TinyNetwork.Examples, k =>
        {
            asked.Add(k);
            return Network.GradientOfExample(Network.Theta, k);
        });

        anew.Multiply(v).Should().Equal(SymmetricOperator.EmpiricalFisher(Gradients).Multiply(v));
        asked.Should().Equal(Enumerable.Range(0, TinyNetwork.Examples));
    }

    [Fact]
    public void Its_rank_is_at_most_the_number_of_examples_and_it_is_never_negative()
    {
        var eigenvalues = Spectrum.Jacobi(Dense.Of(SymmetricOperator.EmpiricalFisher(Gradients)));

        eigenvalues.Count(value => Math.Abs(value) > 1e-14).Should().Be(TinyNetwork.Examples);
        eigenvalues[0].Should().BeGreaterThan(-1e-15);
    }

    [Fact]
    public void Of_one_example_it_is_the_square_of_its_gradient()
    {
        var gradient = Dense.RandomVector(4, seed: 2);

        Dense.Of(SymmetricOperator.EmpiricalFisher(4, 1, _ => gradient)).ShouldBe(gradient.OuterProduct(gradient), 1e-15);
    }

    [Fact]
    public void Bad_gradients_are_told()
    {
        Refusal.Of<ArgumentNullException>(() => _ = SymmetricOperator.EmpiricalFisher(null!), "gradients");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = SymmetricOperator.EmpiricalFisher(3, 0, _ => null!), "examples", "0");
        var wrong = SymmetricOperator.EmpiricalFisher(3, 2, k => Vector<double>.Build.Dense(3 + k));
        FluentActions.Invoking(() => wrong.Multiply(Vector<double>.Build.Dense(3))).Should().Throw<InvalidOperationException>()
            .WithMessage("*example 1*4*3*");
    }
}
