using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.LinearAlgebra;
using Optimizers.Tests.Proofs;

namespace Optimizers.Tests.Curvature;

public class DenseCertificateTests
{
    [Fact]
    public void A_minimum_a_maximum_and_a_saddle_are_proven_of_the_matrix_and_within_its_error()
    {
        Of([1, 2, 3], error: 0.5).Should().Match<DenseCertificate>(c => c.Matrix == Definiteness.Positive && c.Hessian == Definiteness.Positive);
        Of([-1, -2, -3], error: 0.5).Should().Match<DenseCertificate>(c => c.Matrix == Definiteness.Negative && c.Hessian == Definiteness.Negative);
        Of([-1, 2, 3], error: 0.5).Should().Match<DenseCertificate>(c => c.Matrix == Definiteness.Indefinite && c.Hessian == Definiteness.Indefinite);
    }

    [Fact]
    public void A_maximum_is_proven_as_far_from_0_as_the_minimum_of_the_opposite_matrix()
    {
        Of([1, 2, 3], error: 0).Claims[0].Statement.Should().Contain("λmin > 0.4999");
        Of([-1, -2, -3], error: 0).Claims[0].Statement.Should().Contain("λmax < -0.4999");
    }

    [Fact]
    public void An_error_beyond_the_eigenvalue_leaves_the_claim_about_the_matrix_only()
    {
        foreach (var spectrum in (double[][])[[1, 2, 3], [-1, -2, -3], [-1, 2, 3]])
        {
            var certificate = Of(spectrum, error: 1.5);

            certificate.Matrix.Should().NotBe(Definiteness.Unproven);
            certificate.Hessian.Should().Be(Definiteness.Unproven);
            certificate.Claims[0].Should().Match<Claim>(c => c.Subject == ClaimSubject.Matrix
                && c.Certainty == Certainty.Proven && c.Probability == 1);
        }
    }

    [Fact]
    public void An_estimated_error_proves_nothing_of_the_true_Hessian()
    {
        foreach (var spectrum in (double[][])[[1, 2, 3], [-1, -2, -3], [-1, 2, 3], [0, 2, 3]])
        {
            var certificate = Of(spectrum, error: 0.5, isBound: false);

            certificate.Hessian.Should().Be(Definiteness.Unproven);
            certificate.Claims.Should().Contain(claim => claim.Subject == ClaimSubject.Hessian);
            certificate.Claims.Where(claim => claim.Subject == ClaimSubject.Hessian)
                .Should().OnlyContain(claim => claim.Certainty == Certainty.Estimated);
        }
    }

    [Fact]
    public void Without_an_error_nothing_is_claimed_of_the_true_Hessian() =>
        Of([1, 2, 3], error: 0).Claims.Should().OnlyContain(claim => claim.Subject == ClaimSubject.Matrix);

    [Fact]
    public void Near_the_floor_it_says_what_there_can_be_and_which_eigenvalue_would_have_been_proven()
    {
        var certificate = Of([0, 2, 3], error: 0);

        certificate.Matrix.Should().Be(Definiteness.Unproven);
        certificate.HasPositiveCurvature.Should().BeTrue();
        certificate.Claims.Should().HaveCount(2).And.OnlyContain(claim => claim.Certainty == Certainty.Proven);
        certificate.Claims[0].Statement.Should().Be("H has positive curvature");
        certificate.Claims[1].Statement.Should().StartWith("H has no curvature below -");
        certificate.Claims[1].Evidence.Should().Contain("would have been proven with λmin above");
        certificate.Floor.Should().BeInRange(1e-16, 1e-14);
    }

    [Fact]
    public void The_words_and_the_numbers_of_a_claim_are_never_more_than_was_proven()
    {
        var claim = Of([1 / 1.9999, 2, 3], error: 0.1).Claims[1];

        claim.Statement.Should().StartWith("∇²L(θ) is positive definite, λmin > 0.15");
        claim.ToString().Should().StartWith("proven, about the true Hessian: ").And.Contain("; by Cholesky with Rump's bound");
        foreach (var seed in Enumerable.Range(0, 60))
        {
            var source = new MatrixSource(seed);
            var least = Math.Pow(10, source.Uniform(-9, 9));
            var certificate = Of([least, 2 * least, 3 * least], error: 0);
            var stated = double.Parse(certificate.Claims[0].Statement.Split("> ")[1], System.Globalization.CultureInfo.InvariantCulture);
            stated.Should().BeInRange(0.499 * least, 0.5 * least);
        }
    }

    [Fact]
    public void A_graded_minimum_whose_eigenvalues_are_computed_with_the_wrong_sign_is_proven_all_the_same()
    {
        double[] h = [1, 1e-20, 1e-20, 1e-30];

        DenseCertificate.Of(h, [-1e-17, 1], [0, 1], [1, 0], 0, isBound: true).Matrix.Should().Be(Definiteness.Positive);
    }

    [Fact]
    public void A_probable_claim_has_a_probability_between_zero_and_one()
    {
        Claim.Probable(ClaimSubject.Matrix, 0.999, "s", "e").ToString().Should()
            .Be("probable (wrong in less than 0.001 of the runs), about this matrix: s; by e");
        Claim.Estimated(ClaimSubject.Loss, "s", "e").Should().Match<Claim>(c => double.IsNaN(c.Probability) && c.Certainty == Certainty.Estimated);
        foreach (var probability in (double[])[0, 1, double.NaN, -1])
            FluentActions.Invoking(() => Claim.Probable(ClaimSubject.Matrix, probability, "s", "e")).Should().Throw<ArgumentOutOfRangeException>();
        (Certainty.Estimated < Certainty.Probable && Certainty.Probable < Certainty.Proven).Should().BeTrue();
    }

    private static DenseCertificate Of(double[] spectrum, double error, bool isBound = true)
    {
        var n = spectrum.Length;
        var a = new MatrixSource(1).WithSpectrum(spectrum);
        if (spectrum.Contains(0))
            a = [4, 2, 0, 2, 1, 0, 0, 0, 3];
        var evd = Matrix<double>.Build.Dense(n, n, (double[])a.Clone()).Evd(Symmetricity.Symmetric);
        return DenseCertificate.Of(
            a, [.. evd.EigenValues.Select(value => value.Real)], evd.EigenVectors.Column(0)
                .ToArray(), evd.EigenVectors.Column(n - 1).ToArray(), error, isBound);
    }
}
