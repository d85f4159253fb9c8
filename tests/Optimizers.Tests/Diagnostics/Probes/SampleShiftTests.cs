using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class SampleShiftTests
{
    private static Matrix<double> Normal(int features, int examples, int seed, double scale = 1, double shift = 0)
    {
        var random = new Random(seed);
        return Matrix<double>.Build.Dense(features, examples, (_, _) => shift + (scale * Next()));

        double Next() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    [Fact]
    public void Two_samples_of_one_distribution_cannot_be_told_apart()
    {
        var deviations = Enumerable.Range(0, 60)
            .Select(seed => SampleShift.Of(Normal(8, 200, 2 * seed), Normal(8, 120, (2 * seed) + 1), seed)!.Deviations).ToArray();

        deviations.Average().Should().BeInRange(-0.5, 0.5);
        deviations.Average(deviation => deviation * deviation).Should().BeInRange(0.5, 1.4, "the standard error is that of the accuracy");
    }

    [Fact]
    public void A_shift_of_the_mean_is_seen_to_the_accuracy_of_the_best_classifier()
    {
        // A shift by d in each of n features: Φ(d√n/2) = Φ(1) = 0.841.
        var shift = SampleShift.Of(Normal(16, 1000, 1), Normal(16, 1000, 2, shift: 0.5), 1)!;

        shift.Accuracy.Should().BeApproximately(0.841, 0.03);
        shift.LargestMeanShift.Should().BeInRange(0.4, 0.7);
        shift.StandardError.Should().BeApproximately(0.5 / Math.Sqrt(2000) * Math.Sqrt(1 + (2 / Math.PI)), 1e-12);
    }

    [Fact]
    public void A_change_of_scale_is_seen_though_the_means_agree()
    {
        var shift = SampleShift.Of(Normal(32, 400, 1), Normal(32, 400, 2, scale: 1.5), 1)!;

        shift.Accuracy.Should().BeGreaterThan(0.9);
        shift.ScaleRatio.Should().BeApproximately(1.5, 0.05);
    }

    [Fact]
    public void One_shifted_feature_of_many_is_found()
    {
        var testing = Normal(300, 400, 2);
        testing.SetRow(123, testing.Row(123) + 2);

        var shift = SampleShift.Of(Normal(300, 400, 1), testing, 1)!;

        shift.Accuracy.Should().BeGreaterThan(0.75); // The best classifier: Φ(1) = 0.84.
        shift.LargestMeanShift.Should().BeApproximately(2, 0.25);
    }

    [Fact]
    public void Many_features_of_one_distribution_cannot_be_told_apart()
    {
        var shift = SampleShift.Of(Normal(300, 300, 1), Normal(300, 300, 2), 1)!;

        Math.Abs(shift.Deviations).Should().BeLessThan(3);
    }

    [Fact]
    public void Inputs_that_were_not_scaled_are_told_at_once()
    {
        var random = new Random(1);
        Matrix<double> Pixels(double scale) => Matrix<double>.Build.Dense(20, 100, (_, _) => scale * random.NextDouble());

        var shift = SampleShift.Of(Pixels(1), Pixels(255), 1)!;

        shift.Accuracy.Should().Be(1);
        shift.ScaleRatio.Should().BeApproximately(255, 20);
    }

    [Fact]
    public void A_pixel_that_is_empty_in_training_and_rare_in_testing_is_no_great_shift()
    {
        var (training, testing) = (Normal(8, 200, 1), Normal(8, 200, 2));
        training.SetRow(3, new double[200]);
        testing.SetRow(3, new double[200]);
        testing[3, 17] = 1;

        var shift = SampleShift.Of(training, testing, 1)!;

        shift.LargestMeanShift.Should().BeLessThan(1);
        Math.Abs(shift.Deviations).Should().BeLessThan(3);
    }

    [Fact]
    public void Examples_that_are_not_finite_are_left_out_and_few_tell_nothing()
    {
        var (training, testing) = (Normal(4, 50, 1), Normal(4, 50, 2));
        training[1, 3] = double.NaN;
        testing[2, 5] = double.PositiveInfinity;

        SampleShift.Of(training, testing, 1)!.Accuracy.Should().BeInRange(0, 1);
        SampleShift.Of(Normal(4, 39, 1), testing, 1).Should().BeNull();
    }

    [Fact]
    public void Other_features_are_refused_with_both_counts()
    {
        var refusal = () => SampleShift.Of(Normal(4, 50, 1), Normal(5, 50, 2), 1);

        refusal.Should().Throw<ArgumentException>().WithMessage("*5 features*4*");
    }
}
