using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>A case of data, loss and model has what a case made by hand has.</summary>
public class FullCaseTests
{
    [Fact]
    public void The_ten_lines_make_a_full_case()
    {
        var net = new SmallNet(2, 8, 3, seed: 1);
        var (x, labels) = SmallNet.Blobs(120, seed: 1);
        var (w1, b1, w2, b2) = (net.W1, net.B1, net.W2, net.B2);
        var monitor = net.Train(x, labels, new Sgd(0.01), 100, 20);

        var diagnosis = Diagnosis.Of(new TrainingCase(monitor)
        {
            Data = new(x, labels),
            BatchSize = 20,
            Loss = Losses.CrossEntropyFromLogits,
            Model = Model.InPlace([("W1", w1), ("b1", b1), ("W2", w2), ("b2", b2)],
                outputs: (x, seen) => Plus(w2 * seen["hidden", Plus(w1 * x, b1).PointwiseTanh()], b2),
                gradients: (x, y) => net.Backward(x, y)),
            NewStart = seed => new SmallNet(2, 8, 3, seed).Theta(),
            NewOptimizer = rate => new Sgd(rate),
        });

        diagnosis.Missing.Should().NotContain(["Batches", "HiddenLayers", "ExampleLosses", "Labels", "ChanceLoss"]);
        diagnosis.Examination.GradientCheck!.Verdict.Should().Be(CheckVerdict.Agrees);
        diagnosis.Findings.Should().Contain(finding => finding.Cause.Id == "step-too-small", diagnosis.ToString());
    }

    [Fact]
    public void What_follows_from_the_parts_is_what_a_hand_makes()
    {
        var net = new SmallNet(2, 8, 3, seed: 1);
        var (x, labels) = SmallNet.Blobs(90, seed: 4);
        var (vx, vl) = SmallNet.Blobs(40, seed: 5);
        var full = new TrainingCase(new TrainingMonitor())
        {
            Data = new(x, labels),
            ValidationData = new(vx, vl),
            TestData = new(vx, vl),
            BatchSize = 20,
            Loss = Losses.CrossEntropyFromLogits,
            Model = net.InPlace(),
        };
        var other = new SmallNet(2, 8, 3, seed: 9);
        var theta = other.Theta();
        var gradient = new double[theta.Count];
        full.Objective!.Gradient(theta.AsArray(), gradient);

        full.Objective.Loss(theta.AsArray()).Should().BeApproximately(other.Loss(x, labels), 1e-12);
        gradient.Should().Equal(Flat(other.Backward(x, labels)));
        full.Validation!.Loss(theta.AsArray()).Should().BeApproximately(other.Loss(vx, vl), 1e-12);
        full.Test!.Loss(theta.AsArray()).Should().BeApproximately(other.Loss(vx, vl), 1e-12);
        full.ExampleLosses!(theta).Average().Should().BeApproximately(other.Loss(x, labels), 1e-12);
        full.Batches!.Count.Should().Be(4);
        full.Theta!.ToArray().Should().Equal(net.Theta().ToArray());
        full.Labels.Should().Equal(labels);
        full.Targets.Should().BeNull();
        full.Inputs.Should().BeSameAs(x);
        full.ExampleCount.Should().Be(90);
        var shares = labels.GroupBy(label => label).Select(group => group.Count() / 90.0);
        full.ChanceLoss.Should().BeApproximately(-shares.Sum(share => share * Math.Log(share)), 1e-12);
        var layer = full.HiddenLayers!(theta).Should().ContainSingle().Subject;
        layer.Values.Should().Be(other.Hidden(x));
        (layer.Name, layer.Lower, layer.Upper, layer.Incoming, layer.Outgoing, layer.Bias).Should().Be(("hidden", -1, 1, "W1", "W2", "b1"));
    }

    [Fact]
    public void What_is_given_by_hand_stands_and_a_copy_follows_its_own_parts()
    {
        var net = new SmallNet(2, 8, 3, seed: 1);
        var (x, labels) = SmallNet.Blobs(90, seed: 4);
        var objective = Objective.Create(_ => 7);
        var full = new TrainingCase(new TrainingMonitor()) { Data = new(x, labels), Loss = Losses.CrossEntropyFromLogits, Model = net.InPlace() };
        var before = full.Objective;

        (full with { Objective = objective }).Objective.Should().BeSameAs(objective);
        (full with { ChanceLoss = 3 }).ChanceLoss.Should().Be(3);
        full.Objective.Should().BeSameAs(before);
        (full with { SampleSize = 10 }).Labels.Should().HaveCount(10);
        (full with { SampleSize = 10 }).ExampleLosses!(net.Theta()).Should().HaveCount(10);
        (full with { SatisfactoryLoss = null }).Should().Be(full);
        full.Batches.Should().BeNull("no batch size is known");
        new TrainingCase(new TrainingMonitor()).Objective.Should().BeNull();
    }

    [Theory]
    [InlineData("squared error", 1.25)]
    [InlineData("absolute error", 1)]
    [InlineData("Huber loss of δ = 1", 0.5625)]
    public void The_best_constant_of_a_regression_is_that_of_its_loss(string name, double chance)
    {
        NamedLoss loss = name switch { "squared error" => Losses.SquaredError, "absolute error" => Losses.AbsoluteError, _ => Losses.Huber() };
        var trainingCase = new TrainingCase(new TrainingMonitor()) { Data = new(Matrix<double>.Build.Dense(1, 4), [1.0, 2, 3, 4]), Loss = loss };

        loss.Name.Should().Be(name);
        trainingCase.ChanceLoss.Should().BeApproximately(chance, 1e-9);
    }

    [Fact]
    public void The_best_constant_of_yes_or_no_is_the_entropy_and_of_a_hinge_twice_the_rarer_share()
    {
        var x = Matrix<double>.Build.Dense(1, 4);
        var yes = new TrainingCase(new TrainingMonitor()) { Data = new(x, [1.0, 0, 0, 0]), Loss = Losses.BinaryCrossEntropyFromLogits };
        var hinge = new TrainingCase(new TrainingMonitor()) { Data = new(x, [1.0, -1, -1, -1]), Loss = Losses.Hinge };

        yes.ChanceLoss.Should().BeApproximately(-(0.25 * Math.Log(0.25)) - (0.75 * Math.Log(0.75)), 1e-12);
        hinge.ChanceLoss.Should().BeApproximately(0.5, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(1.5)]
    public void Squares_with_a_half_or_summed_over_the_outputs_are_taken_as_the_gradients_have_them(double factor)
    {
        var w = Matrix<double>.Build.Dense(3, 2, (row, column) => row - column + 0.5);
        var x = Matrix<double>.Build.Dense(2, 20, (row, n) => Math.Sin((3 * n) + row));
        var y = Matrix<double>.Build.Dense(3, 20, (row, n) => Math.Cos((2 * n) + row));
        var full = new TrainingCase(new TrainingMonitor())
        {
            Data = new(x, y),
            Loss = Losses.SquaredError,
            Model = Model.InPlace([("w", w)], (x, _) => w * x, (x, y) => [((w * x) - y).TransposeAndMultiply(x) * (2 * factor / 3 / x.ColumnCount)]),
        };

        new Examination(full).GradientCheck!.Verdict.Should().Be(CheckVerdict.Agrees);
        full.Objective!.Loss(w.AsColumnMajorArray()).Should().BeApproximately(factor * ((w * x) - y).Enumerate().Average(e => e * e), 1e-12);
    }

    [Fact]
    public void Without_gradients_differences_of_the_loss_are_taken()
    {
        var net = new SmallNet(2, 3, 3, seed: 1);
        var (x, labels) = SmallNet.Blobs(60, seed: 4);
        var full = new TrainingCase(new TrainingMonitor())
        {
            Data = new(x, labels),
            Loss = Losses.CrossEntropyFromLogits,
            Model = net.InPlace(hasGradients: false),
            BatchSize = 10,
        };
        var gradient = new double[net.Theta().Count];

        full.Objective!.HasGradient.Should().BeFalse();
        full.Objective.Gradient(net.Theta().AsArray(), gradient);
        gradient.Zip(Flat(net.Backward(x, labels)), (found, known) => Math.Abs(found - known)).Max().Should().BeLessThan(1e-7);
        Diagnosis.Of(full).Suspects.Should().NotBeNull();
    }

    [Fact]
    public void A_label_that_is_no_class_is_left_out_of_the_loss_and_told()
    {
        var net = new SmallNet(2, 8, 3, seed: 1);
        var (x, labels) = SmallNet.Blobs(60, seed: 4);
        int[] bad = [.. labels.Select((label, n) => n < 5 ? 3 : label)];
        var diagnosis = Diagnosis.Of(new TrainingCase(new TrainingMonitor())
        {
            Data = new(x, bad),
            Loss = Losses.CrossEntropyFromLogits,
            Model = net.InPlace(),
            BatchSize = 10,
        });

        diagnosis.Findings[0].Cause.Id.Should().Be("bad-labels");
        diagnosis.ToString().Should().Contain("5 of 60 examples").And.Contain("0 to 2");
    }

    private static double[] Flat(ModelArray[] gradients) => [.. gradients.SelectMany(gradient =>
    {
        var numbers = new double[gradient.Length];
        gradient.Read(numbers);
        return numbers;
    })];

    private static Matrix<double> Plus(Matrix<double> z, Vector<double> b) => SmallNet.Plus(z, b);
}
