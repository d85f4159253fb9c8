using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Torch.Tests;

/// <summary>The optimizer in the place of one of TorchSharp's own.</summary>
public sealed class TorchOptimizerTests
{
    [TorchFact]
    public void A_step_writes_the_memory_of_the_tensors()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(0.01));
        var first = task.Model.parameters().First();
        var before = first.data<float>().ToArray();
        using var alias = first.detach(); // The same memory.
        var loss = task.Backward();
        optimizer.step().Should().BeNull();
        alias.data<float>().ToArray().Should().NotEqual(before).And.Equal(first.data<float>().ToArray());
        task.Backward().Should().BeLessThan(loss);
    }

    [TorchFact]
    public void A_closure_runs_with_gradients_enabled_and_its_loss_is_returned()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Sgd(0.1));
        var before = task.Backward();
        using (no_grad())
        {
            using var loss = optimizer.step(() =>
            {
                is_grad_enabled().Should().BeTrue();
                optimizer.zero_grad();
                var closed = nn.functional.cross_entropy(task.Model.forward(task.X), task.Y);
                closed.backward();
                return closed;
            });
            loss!.ToSingle().Should().Be((float)before);
            is_grad_enabled().Should().BeFalse();
        }

        task.Backward().Should().BeLessThan(before);
    }

    [TorchFact]
    public void A_closure_gives_the_loss_to_an_optimizer_that_needs_it()
    {
        using var task = new SmallTask(ScalarType.Float64);
        using var twin = new SmallTask(ScalarType.Float64);
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new PolyakSgd(0.5));
        var polyak = new PolyakSgd(0.5);
        for (var i = 0; i < 3; i++)
        {
            optimizer.step(() => Closure(task, optimizer))!.Dispose();
            using var other = new TorchOptimizer(twin.Model.named_parameters(), new Sgd(1));
            var loss = twin.Backward();
            polyak.Step(other.View(), new StepInputs { Loss = loss });
        }

        task.Values().Should().Equal(twin.Values());
        optimizer.Invoking(each => each.step()).Should().Throw<InvalidOperationException>("no closure, no loss").WithMessage("*loss*");
    }

    [TorchFact]
    public void Sam_takes_its_second_gradient_from_the_closure()
    {
        using var task = new SmallTask(ScalarType.Float64);
        using var twin = new SmallTask(ScalarType.Float64);
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Sam(new Sgd(0.1)));
        using var views = new TorchOptimizer(twin.Model.named_parameters(), new Sgd(1));
        var sam = new Sam(new Sgd(0.1));
        for (var i = 0; i < 3; i++)
        {
            optimizer.step(() => Closure(task, optimizer))!.Dispose();
            twin.Backward();
            using (sam.Ascend(views.View()))
                twin.Backward();
            sam.Step(views.View());
        }

        task.Values().Should().Equal(twin.Values());
    }

    [TorchFact]
    public void Tensors_without_a_gradient_or_that_require_none_stay_with_their_state()
    {
        using var frozen = new TorchParameter(tensor([1.0]), requires_grad: false);
        using var unused = new TorchParameter(tensor([1.0]));
        using var used = new TorchParameter(tensor([1.0]));
        using var optimizer = new TorchOptimizer([("frozen", frozen), ("unused", unused), ("used", used)], new Adam(0.1) { WeightDecay = 0.5 });
        for (var i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            (used * used).sum().backward();
            optimizer.step();
        }

        (frozen.ToDouble(), unused.ToDouble()).Should().Be((1.0, 1.0));
        used.ToDouble().Should().BeLessThan(0.8);
        optimizer.Inner.Snapshot().Parameters.Select(each => each.Steps).Should().Equal(0, 0, 3);
        frozen.requires_grad_();
        (frozen * unused).sum().backward();
        optimizer.step();
        optimizer.Inner.Snapshot().Parameters.Select(each => each.Steps).Should().Equal(1, 1, 4);
    }

    [TorchFact]
    public void A_tensor_with_two_names_is_stepped_once_under_the_first()
    {
        using var shared = new TorchParameter(tensor([1.0]));
        using var optimizer = new TorchOptimizer([("encoder", shared), ("decoder", shared)], new Sgd(0.1));
        (shared * 2).sum().backward();
        optimizer.step();
        shared.ToDouble().Should().Be(0.8);
        optimizer.View().ToArray().Select(each => each.Name).Should().Equal("encoder");
    }

    [TorchFact]
    public void Tensors_that_share_memory_are_refused_and_nothing_moves()
    {
        using var whole = tensor([1.0, 2.0, 3.0]);
        using var first = new TorchParameter(whole.narrow(0, 0, 2));
        using var second = new TorchParameter(whole.narrow(0, 1, 2));
        using var optimizer = new TorchOptimizer([("first", first), ("second", second)], new Sgd(0.1));
        (first.sum() + second.sum()).backward();
        optimizer.Invoking(each => each.step()).Should().Throw<ArgumentException>().WithMessage("*share memory*");
        whole.data<double>().ToArray().Should().Equal(1, 2, 3);
    }

    [TorchFact]
    public void A_view_into_a_larger_tensor_is_stepped_where_it_lies()
    {
        using var whole = tensor([1.0, 2.0, 3.0, 4.0]);
        using var part = new TorchParameter(whole.narrow(0, 1, 2));
        using var optimizer = new TorchOptimizer([("part", part)], new Sgd(0.5));
        part.sum().backward();
        optimizer.step();
        whole.data<double>().ToArray().Should().Equal(1, 1.5, 2.5, 4);
    }

    [TorchFact]
    public void A_gradient_that_is_not_contiguous_is_read_in_the_order_of_its_indices()
    {
        using var weight = new TorchParameter(zeros(2, 3, ScalarType.Float64));
        using var gradient = arange(6, ScalarType.Float64).view(3, 2).t();
        weight.grad = gradient;
        using var optimizer = new TorchOptimizer([("weight", weight)], new Sgd(1));
        optimizer.step();
        weight.data<double>().ToArray().Should().Equal(0, -2, -4, -1, -3, -5);
    }

    [TorchFact]
    public void A_weight_that_is_not_contiguous_is_refused_with_the_way_out()
    {
        using var weight = new TorchParameter(zeros(2, 3).t());
        using var optimizer = new TorchOptimizer([("weight", weight)], new Sgd(1));
        weight.sum().backward();
        optimizer.Invoking(each => each.step()).Should().Throw<NotSupportedException>().WithMessage("The tensor weight *contiguous()*");
    }

    [TorchFact]
    public void A_tensor_elsewhere_is_refused_with_the_way_out()
    {
        using var weight = new TorchParameter(zeros([2, 3], device: torch.META));
        using var optimizer = new TorchOptimizer([("weight", weight)], new Sgd(1));
        optimizer.Invoking(each => each.step()).Should().Throw<NotSupportedException>().WithMessage("The tensor weight *meta*.cpu()*");
    }

    [TorchFact]
    public void A_tensor_of_integers_is_refused()
    {
        using var weight = new TorchParameter(zeros([2], ScalarType.Int64), requires_grad: false);
        using var optimizer = new TorchOptimizer([("counts", weight)], new Sgd(1));
        optimizer.Invoking(each => each.step()).Should().Throw<NotSupportedException>().WithMessage("The tensor counts *Int64*");
    }

    [TorchFact]
    public void Memory_that_is_replaced_between_steps_is_followed()
    {
        using var weight = new TorchParameter(tensor([1.0, 2.0]));
        using var optimizer = new TorchOptimizer([("weight", weight)], new Sgd(0.5));
        weight.sum().backward();
        optimizer.step();
        using var elsewhere = tensor([10.0, 20.0]);
        using (no_grad())
            weight.set_(elsewhere);
        optimizer.step();
        elsewhere.data<double>().ToArray().Should().Equal(9.5, 19.5);
    }

    [TorchFact]
    public void A_module_that_has_moved_has_other_tensors_and_the_way_on_is_named()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(0.01));
        task.Backward();
        optimizer.step();
        task.Model.to(ScalarType.Float64);
        optimizer.Invoking(each => each.step()).Should().Throw<InvalidOperationException>()
            .WithMessage("The tensor conv.weight has been disposed of*after the module has moved*Save*Load*");
    }

    [TorchTheory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Narrow_tensors_are_computed_in_single_precision(ScalarType type)
    {
        using var weight = new TorchParameter(linspace(-1, 1, 64).view(8, 8).to(type));
        using var gradient = linspace(1, 2, 64).view(8, 8).to(type);
        weight.grad = gradient;
        using var start = weight.detach().to(ScalarType.Float32);
        using var optimizer = new TorchOptimizer([("weight", weight)], new Sgd(1e-3));
        optimizer.step();
        using var expected = (start - (gradient.to(ScalarType.Float32) * 1e-3)).to(type);
        weight.dtype.Should().Be(type);
        weight.allclose(expected, 0, 0).Should().BeTrue();
        optimizer.View()[0].IsMatrix.Should().BeTrue();
    }

    [TorchFact]
    public void Matrices_have_a_row_an_output_also_those_of_convolutions()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Sgd(1));
        optimizer.View().ToArray().Select(each => each.ToString()).Should().Equal(
            "conv.weight, a row-major matrix of 3×9 float, frozen", "conv.bias, a vector of 3 float, frozen",
            "fc1.weight, a row-major matrix of 5×48 float, frozen", "fc1.bias, a vector of 5 float, frozen",
            "fc2.weight, a row-major matrix of 4×5 float, frozen", "fc2.bias, a vector of 4 float, frozen");
    }

    [TorchFact]
    public void Muon_takes_the_matrices_and_AdamW_the_rest()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(
            task.Model.named_parameters(), new GroupedOptimizer((p => p.IsMatrix, new Muon(0.02)), (p => true, new AdamW(0.01))));
        var first = task.Backward();
        for (var i = 0; i < 60; i++)
        {
            task.Backward();
            optimizer.step();
        }

        task.Backward().Should().BeLessThan(0.2 * first);
        optimizer.Inner.Snapshot().Parameters.Select(each => each.Group).Should().Equal(0, 1, 0, 1, 0, 1);
    }

    [TorchFact]
    public void A_step_that_fails_changes_nothing()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(0.01));
        task.Backward();
        var before = task.Values();
        using (var gradient = task.Model.parameters().Last().grad)
            gradient![1] = float.NaN;
        optimizer.Invoking(each => each.step()).Should().Throw<NonFiniteGradientException>().WithMessage("*fc2.bias*[1]*");
        task.Values().Should().Equal(before);
    }

    [TorchFact]
    public void Steps_leave_nothing_behind()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(1e-6));
        task.Backward();
        for (var i = 0; i < 1_000; i++)
            optimizer.step();
        GC.Collect();
        GC.WaitForPendingFinalizers(); // Those of other tests.
        var (tensors, memory) = (Tensor.TotalCount, Environment.WorkingSet);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++)
            optimizer.step();
        Tensor.TotalCount.Should().Be(tensors);
        ((GC.GetAllocatedBytesForCurrentThread() - allocated) / 100_000).Should().BeLessThan(1_000, "six gradients are read in a step");
        ((Environment.WorkingSet - memory) / 1e6).Should().BeLessThan(20, "100 bytes a step would be 10 MB");
    }

    private static Tensor Closure(SmallTask task, TorchOptimizer optimizer)
    {
        optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(task.Model.forward(task.X), task.Y);
        loss.backward();
        return loss;
    }
}
