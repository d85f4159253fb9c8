using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>What a function of the caller's throws surfaces from the diagnosis, whichever function it is and whenever it throws.</summary>
public class CallerFaultTests
{
    private const int Examples = 24;

    private static readonly Matrix<double> X = Matrix<double>.Build.Dense(2, Examples, (i, n) => Math.Sin(1 + (3 * n) + (5 * i)));

    private static readonly int[] Classes = [.. Enumerable.Range(0, Examples).Select(n => X[0, n] + (0.3 * X[1, n]) > 0 ? 1 : 0)];

    public static TheoryData<string> Functions =>
    [
        "loss", "gradient", "product", "hessian", "batch loss", "batch gradient", "validation", "test", "NewStart", "HiddenLayers", "ExampleLosses",
        "NewOptimizer", "outputs", "gradients", "read", "write",
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void An_exception_of_a_callers_function_surfaces_with_the_name_of_what_was_measured(string function)
    {
        var calls = new Calls(function);
        Diagnose(calls);
        var count = calls.Count;
        count.Should().BePositive("the diagnosis must call {0}", function);

        foreach (var make in Faults)
        {
            foreach (var (first, isLasting) in new[] { (1, true), (1, false), (2, false), ((count + 1) / 2, false), (count, false) })
            {
                var fault = make();
                calls = new Calls(function) { Fault = fault, FirstAt = Math.Min(first, count), IsLasting = isLasting };

                var thrown = ((Action)(() => Diagnose(calls))).Should().Throw<Exception>($"{function} threw in call {first} of {count}").Which;

                if (thrown is ProbeException named)
                {
                    named.InnerException.Should().BeSameAs(fault);
                    named.Message.Should().Contain(named.Probe).And.Contain(fault.Message);
                }
                else
                {
                    thrown.Should().BeSameAs(fault);
                }
            }
        }
    }

    [Fact]
    public void The_functions_of_the_case_are_named_by_the_probe_that_called_them()
    {
        var thrown = ((Action)(() => Diagnose(new Calls("gradient") { Fault = new ObjectDisposedException("data") })))
            .Should().Throw<ProbeException>().Which;

        typeof(Examination).GetProperty(thrown.Probe).Should().NotBeNull();
    }

    [Fact]
    public void A_cancellation_of_the_callers_own_is_not_wrapped()
    {
        var cancelled = new OperationCanceledException("mine");

        ((Action)(() => Diagnose(new Calls("loss") { Fault = cancelled })))
            .Should().Throw<OperationCanceledException>().Which.Should().BeSameAs(cancelled);
    }

    [Theory]
    [InlineData("NewStart", "NewStart gave null; it must give θ.")]
    [InlineData("HiddenLayers", "HiddenLayers gave null; it must give a list, empty where there is no layer.")]
    [InlineData("ExampleLosses", "ExampleLosses gave null; it must give a loss an example.")]
    [InlineData("NewOptimizer", "NewOptimizer gave null; it must give an optimizer.")]
    [InlineData("gradient", "The gradient is null.")]
    [InlineData("product", "The Hessian-vector product is null.")]
    [InlineData("hessian", "The Hessian is null.")]
    [InlineData("outputs", "outputs gave null; it must give a matrix, outputs × examples.")]
    [InlineData("gradients", "gradients gave null; it must give ∇L(θ).")]
    [InlineData("read", "read gave null; it must give θ.")]
    public void Null_from_a_callers_function_is_told_by_the_functions_name(string function, string message)
    {
        var thrown = ((Action)(() => Diagnose(new Calls(function) { GivesNull = true }))).Should().Throw<Exception>().Which;

        (thrown is ProbeException ? thrown.InnerException! : thrown).Message.Should().StartWith(message);
    }

    [Fact]
    public void A_gradient_of_another_length_is_told_and_not_concluded_from()
    {
        var wrong = Objective.Create(theta => theta.DotProduct(theta), _ => Vector<double>.Build.Dense(1));
        var diagnose = () => Diagnosis.Of(new TrainingCase(Watched().Monitor) { Objective = wrong, Start = Vector<double>.Build.Dense(2, 1) });

        diagnose.Should().Throw<ProbeException>().WithMessage("*The gradient has 1 entries; it must have 2*");
    }

    [Theory]
    [InlineData(3, 2, "Theta has 3 entries and Start 2: they must have as many.*")]
    [InlineData(1, null, "Theta has 1 entries; the parameters of the steps have 2 together.*")]
    [InlineData(null, 1, "Start has 1 entries; the parameters of the steps have 2 together.*")]
    public void A_theta_of_another_length_is_blamed_itself(int? theta, int? start, string message)
    {
        var trainingCase = new TrainingCase(Watched().Monitor)
        {
            Theta = theta is { } n ? Vector<double>.Build.Dense(n, 1) : null,
            Start = start is { } m ? Vector<double>.Build.Dense(m, 1) : null,
        };

        ((Func<Examination>)(() => new(trainingCase))).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void A_theta_that_the_layout_does_not_have_is_blamed_itself()
    {
        var objective = Objective.Create(
            theta => theta.DotProduct(theta), theta => 2 * theta, options: new() { Layout = ParameterLayout.Empty.Add("w", 2) });
        var make = () => new Examination(new TrainingCase(new()) { Objective = objective, Theta = Vector<double>.Build.Dense(3) });

        make.Should().Throw<ArgumentException>().WithMessage("Theta has 3 entries; the layout*");
    }

    [Fact]
    public void A_label_below_0_is_a_finding_also_where_only_the_labels_are_known()
    {
        var diagnosis = Diagnosis.Of(new TrainingCase(Watched().Monitor) { Labels = [0, 1, -5, 1, -100] });

        var finding = diagnosis.Findings.Should().ContainSingle(each => each.Cause.Id == "bad-labels").Which;
        finding.Grounds.Should().Be(Grounds.Fact);
        finding.Assessment.Evidence.Should().ContainSingle().Which.ToString().Should().Contain("example 2: -5");
    }

    [Fact]
    public void A_remedy_says_that_it_does_not_apply_and_lets_a_callers_exception_through()
    {
        var fault = new InvalidOperationException("mine");
        var (theta, gradient) = (new double[] { 0, 0 }, new double[2]);
        Parameter[] parameters = [(theta, gradient)];
        var bowl = Objective.Create(at => at.DotProduct(at), at => 2 * at);
        var faulty = Objective.Create(_ => throw fault);

        var inapplicable = () => Remedies.EscapeAlongNegativeCurvature(bowl).Apply(new Sgd(0.1), parameters);
        var throwing = () => Remedies.EscapeAlongNegativeCurvature(faulty).Apply(new Sgd(0.1), parameters);

        inapplicable.Should().Throw<InvalidOperationException>();
        throwing.Should().Throw<ProbeException>().Which.InnerException.Should().BeSameAs(fault);
    }

    private static Func<Exception>[] Faults =>
    [
        () => new InvalidOperationException("mine, of the state"),
        () => new ObjectDisposedException("mine"),
        () => new FormatException("mine, of a format"),
    ];

    private static Diagnosis Diagnose(Calls calls) => Diagnosis.Of(calls.IsOfModel ? WithModel(calls) : ByHand(calls));

    // A logistic regression on two features, every function written out.
    private static TrainingCase ByHand(Calls calls)
    {
        var (monitor, start, theta) = Watched();
        var hasHessian = calls.Function == "hessian";
        var objective = Objective.Create(
            at => calls.Of("loss", () => Loss(at, 0, Examples)),
            at => calls.Of("gradient", () => Gradient(at, 0, Examples))!,
            hasHessian ? null : (at, v) => calls.Of("product", () => Hessian(at) * v)!,
            hasHessian ? at => calls.Of("hessian", () => Hessian(at))! : null);
        return new(monitor)
        {
            Objective = objective,
            Batches = new(Enumerable.Range(0, 4).Select(b => Objective.Create(
                at => calls.Of("batch loss", () => Loss(at, 6 * b, 6)), at => calls.Of("batch gradient", () => Gradient(at, 6 * b, 6))!))),
            Validation = Objective.Create(at => calls.Of("validation", () => Loss(at, 0, 12) + 0.3)),
            Test = Objective.Create(at => calls.Of("test", () => Loss(at, 12, 12))),
            Theta = theta,
            Start = start,
            NewStart = seed => calls.Of("NewStart", () => Vector<double>.Build.Dense([Math.Sin(seed), Math.Cos(seed)]))!,
            HiddenLayers = at => calls.Of("HiddenLayers", () => (IReadOnlyList<LayerActivations>)[new("hidden", at[0] * X, -1, 1)])!,
            ExampleLosses = at => calls.Of("ExampleLosses", () => Enumerable.Range(0, Examples).Select(n => Loss(at, n, 1)).ToArray())!,
            NewOptimizer = rate => calls.Of<IOptimizer>("NewOptimizer", () => new Sgd(rate))!,
            Inputs = X,
            Labels = Classes,
        };
    }

    private static TrainingCase WithModel(Calls calls)
    {
        var (monitor, start, theta) = Watched();
        var held = theta;
        return new(monitor)
        {
            Data = new(X, Classes),
            BatchSize = 6,
            Loss = Losses.BinaryCrossEntropyFromLogits,
            Model = Model.External(
                ParameterLayout.Empty.Add("w", 2),
                () => calls.Of("read", () => held)!,
                given => calls.Of("write", () => held = given),
                (x, _) => calls.Of("outputs", () => (held.ToRowMatrix() * x))!,
                (x, y) => calls.Of("gradients", () => (x * Vector<double>.Build.Dense(
                    x.ColumnCount, n => Sigma(held.DotProduct(x.Column(n))) - y.Labels[n])) / x.ColumnCount)!),
            Start = start,
            NewStart = seed => Vector<double>.Build.Dense([Math.Sin(seed), Math.Cos(seed)]),
            NewOptimizer = rate => new Sgd(rate),
        };
    }

    private static (TrainingMonitor Monitor, Vector<double> Start, Vector<double> Theta) Watched()
    {
        var (monitor, optimizer) = (new TrainingMonitor(), new Sgd(0.05));
        var theta = Vector<double>.Build.Dense([0.1, -0.2]);
        var start = theta.Clone();
        optimizer.Watch(monitor);
        for (var step = 0; step < 30; step++)
        {
            monitor.RecordLoss(Loss(theta, 0, Examples));
            optimizer.Step(theta, Gradient(theta, 0, Examples));
        }

        return (monitor, start, theta);
    }

    private static double Sigma(double z) => 1 / (1 + Math.Exp(-z));

    private static double Loss(Vector<double> theta, int first, int count) => Enumerable.Range(first, count).Average(n =>
    {
        var z = theta.DotProduct(X.Column(n));
        return Math.Max(z, 0) - (Classes[n] * z) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
    });

    private static Vector<double> Gradient(Vector<double> theta, int first, int count)
    {
        var sum = Vector<double>.Build.Dense(2);
        for (var n = first; n < first + count; n++)
            sum += (Sigma(theta.DotProduct(X.Column(n))) - Classes[n]) * X.Column(n);
        return sum / count;
    }

    private static Matrix<double> Hessian(Vector<double> theta)
    {
        var sum = Matrix<double>.Build.Dense(2, 2);
        for (var n = 0; n < Examples; n++)
        {
            var p = Sigma(theta.DotProduct(X.Column(n)));
            sum += p * (1 - p) * X.Column(n).OuterProduct(X.Column(n));
        }

        return sum / Examples;
    }

    /// <summary>Counts the calls of one function, and lets one of them, or all from it on, throw or give null.</summary>
    private sealed class Calls(string function)
    {
        public string Function => function;

        public bool IsOfModel => function is "outputs" or "gradients" or "read" or "write";

        public int Count { get; private set; }

        public Exception? Fault { get; init; }

        public int FirstAt { get; init; } = 1;

        public bool IsLasting { get; init; }

        public bool GivesNull { get; init; }

        public T? Of<T>(string called, Func<T> run)
        {
            if (called != function)
                return run();
            Count++;
            if (Fault is not null && (Count == FirstAt || (IsLasting && Count > FirstAt)))
                throw Fault;
            return GivesNull ? default : run();
        }
    }
}
