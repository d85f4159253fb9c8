using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>What accuracies in a log show. The logs are those of small trainings of a softmax regression, made here from seeds.</summary>
public class LogAccuracyTests
{
    private const int Classes = 4;

    [Theory]
    [InlineData("epoch,accuracy,loss,val_accuracy,val_loss", 1)]
    [InlineData("epoch,sparse_categorical_accuracy,loss,val_sparse_categorical_accuracy,val_loss", 1)]
    [InlineData("Epoch,Train Acc,Train Loss,Val Acc,Val Loss", 100)]
    [InlineData("epoch,acc@1,loss,val_acc@1,val_loss", 100)]
    public void Accuracies_are_read_as_shares_by_the_names_that_frameworks_give_them(string header, double unit)
    {
        var log = Logs.Read(Logs.Lines(header, Enumerable.Range(0, 6).Select(i => FormattableString.Invariant(
            $"{i},{unit * (0.5 + (0.05 * i))},{1 - (0.1 * i)},{unit * (0.4 + (0.05 * i))},{1.1 - (0.1 * i)}"))));

        log.Evaluations.Should().HaveCount(6);
        log.Evaluations[^1].TrainingAccuracy.Should().BeApproximately(0.75, 1e-12);
        log.Evaluations[^1].ValidationAccuracy.Should().BeApproximately(0.65, 1e-12);
        log.ToMonitor().Evaluations.Should().Equal(log.Evaluations);
        log.Remarks.Any(remark => remark.Contains("per cents", StringComparison.Ordinal)).Should().Be(unit > 1);
    }

    [Theory]
    [InlineData("Train Epoch: 1 [0/600 (0%)]\tLoss: 2.3\nTrain Epoch: 1 [320/600 (53%)]\tLoss: 1.1\n"
        + "Test set: Average loss: 0.9, Accuracy: 9855/10000 (99%)\n", double.NaN, double.NaN, 0.9855)]
    [InlineData("epoch     train_loss  valid_loss  accuracy  time\n0         0.9         0.8         0.55      00:12\n"
        + "1         0.7         0.75        0.65      00:12\n", double.NaN, 0.65, double.NaN)]
    [InlineData("Epoch: [0][ 0/100]\tLoss 6.9 (6.9)\tAcc@1   0.00 (  0.00)\tAcc@5 9.00 (9.00)\nEpoch: [0][50/100]\tLoss 5 (6)\tAcc@1 1.00 (0.50)\n"
        + "Test: [10/20]\tLoss 5.1 (5.3)\tAcc@1  40.00 ( 30.00)\n", double.NaN, double.NaN, 0.3)]
    [InlineData("Epoch 1/2\n - 3s - loss: 2.5 - accuracy: 0.5 - val_loss: 2 - val_accuracy: 0.4\n"
        + "Epoch 2/2\n - 3s - loss: 1.5 - accuracy: 0.75 - val_loss: 2 - val_accuracy: 0.5\n", 0.75, 0.5, double.NaN)]
    [InlineData("step 1 loss 2.3 acc 0.125\nstep 2 loss 2.2 acc 0.25\n", 0.25, double.NaN, double.NaN)]
    public void Accuracies_are_read_from_prints_with_the_data_that_their_line_or_table_is_about(
        string text, double training, double validation, double test)
    {
        var last = Logs.Read(text).Evaluations[^1];

        new[] { last.TrainingAccuracy, last.ValidationAccuracy, last.TestAccuracy }.Should().Equal(training, validation, test);
    }

    [Fact]
    public void The_accuracy_of_the_best_five_is_none_and_numbers_that_are_no_shares_are_left_out()
    {
        Logs.Read("epoch,loss,top_5_accuracy,acc5\n0,1,0.9,90\n1,0.5,0.95,95\n").Evaluations[^1].TrainingAccuracy.Should().Be(double.NaN);

        var log = Logs.Read("epoch,loss,accuracy\n0,1,312\n1,0.5,400\n");
        log.Evaluations[^1].TrainingAccuracy.Should().Be(double.NaN);
        log.Remarks.Should().ContainSingle().Which.Should().Contain("312").And.Contain("left out");
    }

    [Fact]
    public void An_accuracy_that_is_no_share_is_refused_by_a_monitor_and_nothing_is_recorded()
    {
        var monitor = new TrainingMonitor();

        FluentActions.Invoking(() => monitor.RecordAccuracy(0.5, 93)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("*validation is 93*0.93*");

        monitor.Evaluations.Should().BeEmpty();
    }

    [Fact]
    public void Losses_and_accuracies_of_one_epoch_are_one_evaluation()
    {
        var monitor = new TrainingMonitor();
        for (var epoch = 0; epoch < 3; epoch++)
        {
            monitor.RecordEvaluation(1.0 / (1 + epoch), validation: 1, epoch: epoch);
            monitor.RecordAccuracy(validation: 0.5, epoch: epoch);
        }

        monitor.Evaluations.Should().HaveCount(3);
        monitor.Evaluations[^1].Should().Match<EvaluationRecord>(
            last => last.ValidationAccuracy == 0.5 && last.ValidationLoss == 1 && last.Epoch == 2);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_training_that_learns_is_healthy_and_accused_of_nothing(int seed)
    {
        var diagnosis = Of(new Training(seed).Log());

        diagnosis.Findings.Should().BeEmpty();
        diagnosis.Verdict.Should().Be(Verdict.Healthy);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_training_whose_inputs_never_arrive_answers_alike_everywhere(int seed) =>
        Of(new Training(seed) { Inputs = 0 }.Log()).Findings[0].Cause.Id.Should().Be("chance-level");

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_answer_for_the_whole_holdout_beside_a_training_that_learns_is_another_evaluation(int seed) =>
        Of(new Training(seed) { HoldoutInputs = 0, Start = 1, Rate = 0.05, StepsAnEpoch = 1, Epochs = 100 }.Log()).Findings
            .Should().Contain(finding => finding.Cause.Id == "evaluation-differs");

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Labels_learned_by_heart_show_in_the_accuracies_alone(int seed)
    {
        var training = new Training(seed) { Features = 60, Examples = 80, Noise = 1, Epochs = 400 };

        Of(training.Log(withHoldoutLoss: false)).Findings.Should().Contain(finding => finding.Cause.Id == "overfitting");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_accuracy_that_the_largest_class_has_from_the_start_clears_nobody_and_one_that_is_reached_at_once_accuses_nobody(int seed)
    {
        var rare = Of(new Training(seed) { Inputs = 0, LargestClass = 0.96 }.Log());
        rare.Verdict.Should().NotBe(Verdict.Healthy);

        // All is learned in the first epoch but for what no epoch will: the accuracy stands, and the loss tells that it was learned.
        var quick = Of(new Training(seed) { Noise = 0.15, Rate = 3, StepsAnEpoch = 40 }.Log());
        quick.Findings.Should().NotContain(finding => finding.Cause.Id == "chance-level");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_accuracy_of_a_regression_is_no_fault_of_its_training(int seed)
    {
        var random = new Random(seed);
        var slope = 1 + random.NextDouble();
        var diagnosis = Of(Logs.Lines("epoch,loss,accuracy", Enumerable.Range(0, 30).Select(i => FormattableString.Invariant(
            $"{i},{0.02 + Math.Exp(-0.2 * slope * i) + (0.001 * random.NextDouble())},0"))));

        diagnosis.Findings.Should().BeEmpty();
        diagnosis.Advice.Should().ContainSingle().Which.Cause.Id.Should().Be("metric-misleads");
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    private static Diagnosis Of(string log) => Diagnosis.Of(Logs.Read(log).ToMonitor());

    /// <summary>Softmax regression on blobs by full-batch descent.</summary>
    private sealed class Training(int seed)
    {
        private readonly Random _random = new(seed);

        public int Features { get; init; } = 5;

        public int Examples { get; init; } = 200;

        public int Epochs { get; init; } = 40;

        public int StepsAnEpoch { get; init; } = 5;

        public double Rate { get; init; } = 0.3;

        /// <summary>The deviation of the first weights; from 0 a single step may learn all.</summary>
        public double Start { get; init; }

        /// <summary>What reaches the model of the inputs, as a factor.</summary>
        public double Inputs { get; init; } = 1;

        public double HoldoutInputs { get; init; } = 1;

        /// <summary>The share of labels that are drawn anew.</summary>
        public double Noise { get; init; }

        /// <summary>The share of the first class; 0 for equal shares.</summary>
        public double LargestClass { get; init; }

        public string Log(bool withHoldoutLoss = true)
        {
            var centers = Draw(Classes, Features, 2.5);
            var (x, labels) = Data(centers, Inputs);
            var (holdout, holdoutLabels) = Data(centers, HoldoutInputs);
            var weights = Draw(Classes, Features + 1, Start);
            var rows = new List<string>();
            for (var epoch = 0; epoch < Epochs; epoch++)
            {
                for (var step = 0; step < StepsAnEpoch; step++)
                    Descend(weights, x, labels);
                var (loss, accuracy) = Evaluate(weights, x, labels);
                var (holdoutLoss, holdoutAccuracy) = Evaluate(weights, holdout, holdoutLabels);
                rows.Add(FormattableString.Invariant($"{epoch},{loss},{accuracy},{holdoutAccuracy}")
                    + (withHoldoutLoss ? FormattableString.Invariant($",{holdoutLoss}") : ""));
            }

            return Logs.Lines("epoch,loss,accuracy,val_accuracy" + (withHoldoutLoss ? ",val_loss" : ""), rows);
        }

        private (double[,] Inputs, int[] Labels) Data(double[,] centers, double factor)
        {
            var x = Draw(Examples, Features + 1, 1);
            var labels = new int[Examples];
            for (var i = 0; i < Examples; i++)
            {
                var center = LargestClass == 0 ? _random.Next(Classes)
                    : _random.NextDouble() < LargestClass ? 0 : 1 + _random.Next(Classes - 1);
                labels[i] = _random.NextDouble() < Noise ? _random.Next(Classes) : center;
                for (var j = 0; j < Features; j++)
                    x[i, j] = factor * (x[i, j] + centers[center, j]);
                x[i, Features] = 1;
            }

            return (x, labels);
        }

        private double[,] Draw(int rows, int columns, double scale)
        {
            var values = new double[rows, columns];
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                    values[i, j] = scale * MathNet.Numerics.Distributions.Normal.Sample(_random, 0, 1);
            }

            return values;
        }

        private void Descend(double[,] weights, double[,] x, int[] labels)
        {
            var gradient = new double[Classes, Features + 1];
            for (var i = 0; i < Examples; i++)
            {
                var p = Softmax(weights, x, i);
                p[labels[i]]--;
                for (var k = 0; k < Classes; k++)
                {
                    for (var j = 0; j <= Features; j++)
                        gradient[k, j] += p[k] * x[i, j] / Examples;
                }
            }

            for (var k = 0; k < Classes; k++)
            {
                for (var j = 0; j <= Features; j++)
                    weights[k, j] -= Rate * gradient[k, j];
            }
        }

        private (double Loss, double Accuracy) Evaluate(double[,] weights, double[,] x, int[] labels)
        {
            var (loss, right) = (0.0, 0);
            for (var i = 0; i < Examples; i++)
            {
                var p = Softmax(weights, x, i);
                loss -= Math.Log(p[labels[i]]) / Examples;
                right += Array.IndexOf(p, p.Max()) == labels[i] ? 1 : 0;
            }

            return (loss, (double)right / Examples);
        }

        private double[] Softmax(double[,] weights, double[,] x, int example)
        {
            var p = new double[Classes];
            for (var k = 0; k < Classes; k++)
            {
                for (var j = 0; j <= Features; j++)
                    p[k] += weights[k, j] * x[example, j];
            }

            var largest = p.Max();
            var sum = p.Sum(each => Math.Exp(each - largest));
            return [.. p.Select(each => Math.Exp(each - largest) / sum)];
        }
    }
}
