using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>A model in the caller's storage: what it gives, that it leaves no trace, and what it refuses.</summary>
public class ModelTests
{
    private static readonly Matrix<double> X = Matrix<double>.Build.Dense(2, 6, (row, n) => row + (0.1 * n));

    [Fact]
    public void A_diagnosis_leaves_the_bits_of_the_storage_as_they_were()
    {
        var net = new SmallNet(2, 5, 3, seed: 3);
        net.B1[2] = -0.0;
        var (x, labels) = SmallNet.Blobs(60, seed: 2);
        var before = Bits(net);

        Diagnosis.Of(new TrainingCase(new TrainingMonitor())
        {
            Data = new(x, labels),
            BatchSize = 10,
            Loss = Losses.CrossEntropyFromLogits,
            Model = net.InPlace(),
            NewStart = seed => new SmallNet(2, 5, 3, seed).Theta(),
        });

        Bits(net).Should().Equal(before);
    }

    [Fact]
    public void The_bits_come_back_after_an_exception_of_the_callers()
    {
        var net = new SmallNet(2, 5, 3, seed: 3);
        var (x, labels) = SmallNet.Blobs(60, seed: 2);
        var before = Bits(net);
        var calls = 0;
        var model = net.InPlace((inputs, _) => ++calls == 7 ? throw new TimeoutException("the caller's") : net.Logits(inputs));

        var diagnose = () => Diagnosis.Of(new TrainingCase(new TrainingMonitor())
        {
            Data = new(x, labels),
            BatchSize = 10,
            Loss = Losses.CrossEntropyFromLogits,
            Model = model,
        });

        diagnose.Should().Throw<ProbeException>().WithInnerException<TimeoutException>().WithMessage("the caller's");
        Bits(net).Should().Equal(before);
    }

    [Fact]
    public void The_bits_come_back_after_a_cancel()
    {
        var net = new SmallNet(2, 5, 3, seed: 3);
        var (x, labels) = SmallNet.Blobs(60, seed: 2);
        var before = Bits(net);
        using var source = new CancellationTokenSource();
        var calls = 0;
        var model = net.InPlace((inputs, _) =>
        {
            if (++calls == 9)
                source.Cancel();
            source.Token.ThrowIfCancellationRequested();
            return net.Logits(inputs);
        });

        var diagnose = () => Diagnosis.Of(
            new TrainingCase(new TrainingMonitor())
            {
                Data = new(x, labels),
                BatchSize = 10,
                Loss = Losses.CrossEntropyFromLogits,
                Model = model,
            },
            new DiagnosisOptions { CancellationToken = source.Token });

        diagnose.Should().Throw<OperationCanceledException>();
        Bits(net).Should().Equal(before);
    }

    [Fact]
    public void Floats_matrices_vectors_and_arrays_are_storage_alike()
    {
        var (a, b, c, d) = (Matrix<float>.Build.Dense(2, 3, 1.5f), Vector<float>.Build.Dense(2, 0.1f), new double[] { 1, 2 }, new float[] { 3 });
        var model = Model.InPlace([("a", a), ("b", b), ("c", c), ("d", d)], (x, _) => x);

        model.Read().Should().Equal([1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 0.1f, 0.1f, 1, 2, 3]);
        model.IsSingle.Should().BeTrue();
        model.Layout.ToString().Should().Be("a[2,3], b[2], c[2], d[1]");
        model.Outputs(new double[11], X).Should().Be(X);
        (a[0, 0], b[1], c[1], d[0]).Should().Be((1.5f, 0.1f, 2, 3));
    }

    [Fact]
    public void A_model_of_another_framework_is_read_and_written()
    {
        var held = new float[] { 1, 2, 3 };
        var model = Model.External(
            ParameterLayout.Empty.Add("w", 3),
            read: () => Vector<double>.Build.Dense(3, i => held[i]),
            write: theta => held = [.. theta.Select(value => (float)value)],
            outputs: (x, _) => Matrix<double>.Build.Dense(1, x.ColumnCount, held.Sum()),
            gradients: (x, y) => Vector<double>.Build.Dense(3, 1));
        var gradient = new double[3];

        model.Outputs([1, 1, 0.1], X)[0, 0].Should().BeApproximately(2.1, 1e-6);
        model.Gradient([1, 1, 1], X, new TrainingData(X, new double[6]).Answers, gradient);

        gradient.Should().Equal(1, 1, 1);
        held.Should().Equal(1, 2, 3);
        model.IsSingle.Should().BeTrue();
    }

    [Fact]
    public void What_is_written_must_be_what_is_read()
    {
        var held = Vector<double>.Build.Dense(2, 1);
        var model = Model.External(ParameterLayout.Empty.Add("w", 2), () => held, theta => held = theta + 1, (x, _) => x);

        var evaluate = () => model.Outputs([0, 0], X);

        evaluate.Should().Throw<NotSupportedException>().WithMessage("The parameter w[0] is not what it was before*");
    }

    [Fact]
    public void Outputs_that_train_are_refused_and_undone()
    {
        var w = new double[] { 1, 2 };
        var model = Model.InPlace([("w", w)], (x, _) => x * (w[0] *= 0.5));

        var evaluate = () => model.Outputs([4, 4], X);

        evaluate.Should().Throw<ArgumentException>().WithMessage("outputs changed the parameter w*").And.ParamName.Should().Be("outputs");
        w.Should().Equal(1, 2);
    }

    [Fact]
    public void Storage_that_is_missing_shared_or_not_dense_is_refused()
    {
        var w = new double[] { 1, 2 };
        var none = () => Model.InPlace([], (x, _) => x);
        var twice = () => Model.InPlace([("v", w), ("w", w)], (x, _) => x);
        var empty = () => Model.InPlace([("v", default)], (x, _) => x);
        var sparse = () => Model.InPlace([("v", Matrix<double>.Build.Sparse(2, 2))], (x, _) => x);
        var shape = () => ModelArray.Shaped(w, 3, 1);

        none.Should().Throw<ArgumentException>().WithMessage("There are no parameters*");
        twice.Should().Throw<ArgumentException>().WithMessage("v and w are the same storage*");
        empty.Should().Throw<ArgumentException>().WithMessage("v has no storage*");
        sparse.Should().Throw<ArgumentException>().WithMessage("The matrix is not dense*");
        shape.Should().Throw<ArgumentException>().WithMessage("The extents 3×1 make 3 numbers; the array has 2.*");
    }

    [Fact]
    public void What_the_functions_give_must_fit()
    {
        var net = new SmallNet(2, 5, 3, seed: 3);
        var model = net.InPlace((x, _) => net.Logits(x).Transpose());
        var transposed = () => model.Outputs(model.Read(), X);
        var few = Model.InPlace([("v", new double[2]), ("w", new double[2])], (x, _) => x, (_, _) => [new double[2]]);
        var other = Model.InPlace([("v", new double[2]), ("w", new double[2])], (x, _) => x, (_, _) => [new double[2], new double[3]]);
        var turned = Model.InPlace(
            [("v", Matrix<double>.Build.Dense(2, 3))], (x, _) => x, (_, _) => [Matrix<double>.Build.Dense(3, 2)]);
        Action Gradient(Model of) => () => of.Gradient(of.Read(), X, new TrainingData(X, new double[6]).Answers, new double[of.Layout.Length]);

        transposed.Should().Throw<ArgumentException>().WithMessage("outputs gave 6×3 for the inputs of 6 examples; *outputs × 6.*");
        Gradient(few).Should().Throw<ArgumentException>().WithMessage("gradients gave 1 gradients; *order v, w.*");
        Gradient(other).Should().Throw<ArgumentException>().WithMessage("gradients gave 3 numbers for w, which has 2.*");
        Gradient(turned).Should().Throw<ArgumentException>().WithMessage("gradients gave 3×2 numbers for v, which has 2×3.*");
    }

    [Fact]
    public void Data_that_do_not_fit_together_are_refused_with_what_is_right()
    {
        var labels = () => new TrainingData(X, [0, 1]);
        var oneHot = () => new TrainingData(X, new int[18]);
        var turned = () => new TrainingData(X, Matrix<double>.Build.Dense(6, 1));
        var inputs = () => new TrainingData(X.Transpose(), new double[6]);

        labels.Should().Throw<ArgumentException>().WithMessage("There are 2 labels and 6 examples*").And.ParamName.Should().Be("labels");
        oneHot.Should().Throw<ArgumentException>().WithMessage("*one-hot*index*");
        turned.Should().Throw<ArgumentException>().WithMessage("*transposed*").And.ParamName.Should().Be("targets");
        inputs.Should().Throw<ArgumentException>().WithMessage("*inputs are transposed*");
    }

    [Fact]
    public void An_order_other_than_that_of_the_steps_is_refused_and_a_parameter_that_no_step_had_is_not()
    {
        var net = new SmallNet(2, 5, 3, seed: 3);
        var (x, labels) = SmallNet.Blobs(60, seed: 2);
        var monitor = net.Train(x, labels, new Sgd(0.1), 30, 10);
        TrainingCase With(Model model) => new(monitor) { Data = new(x, labels), Loss = Losses.CrossEntropyFromLogits, Model = model };
        var turned = () => Diagnosis.Of(With(Model.InPlace(
            [("W1", net.W1), ("W2", net.W2), ("b1", net.B1), ("b2", net.B2)], (inputs, _) => net.Logits(inputs))));
        var more = Model.InPlace(
            [("W1", net.W1), ("b1", net.B1), ("W2", net.W2), ("b2", net.B2), ("c", new double[1])], (inputs, _) => net.Logits(inputs));

        turned.Should().Throw<ArgumentException>().WithMessage("The model has the parameters in the order W1[5,2], W2[3,5]*");
        new Examination(With(more)).LastStep.Should().BeNull();
        Diagnosis.Of(With(more)).Examination.Losses.Training.Should().BeApproximately(net.Loss(x, labels), 1e-12);
    }

    [Fact]
    public void In_the_middle_of_a_step_nothing_is_diagnosed()
    {
        var net = new SmallNet(2, 5, 3, seed: 3);
        var (x, labels) = SmallNet.Blobs(60, seed: 2);
        var optimizer = new Sgd(0.1);
        var diagnosing = new Diagnosing(monitor =>
            new TrainingCase(monitor) { Data = new(x, labels), Loss = Losses.CrossEntropyFromLogits, Model = net.InPlace() });
        optimizer.Watch(diagnosing.Monitor);
        optimizer.Watch(diagnosing);

        var step = () => optimizer.Step([(net.W1, net.W1.Clone()), (net.B1, net.B1.Clone()), (net.W2, net.W2.Clone()), (net.B2, net.B2.Clone())]);

        step.Should().Throw<InvalidOperationException>().WithMessage("A step is running*");
    }

    private static long[] Bits(SmallNet net) => [.. net.Theta().Select(BitConverter.DoubleToInt64Bits)];

    // Diagnoses between the plan of a step and its end.
    private sealed class Diagnosing(Func<TrainingMonitor, TrainingCase> of) : StepObserver
    {
        public TrainingMonitor Monitor { get; } = new();

        protected internal override void Planned(in StepView step) => _ = Diagnosis.Of(of(Monitor));
    }
}
