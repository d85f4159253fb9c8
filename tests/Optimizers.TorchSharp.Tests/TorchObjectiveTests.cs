using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Torch.Tests;

/// <summary>A module with a loss as an objective.</summary>
public sealed class TorchObjectiveTests
{
    [TorchFact]
    public void The_gradient_is_that_of_autograd_in_the_order_of_the_layout()
    {
        using var task = new SmallTask(ScalarType.Float64);
        var objective = Objective(task);
        var loss = task.Backward();
        var theta = objective.Theta.ToArray();
        var gradient = new double[theta.Length];
        objective.Gradient(theta, gradient).Should().Be(0);
        objective.Loss(theta).Should().Be(loss);
        var layout = objective.Options.Layout!;
        layout.Names.Should().Equal(task.Model.named_parameters().Select(each => each.name));
        layout.ShapeOf("conv.weight").Should().Equal(3, 9);
        using var weight = task.Model.get_parameter("fc1.weight")!.grad!;
        gradient[layout.IndexOf("fc1.weight", 2, 7)].Should().Be(weight[2, 7].ToDouble());
        theta[layout.IndexOf("fc1.weight", 2, 7)].Should().Be(task.Model.get_parameter("fc1.weight")![2, 7].ToDouble());
        theta[layout.IndexOf("conv.weight", 1, 5)].Should().Be(task.Model.get_parameter("conv.weight")![1, 0, 1, 2].ToDouble());
    }

    [TorchFact]
    public void The_products_are_those_of_the_Hessian_and_symmetric()
    {
        using var task = new SmallTask(ScalarType.Float64);
        var objective = Objective(task);
        GradientCheck.Run(objective, objective.Theta.ToArray()).Verdict.Should().Be(CheckVerdict.Agrees);
        SymmetryTest.Run(new HessianOperator(objective, objective.Theta.ToArray())).IsSymmetric.Should().BeTrue();
        // A quadratic: L = ½Σaᵢθᵢ² + θ₀θ₁.
        using var theta = new TorchParameter(tensor([1.0, 2.0, 3.0]));
        var module = new Holder(theta);
        var quadratic = new TorchObjective(module, () => (tensor([2.0, 5.0, 7.0]) * theta * theta).sum() * 0.5 + theta[0] * theta[1]);
        var product = new double[3];
        quadratic.Product([1, 2, 3], [1, 10, 100], product).Should().Be(0);
        product.Should().Equal(2 + 10, 1 + 50, 700);
    }

    [TorchFact]
    public void A_parameter_in_which_the_loss_is_linear_or_that_is_not_used_has_products_of_0()
    {
        using var theta = new TorchParameter(tensor([1.0, 2.0]));
        var module = new Holder(theta);
        var product = new double[] { 9, 9 };
        new TorchObjective(module, () => theta.sum()).Product([1, 2], [3, 4], product);
        product.Should().Equal(0, 0);
    }

    [TorchFact]
    public void An_evaluation_leaves_the_module_as_it_was()
    {
        using var task = new SmallTask();
        var objective = Objective(task);
        var before = task.Values();
        var elsewhere = objective.Theta + 1;
        objective.Loss(elsewhere.ToArray());
        objective.Gradient(elsewhere.ToArray(), new double[elsewhere.Count]);
        task.Values().Should().Equal(before);
        objective.Theta = elsewhere;
        objective.Theta.Should().Equal(elsewhere.Map(value => (double)(float)value));
        objective.Invoking(each => each.Theta = Vector<double>.Build.Dense(3)).Should().Throw<ArgumentException>().WithMessage("*3 entries*");
    }

    [TorchTheory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void A_start_between_two_hidden_units_is_a_saddle_and_is_left(ScalarType type)
    {
        // At zero every weight's gradient is 0, and the loss falls where both layers move together: a saddle.
        using var model = nn.Sequential(("a", nn.Linear(2, 3, hasBias: false)), ("tanh", nn.Tanh()), ("b", nn.Linear(3, 1, hasBias: false)));
        model.to(type);
        using (no_grad())
        {
            foreach (var parameter in model.parameters())
                parameter.zero_();
        }

        using var generator = new Generator(3);
        using var x = randn([40, 2], generator: generator).to(type);
        using var y = x.sum(1, keepdim: true);
        var loss = nn.MSELoss();
        var objective = new TorchObjective(model, () => loss.call(model.call(x), y));
        objective.Options.SinglePrecision.Should().Be(type == ScalarType.Float32);
        var point = CriticalPoint.Classify(objective, objective.Theta);
        point.Kind.Should().Be(CriticalPointKind.Saddle);
        var before = objective.Loss(objective.Theta.ToArray());
        objective.Theta = point.Escape(objective, objective.Theta);
        objective.Loss(objective.Theta.ToArray()).Should().BeLessThan(before);
    }

    [TorchFact]
    public void Spectra_and_sharpness_of_floats_are_taken_without_another_word()
    {
        using var task = new SmallTask();
        using var twin = new SmallTask(ScalarType.Float64);
        var (objective, exact) = (Objective(task), Objective(twin));
        var theta = exact.Theta.ToArray();
        var largest = Largest(exact, theta);
        Largest(objective, theta).Should().BeApproximately(largest, 1e-4 * Math.Abs(largest));

        static double Largest(Objective objective, double[] theta) =>
            new Lanczos(LanczosForm.ThickRestart).Solve(new HessianOperator(objective, theta), 1, SpectrumEnd.Largest).Pairs[0].Value;
    }

    [TorchFact]
    public void The_mean_over_batches_is_the_whole()
    {
        using var task = new SmallTask(ScalarType.Float64);
        var whole = Objective(task);
        var batches = TorchObjective.InBatches(task.Model, task.X, task.Y, nn.CrossEntropyLoss(), batchSize: 5);
        var theta = whole.Theta.ToArray();
        batches.Count.Should().Be(3);
        batches.Loss(theta).Should().BeApproximately(whole.Loss(theta), 1e-12);
        var (one, other) = (new double[theta.Length], new double[theta.Length]);
        whole.Product(theta, theta, one);
        batches.Product(theta, theta, other);
        one.Zip(other, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-12);
    }

    [TorchFact]
    public void Frozen_parameters_are_no_part_of_theta_and_halves_are_refused()
    {
        using var task = new SmallTask();
        task.Model.get_parameter("conv.weight")!.requires_grad = false;
        Objective(task).Options.Layout!.Names.Should().NotContain("conv.weight").And.Contain("conv.bias");
        using var halves = new SmallTask(ScalarType.BFloat16);
        FluentActions.Invoking(() => Objective(halves)).Should().Throw<NotSupportedException>().WithMessage("The tensor conv.weight is BFloat16*");
    }

    [TorchFact]
    public void Evaluations_leave_no_tensors_behind()
    {
        using var task = new SmallTask();
        var objective = Objective(task);
        var theta = objective.Theta.ToArray();
        var into = new double[theta.Length];
        Evaluate();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var tensors = Tensor.TotalCount;
        for (var i = 0; i < 10; i++)
            Evaluate();
        Tensor.TotalCount.Should().Be(tensors);

        void Evaluate()
        {
            objective.Loss(theta);
            objective.Gradient(theta, into);
            objective.Product(theta, theta, into);
        }
    }

    private static TorchObjective Objective(SmallTask task) =>
        new(task.Model, () => nn.functional.cross_entropy(task.Model.call(task.X), task.Y));

    private sealed class Holder : nn.Module
    {
        private readonly TorchParameter _theta;

        public Holder(TorchParameter theta)
            : base("holder")
        {
            _theta = theta;
            register_parameter("theta", _theta);
        }
    }
}
