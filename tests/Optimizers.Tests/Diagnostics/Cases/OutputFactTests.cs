using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;
using static Optimizers.Tests.Diagnostics.Cases.FreeNet;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>Facts from the outputs of a model: each with a program that has the fault, and its healthy twin.</summary>
public class OutputFactTests
{
    private const int Count = 120;

    private static readonly Random Random = new(5);

    private static readonly Matrix<double> Plane = Matrix<double>.Build.Dense(2, Count, (_, _) => SmallNet.Normal(Random));

    private static readonly double[] Curved = [.. Plane.EnumerateColumns().Select(x => 20 + (8 * x[0] * x[1]))];

    private static readonly int[] Quadrants = [.. Plane.EnumerateColumns().Select(x => x[0] * x[1] > 0 ? 1 : 0)];

    private static readonly int[] Sectors = [.. Plane.EnumerateColumns().Select(x => x[0] > 0.5 ? 2 : x[1] > 0 ? 1 : 0)];

    private static readonly int[] Widths = [2, 8, 1];

    private static readonly int[] Classes = [2, 8, 3];

    [Fact]
    public void Targets_beyond_the_last_activation_are_out_of_its_range()
    {
        foreach (var bounded in new Func<Matrix<double>, Matrix<double>>[] { Logistic, Tanh })
            Accused(Regression(new FreeNet(Widths, Tanh, bounded, 1), Curved)).Should().Equal("output-range");
        Accused(Regression(new FreeNet(Widths, Tanh, Relu, 1), [.. Curved.Select(y => y - 20)])).Should().Equal("output-range");

        Accused(Regression(new FreeNet(Widths, Tanh, Same, 1), Curved)).Should().BeEmpty();
        Accused(Regression(new FreeNet(Widths, Tanh, Relu, 1), [.. Curved.Select(y => y - Curved.Min())])).Should().BeEmpty();
        Accused(Regression(new FreeNet(Widths, Tanh, Logistic, 1), [.. Curved.Select(y => (y - Curved.Min()) / 200)])).Should().BeEmpty();
    }

    [Fact]
    public void A_softmax_over_one_output_is_constant()
    {
        var targets = Quadrants.Select(label => (double)label).ToArray();

        Accused(Case(new FreeNet(Widths, Tanh, Softmax, 1), new(Plane, targets), Losses.BinaryCrossEntropyFromProbabilities))
            .Should().Equal("output-range");

        Accused(Case(new FreeNet(Widths, Tanh, Logistic, 1), new(Plane, targets), Losses.BinaryCrossEntropyFromProbabilities)).Should().BeEmpty();
    }

    [Fact]
    public void A_loss_of_probabilities_is_not_given_logits()
    {
        foreach (var loss in new[] { Losses.CrossEntropyFromProbabilities, Losses.CrossEntropyFromLogProbabilities })
            Accused(Case(new FreeNet(Classes, Tanh, Same, 1), new(Plane, Sectors), loss)).Should().Contain("output-range");
        Accused(Case(new FreeNet(Classes, Tanh, Tanh, 1), new(Plane, Sectors), Losses.CrossEntropyFromLogits)).Should().Equal("output-range");

        Accused(Case(new FreeNet(Classes, Tanh, Softmax, 1), new(Plane, Sectors), Losses.CrossEntropyFromProbabilities)).Should().BeEmpty();
        Accused(Case(new FreeNet(Classes, Tanh, LogSoftmax, 1), new(Plane, Sectors), Losses.CrossEntropyFromLogProbabilities)).Should().BeEmpty();
        Accused(Case(new FreeNet(Classes, Tanh, Same, 1), new(Plane, Sectors), Losses.CrossEntropyFromLogits)).Should().BeEmpty();
    }

    [Fact]
    public void A_loss_by_hand_is_held_against_its_name()
    {
        var net = new FreeNet(Widths, Tanh, Same, 1);
        var model = net.Model;
        Objective By(Func<double[], double> loss) => Objective.Create(theta => loss(model.Outputs(theta.ToArray(), Plane).Row(0).ToArray()));
        string[] With(Func<double[], double> loss) =>
            Accused(new TrainingCase(new TrainingMonitor())
            {
                Data = new(Plane, Curved),
                Model = model,
                Loss = Losses.SquaredError,
                Objective = By(loss),
            });

        With(z => z.Average(each => Curved.Average(y => (each - y) * (each - y)))).Should().Equal("wrong-loss");
        With(z => -z.Zip(Curved, (each, y) => (each - y) * (each - y)).Average()).Should().Equal("wrong-loss");

        With(z => 3 + (0.5 * z.Zip(Curved, (each, y) => (each - y) * (each - y)).Sum())).Should().BeEmpty();
        With(z => z.Zip(Curved, (each, y) => (y > 20 ? 5 : 1) * (each - y) * (each - y)).Average()).Should().BeEmpty("weights are legitimate");
    }

    [Fact]
    public void A_penalty_in_the_loss_is_called_a_penalty()
    {
        var model = new FreeNet(Widths, Tanh, Same, 1).Model;
        var penalized = Objective.Create(theta => 0.3 * theta.DotProduct(theta)
            + model.Outputs(theta.ToArray(), Plane).Row(0).Zip(Curved, (z, y) => (z - y) * (z - y)).Average());

        var found = new Examination(new TrainingCase(new TrainingMonitor())
        {
            Data = new(Plane, Curved),
            Model = model,
            Loss = Losses.SquaredError,
            Objective = penalized,
        }).Outputs!.Loss!;

        found.Relation.Should().Be(LossRelation.HasPenalty);
        found.Penalty.Should().BeApproximately(0.3, 1e-4);
    }

    [Fact]
    public void The_loops_own_code_of_a_loss_is_tried_at_the_right_answers()
    {
        static double Mean(Matrix<double> z, int[] labels, Func<Vector<double>, int, double> of) =>
            labels.Select((label, n) => of(z.Column(n), label)).Average();
        static double LogSum(Vector<double> z) => z.Maximum() + Math.Log((z - z.Maximum()).PointwiseExp().Sum());
        string[] Of(Func<Matrix<double>, int[], double> loss) => Accused(Case(
            new FreeNet(Classes, Tanh, Same, 1), new(Plane, Sectors), Losses.Own(Losses.CrossEntropyFromLogits, (z, y) => loss(z, y))));

        Of((z, labels) => Mean(z, labels, (column, label) => column[label] - LogSum(column))).Should().Contain("wrong-loss", "the sign is turned");
        Of((z, labels) => Mean(Softmax(z), labels, (p, label) => LogSum(p) - p[label])).Should().Contain("wrong-loss", "softmax stands twice");
        Of((z, labels) => Mean(z, labels, (column, _) => LogSum(column) - column[0])).Should().Contain("wrong-loss", "no label is looked at");

        Of((z, labels) => Mean(z, labels, (column, label) => LogSum(column) - column[label])).Should().BeEmpty();
        Of((z, labels) => Mean(z, labels, (column, label) => LogSum(column) - (0.9 * column[label]) - (0.1 * column.Average())))
            .Should().BeEmpty("labels may be smoothed");
    }

    [Fact]
    public void A_recorded_loss_is_not_below_what_its_kind_allows()
    {
        string[] Recorded(double sign)
        {
            var monitor = new TrainingMonitor();
            var optimizer = new Sgd(1e-3);
            optimizer.Watch(monitor);
            var theta = Vector<double>.Build.Dense(1, 1);
            for (var i = 0; i < 5; i++)
            {
                monitor.RecordLoss(sign * (0.7 - (0.1 * i)));
                optimizer.Step(theta, theta.Clone());
            }

            return Accused(new TrainingCase(monitor)
            {
                Data = new(Plane, Sectors),
                Model = new FreeNet(Classes, Tanh, Same, 1).Model,
                Loss = Losses.CrossEntropyFromLogits,
            });
        }

        Recorded(-1).Should().Equal("wrong-loss");
        Recorded(1).Should().BeEmpty();
    }

    [Fact]
    public void Labels_are_classes_of_the_outputs()
    {
        var net = new FreeNet(Classes, Tanh, Same, 1);
        int[] fromOne = [.. Sectors.Select(label => label + 1)];
        int[] ignored = [.. Sectors.Select((label, n) => n % 9 == 0 ? -100 : label)];

        Accused(Case(net, new(Plane, fromOne), Losses.CrossEntropyFromLogits)).Should().Equal("bad-labels");
        Accused(Case(net, new(Plane, [-1, .. Sectors.Skip(1)]), Losses.CrossEntropyFromLogits)).Should().Equal("bad-labels");
        Accused(Case(new FreeNet(Widths, Tanh, Same, 1), new(Plane, Sectors), Losses.CrossEntropyFromLogits)).Should().Contain("bad-labels");

        Accused(Case(net, new(Plane, ignored), Losses.CrossEntropyFromLogits)).Should().BeEmpty("-100 leaves an example out by convention");
        Accused(Case(new FreeNet([2, 8, 4], Tanh, Same, 1), new(Plane, fromOne), Losses.CrossEntropyFromLogits)).Should().BeEmpty();
    }

    [Fact]
    public void Targets_are_encoded_as_the_loss_takes_them()
    {
        double[] signs = [.. Quadrants.Select(label => (2.0 * label) - 1)], bits = [.. Quadrants.Select(label => (double)label)];
        var net = new FreeNet(Widths, Tanh, Same, 1);
        var indices = Matrix<double>.Build.Dense(1, Count, (_, n) => Sectors[n]);
        var oneHot = Matrix<double>.Build.Dense(3, Count, (row, n) => Sectors[n] == row ? 1 : 0);

        Accused(Case(net, new(Plane, signs), Losses.BinaryCrossEntropyFromLogits)).Should().Equal("bad-labels");
        Accused(Case(net, new(Plane, bits), Losses.Hinge)).Should().Equal("bad-labels");
        Accused(Case(new FreeNet(Classes, Tanh, Same, 1), new(Plane, indices), Losses.CrossEntropyFromLogits)).Should().Equal("bad-labels");
        Accused(Case(net, new(Plane, oneHot), Losses.SquaredError)).Should().Equal("bad-labels");

        Accused(Case(net, new(Plane, bits), Losses.BinaryCrossEntropyFromLogits)).Should().BeEmpty();
        Accused(Case(net, new(Plane, signs), Losses.Hinge)).Should().BeEmpty();
        Accused(Case(new FreeNet(Classes, Tanh, Same, 1), new(Plane, oneHot), Losses.CrossEntropyFromLogits)).Should().BeEmpty();
        Accused(Case(new FreeNet(Classes, Tanh, Logistic, 1), new(Plane, oneHot), Losses.SquaredError)).Should().BeEmpty();
    }

    [Fact]
    public void A_reshape_that_mixes_examples_is_seen_and_batch_normalization_is_none()
    {
        var net = new FreeNet([2, 8, 3], Tanh, Same, 1);
        Matrix<double> Mixed(Matrix<double> x) =>
            Matrix<double>.Build.DenseOfRowMajor(x.RowCount, x.ColumnCount, x.AsColumnMajorArray() ?? x.ToColumnMajorArray());
        Matrix<double> Normalized(Matrix<double> x) => Matrix<double>.Build.DenseOfRowVectors(x.EnumerateRows().Select(row =>
            (row - row.Average()) / Math.Sqrt(1e-5 + row.Average(value => (value - row.Average()) * (value - row.Average())))));
        Matrix<double> Shifted(Matrix<double> x) =>
            Matrix<double>.Build.Dense(2, x.ColumnCount, (row, n) => x[row, (n + 1) % x.ColumnCount]);
        TrainingCase With(Func<Matrix<double>, Matrix<double>> before) => new(new TrainingMonitor())
        {
            Data = new(Plane, Sectors),
            Loss = Losses.CrossEntropyFromLogits,
            Model = Model.InPlace([("w", new double[1])], (x, _) => net.Forward(before(x))),
        };

        Accused(With(Mixed)).Should().Equal("examples-mixed");
        Accused(With(Shifted)).Should().Equal("examples-mixed");
        Accused(With(Normalized)).Should().BeEmpty();
        Accused(With(x => x)).Should().BeEmpty();
    }

    [Fact]
    public void Two_layers_without_an_activation_are_linear_and_harm_where_the_targets_are_not()
    {
        double[] straight = [.. Plane.EnumerateColumns().Select(x => 3 + (2 * x[0]) - x[1])];

        Accused(Regression(new FreeNet(Widths, Same, Same, 1), Curved)).Should().Equal("no-nonlinearity");
        Accused(Case(new FreeNet([2, 8, 2], Same, Softmax, 1), new(Plane, Quadrants), Losses.CrossEntropyFromProbabilities))
            .Should().Equal("no-nonlinearity");

        Accused(Regression(new FreeNet(Widths, Relu, Same, 1, bias: 0), Curved)).Should().BeEmpty();
        Accused(Regression(new FreeNet([2, 1], Same, Same, 1), Curved)).Should().BeEmpty("one matrix is meant to be linear");
        Accused(Regression(new FreeNet(Widths, Same, Same, 1), straight)).Should().BeEmpty("linear is enough");
    }

    [Fact]
    public void Linear_models_of_symbols_and_models_that_only_take_symbols_are_healthy()
    {
        // Of one symbol a line is any function; a table of symbols is not asked between them.
        var symbols = Matrix<double>.Build.Dense(9, Count, (row, n) => (n * n) % 9 == row ? 1 : 0);
        int[] next = [.. Enumerable.Range(0, Count).Select(n => (n * n * 2 + Random.Next(2)) % 3)];
        var numbers = Matrix<double>.Build.Dense(1, Count, (_, n) => n % 6);
        var (table, readout) = (Matrix<double>.Build.Dense(4, 6, (_, _) => SmallNet.Normal(Random)), Matrix<double>.Build.Dense(3, 4, 0.5));
        var embedded = Model.InPlace([("table", table), ("readout", readout)], (x, _) => readout * Matrix<double>.Build.DenseOfColumns(
            x.Row(0).Select(symbol => symbol == (int)symbol ? table.Column((int)symbol) : throw new FormatException("no symbol"))));

        Accused(Case(new FreeNet([9, 4, 3], Same, Same, 1), new(symbols, next), Losses.CrossEntropyFromLogits)).Should().BeEmpty();
        Accused(new TrainingCase(new TrainingMonitor())
        {
            Data = new(numbers, [.. Enumerable.Range(0, Count).Select(n => n % 6 / 2)]),
            Loss = Losses.CrossEntropyFromLogits,
            Model = embedded,
        }).Should().BeEmpty();
    }

    [Fact]
    public void A_model_that_drops_units_at_random_is_not_said_to_mix_examples()
    {
        var net = new FreeNet(Classes, Tanh, Same, 1);
        var random = new Random(3);
        var model = Model.InPlace([("w", new double[1])], (x, _) => net.Forward(x).Map(z => random.Next(2) * z, Zeros.Include));

        var examination = new Examination(new TrainingCase(new TrainingMonitor())
        {
            Data = new(Plane, Sectors),
            Model = model,
            Loss = Losses.CrossEntropyFromLogits,
        });

        (examination.Outputs!.MateDifference, examination.Outputs.Bend).Should().Be((double.NaN, double.NaN));
    }

    [Fact]
    public void Labels_of_a_hinge_may_be_its_signs()
    {
        int[] signs = [.. Quadrants.Select(label => (2 * label) - 1)];

        Accused(Case(new FreeNet(Widths, Tanh, Same, 1), new(Plane, signs), Losses.Hinge)).Should().BeEmpty();
    }

    [Fact]
    public void The_price_is_said_before_and_the_cost_counted()
    {
        var examination = new Examination(Regression(new FreeNet(Widths, Tanh, Same, 1), Curved));

        _ = examination.Outputs;

        var receipt = examination.Receipts.Single(each => each.Probe == "Outputs");
        receipt.Cost.Losses.Should().BeInRange(20, receipt.Price.Losses);
    }

    [Fact]
    public void Outputs_that_are_the_same_for_all_examples_are_said_and_accuse_nobody()
    {
        var net = new FreeNet(Widths, Tanh, Same, 1);
        var model = Model.InPlace([("b", new double[] { 20 })], (x, _) => Matrix<double>.Build.Dense(1, x.ColumnCount, 20));

        var examination = new Examination(new TrainingCase(new TrainingMonitor())
        {
            Data = new(Plane, Curved),
            Model = model,
            Loss = Losses.SquaredError,
        });

        examination.Outputs!.IsCollapsed.Should().BeTrue();
        new Examination(Regression(net, Curved)).Outputs!.IsCollapsed.Should().BeFalse();
    }

    internal static TrainingCase Regression(FreeNet net, double[] targets) => Case(net, new(Plane, targets), Losses.SquaredError);

    internal static TrainingCase Case(FreeNet net, TrainingData data, NamedLoss loss) =>
        new(new TrainingMonitor()) { Data = data, Model = net.Model, Loss = loss };

    /// <summary>The facts of outputs that are found, by their ids.</summary>
    internal static string[] Accused(TrainingCase trainingCase)
    {
        var examination = new Examination(trainingCase);
        return
        [
            .. KnownCauses.All.Where(cause => OutputFacts.Contains(cause.Id))
                .Where(cause => cause.PriorLogOdds + cause.Assess(examination).Weight > 0).Select(cause => cause.Id),
        ];
    }

    private static readonly string[] OutputFacts = ["bad-labels", "output-range", "wrong-loss", "examples-mixed", "no-nonlinearity"];
}
