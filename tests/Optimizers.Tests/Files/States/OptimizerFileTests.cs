using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Files;

namespace Optimizers.Tests.Files.States;

/// <summary>What stands in a file, and what is refused.</summary>
public sealed class OptimizerFileTests
{
    [Fact]
    public void The_names_types_and_shapes_are_those_that_a_Python_program_expects()
    {
        var (optimizer, run) = Trained();
        var file = Tensors(optimizer, run.Parameters);

        file.Tensors.Select(tensor => $"{tensor.Name} {tensor.Type} {tensor.Shape}").Should().BeEquivalentTo(
            "iteration I64 []", "skipped_steps I64 []", "last_gradient_norm F64 []", "steps I64 [3]", "constant_rates F64 [3]",
            "state.matrix.exp_avg F64 [12, 7]", "state.matrix.exp_avg_sq F64 [12, 7]",
            "state.matrix.beta1_product F64 [2]", "state.matrix.beta2_product F64 [2]",
            "state.vector.exp_avg F32 [50]", "state.vector.exp_avg_sq F32 [50]",
            "state.vector.beta1_product F64 [2]", "state.vector.beta2_product F64 [2]",
            "state.half.exp_avg F32 [20]", "state.half.exp_avg_sq F32 [20]",
            "state.half.beta1_product F64 [2]", "state.half.beta2_product F64 [2]",
            "parameter.matrix F64 [12, 7]", "parameter.vector F32 [50]", "parameter.half F16 [20]");
    }

    [Fact]
    public void A_matrix_stands_by_rows_and_a_number_in_its_own_type()
    {
        var (optimizer, run) = Trained();
        var file = Tensors(optimizer, run.Parameters).Tensors.ToDictionary(tensor => tensor.Name);
        var state = optimizer.Snapshot();

        var matrix = Matrix<double>.Build.Dense(12, 7, state.Parameters[0]["exp_avg"].Doubles.ToArray());
        file["state.matrix.exp_avg"].Shape.Should().Be(new TensorShape(12, 7));
        file["state.matrix.exp_avg"].Elements<double>().ToArray().Should().Equal(matrix.ToRowMajorArray());
        file["state.vector.exp_avg_sq"].Elements<float>().ToArray().Should().Equal(state.Parameters[1]["exp_avg_sq"].Singles.ToArray());
        file["state.vector.beta1_product"].Elements<double>().ToArray().Should().Equal(state.Parameters[1]["beta1_product"].Doubles.ToArray());
        file["iteration"].Elements<long>().ToArray().Should().Equal(4);
        file["parameter.half"].Type.Should().Be(TensorType.F16);
        file["parameter.half"].Elements<Half>().ToArray().Should().Equal(run.Parameters[2].Values<Half>().ToArray());
    }

    [Fact]
    public void A_matrix_that_lies_by_rows_stands_as_the_same_matrix_by_columns_and_comes_back_as_it_was()
    {
        double[] byColumns = [1, 2, 3, 4, 5, 6], byRows = [1, 3, 5, 2, 4, 6];
        double[] gradient = [0.1, -0.2, 0.3, -0.4, 0.5, -0.6], gradientByRows = [0.1, 0.3, 0.5, -0.2, -0.4, -0.6];
        IOptimizer New() => new Lookahead(AveragedOptimizer.Exponential(new Adam(0.1)), steps: 2);
        Parameter[] matrix = [Parameter.Matrix(byColumns, gradient, 2, 3) with { Name = "w" }];
        Parameter[] tensor = [new Parameter(byRows.AsMemory(), gradientByRows).ByRows(2, 3) with { Name = "w" }];
        Parameter[] half = [Parameter.OfHalf(new Half[] { (Half)1, (Half)2 }, new Half[2]).ByRows(1, 2) with { Name = "w" }];
        var (first, second, third) = (New(), New(), New());
        for (var i = 0; i < 3; i++)
        {
            first.Step(matrix);
            second.Step(tensor);
            third.Step(half);
        }

        string[] Written(IOptimizer optimizer, Parameter[] parameters) =>
            [.. Tensors(optimizer, parameters).Tensors.Select(each =>
                $"{each.Name} {each.Shape} {(each.Type == TensorType.F64 ? string.Join(",", each.Elements<double>().ToArray()) : "")}")];
        Written(second, tensor).Should().Equal(Written(first, matrix)).And.Contain(each => each.StartsWith("parameter.w [2, 3] "));

        using var file = new MemoryStream();
        second.Save(file, tensor);
        double[] values = new double[6];
        Parameter[] loaded = [new Parameter(values.AsMemory(), gradientByRows).ByRows(2, 3) with { Name = "w" }];
        var other = New();
        file.Position = 0;
        other.Load(file, loaded);
        values.Should().Equal(byRows);
        second.Step(tensor);
        other.Step(loaded);
        values.Should().Equal(byRows);

        file.Position = 0;
        New().Invoking(each => each.Load(file, matrix)).Should().Throw<ArgumentException>()
            .WithMessage("parameters[0] is a matrix of 2×3 double; in the file it is a row-major matrix of 2×3 double*");
        using var narrow = new MemoryStream();
        third.Save(narrow, half);
        narrow.Position = 0;
        New().Invoking(each => each.Load(narrow, half)).Should().NotThrow();
    }

    [Fact]
    public void Without_names_the_places_are_the_names()
    {
        var optimizer = new Momentum(0.1);
        Parameter[] parameters = [(new double[2], new double[2]), (new float[3], new float[3])];
        optimizer.Step(parameters);
        Tensors(optimizer, parameters).Tensors.Select(tensor => tensor.Name).Where(name => name.Contains('.', StringComparison.Ordinal))
            .Should().BeEquivalentTo("state.0.velocity", "state.1.velocity", "parameter.0", "parameter.1");
    }

    [Fact]
    public void Names_of_some_parameters_only_or_of_two_alike_are_refused()
    {
        Parameter First(string? name) => new Parameter(new double[2], new double[2]) { Name = name };
        Refusal.Of<ArgumentException>(() => new Sgd(1).Save(Stream.Null, [First("a"), First(null)]), "parameters", "parameters[1] has no name");
        Refusal.Of<ArgumentException>(() => new Sgd(1).Save(Stream.Null, [First("a"), First("a")]), "parameters", "The name a");
    }

    [Fact]
    public void Wrappers_nest()
    {
        var optimizer = SavedTrainings.Create("saved: Sam around Lookahead");
        var run = new SavedRun().TrainUntil(optimizer, 4);
        var names = Tensors(optimizer, run.Parameters).Tensors.Select(tensor => tensor.Name);
        names.Should().Contain(["scalar.ascended", "inner.inner.state.matrix.slow", "inner.inner.inner.inner.state.matrix.exp_avg",
            "inner.inner.iteration"]);
    }

    [Fact]
    public void A_group_remembers_by_its_number()
    {
        var optimizer = SavedTrainings.Create("saved: Groups with a state of their own");
        var run = new SavedRun().TrainUntil(optimizer, 4);
        var names = Tensors(optimizer, run.Parameters).Tensors.Select(tensor => tensor.Name);
        names.Should().Contain(["group.0.d_and_r", "group.1.d_and_r"]);
    }

    [Fact]
    public void A_reader_outside_gets_the_state_the_parameters_and_the_hyperparameters()
    {
        var (optimizer, run) = Trained();
        var content = OptimizerFile.Read(Saved(optimizer, run.Parameters));
        content.State.Rule.Should().Be("Adam");
        content.State.Iteration.Should().Be(4);
        content.State.Parameters.Select(each => each.Name).Should().Equal("matrix", "vector", "half");
        content.State.Parameters[0]["exp_avg"].Meaning.Should().Be(StateMeaning.GradientMean);
        content.State.Parameters[0]["exp_avg"].Doubles.ToArray().Should().Equal(optimizer.Snapshot().Parameters[0]["exp_avg"].Doubles.ToArray());
        content.Parameters[2].Kind.Should().Be(ElementKind.Half);
        content.Parameters[2].Values[0].Singles.ToArray().Should().Equal(run.Parameters[2].Values<Half>().ToArray().Select(half => (float)half));
        content.Hyperparameters.Should().Contain("beta1", "Constant(0.9)").And.Contain("learningRate", "Constant(0.01)");
    }

    [Fact]
    public void What_is_read_and_written_again_is_the_same_file()
    {
        foreach (var name in SavedTrainings.All)
        {
            var optimizer = SavedTrainings.Create(name);
            var first = Saved(optimizer, new SavedRun().TrainUntil(optimizer, 3).Parameters);
            using var again = new MemoryStream();
            OptimizerFile.Read(first).Write(again);
            again.ToArray().Should().Equal(first.ToArray(), name);
        }
    }

    [Fact]
    public void Notes_are_kept()
    {
        var content = new OptimizerFile(new Sgd(1).Snapshot()) { Notes = new Dictionary<string, string> { ["epoch"] = "7" } };
        using var stream = new MemoryStream();
        content.Write(stream);
        stream.Position = 0;
        OptimizerFile.Read(stream).Notes.Should().Equal(content.Notes);
    }

    [Fact]
    public void Hyperparameters_that_differ_are_told_and_stay()
    {
        var (saved, run) = Trained();
        var optimizer = new Adam(0.02, beta2: 0.99);
        optimizer.Load(Saved(saved, run.Parameters), run.Parameters).Select(each => each.ToString()).Should().Equal(
            "beta2: Constant(0.999) in the file, Constant(0.99) here", "learningRate: Constant(0.01) in the file, Constant(0.02) here");
        optimizer.LearningRate.At(0).Should().Be(0.02);
        optimizer.Beta2.At(0).Should().Be(0.99);
    }

    [Fact]
    public void The_hyperparameters_of_wrappers_are_told_too()
    {
        var saved = new Lookahead(new Adam(0.01), steps: 3);
        var run = new SavedRun().TrainUntil(saved, 2);
        var optimizer = new Lookahead(new Adam(0.02), steps: 4);
        optimizer.Load(Saved(saved, run.Parameters), run.Parameters).Select(each => each.Name).Should().Equal("inner.learningRate", "steps");
    }

    [Fact]
    public void Named_parameters_are_found_in_another_order()
    {
        foreach (var name in new[] { "Adam", "saved: Lookahead", "saved: Groups" })
        {
            var saved = SavedTrainings.Create(name);
            var run = new SavedRun().TrainUntil(saved, 6);
            var file = Saved(saved, run.Parameters);
            var expected = run.TrainUntil(saved, 9).Bytes;

            var optimizer = SavedTrainings.Create(name);
            var other = new SavedRun().Spoil();
            Parameter[] reversed = [.. other.Parameters.Reverse()];
            optimizer.Load(file, reversed);
            while (optimizer.Iteration < 9)
            {
                other.Gradients(optimizer.Iteration);
                optimizer.Step(reversed);
            }

            other.Bytes.Should().Equal(expected, name);
        }
    }

    [Fact]
    public void A_training_that_runs_takes_a_state_of_another_order_too()
    {
        var (saved, run) = Trained();
        var optimizer = new Adam(0.01);
        var other = new SavedRun();
        Parameter[] reversed = [.. other.Parameters.Reverse()];
        other.Gradients(0);
        optimizer.Step(reversed);
        optimizer.Load(Saved(saved, run.Parameters));
        optimizer.Snapshot().Parameters.Select(each => each.Name).Should().Equal("half", "vector", "matrix");
        optimizer.Snapshot().Parameters[2]["exp_avg"].Doubles.ToArray().Should().Equal(saved.Snapshot().Parameters[0]["exp_avg"].Doubles.ToArray());
    }

    [Fact]
    public void A_state_that_does_not_fit_changes_nothing()
    {
        var (saved, run) = Trained();
        var file = Saved(saved, run.Parameters).ToArray();
        var whole = run.Parameters;

        Refused(new AdamW(0.01), whole, "*one of Adam*");
        Refused(new Adam(0.01) { Maximize = true }, whole, "*minimizes*");
        Refused(new Adam(0.01), whole[..2], "*2 parameters*");
        Refused(new Adam(0.01), [whole[0], whole[1] with { Name = "other" }, whole[2]], "*no parameter 'other'*");
        var shorter = new Parameter(new float[49], new float[49]) { Name = "vector" };
        Refused(new Adam(0.01), [whole[0], shorter, whole[2]], "*parameters[1] is a vector of 49 float*");
        var doubles = new Parameter(new double[50], new double[50]) { Name = "vector" };
        Refused(new Adam(0.01), [whole[0], doubles, whole[2]], "*parameters[1] is a vector of 50 double*");

        void Refused(IOptimizer optimizer, Parameter[] parameters, string message)
        {
            var before = run.Bytes;
            optimizer.Invoking(each => each.Load(new MemoryStream(file), parameters)).Should().Throw<ArgumentException>().WithMessage(message);
            optimizer.Iteration.Should().Be(0);
            optimizer.Snapshot().Parameters.Should().BeEmpty();
            run.Bytes.Should().Equal(before);
        }
    }

    [Fact]
    public void A_variant_that_remembers_something_else_is_refused()
    {
        Parameter[] parameters = [(new double[3], new double[3])];
        var saved = new Momentum(0.1);
        saved.Step(parameters);
        var optimizer = new Momentum(0.1, form: MomentumForm.Accumulated);
        optimizer.Invoking(each => each.Load(Saved(saved, parameters), parameters)).Should().Throw<ArgumentException>()
            .WithMessage("*(velocity, Velocity, 3 double)*(momentum_buffer, GradientSum, 3 double)*");
    }

    [Fact]
    public void Parameters_that_the_file_has_not_are_refused()
    {
        var (saved, run) = Trained();
        new Adam(0.01).Invoking(each => each.Load(Saved(saved, []), run.Parameters)).Should().Throw<ArgumentException>().WithMessage(
            "*saved without them*");
        var optimizer = new Adam(0.01);
        optimizer.Load(Saved(saved, []));
        optimizer.Iteration.Should().Be(4);
    }

    [Fact]
    public void A_wrapper_refuses_a_state_whose_own_part_is_of_other_parameters()
    {
        var lookahead = new Lookahead(new Sgd(0.1));
        Parameter[] parameters = [(new double[3], new double[3])];
        lookahead.Step(parameters);
        var state = lookahead.Snapshot();
        var value = new StateValue("slow", StateMeaning.ParameterValue, StateForm.Element, ElementKind.Double, 2);
        var other = new OptimizerState(state.Rule, false, [new ParameterState(null, ElementKind.Double, 2, 0, 0, [value])]);
        other.Inner["inner"] = state.Inner["inner"];
        new Lookahead(new Sgd(0.1)).Invoking(each => each.Restore(other)).Should().Throw<ArgumentException>().WithMessage("*outside*inside*");
    }

    [Fact]
    public void A_state_that_only_claims_to_be_large_takes_no_memory()
    {
        var state = new OptimizerState("Adam", false, [new ParameterState(null, ElementKind.Double, 40_000, 50_000, 0, [])], [[]]);
        var optimizer = new Adam();
        var before = GC.GetAllocatedBytesForCurrentThread();
        optimizer.Invoking(each => each.Restore(state)).Should().Throw<ArgumentException>().WithMessage("*40000×50000*");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10_000_000);
    }

    [Fact]
    public void Other_parameters_than_those_of_the_steps_are_not_saved_with_an_optimizer_or_one_around_it()
    {
        foreach (var optimizer in (IOptimizer[])[new Adam(), new GradientAccumulation(new Adam(), steps: 1), new LossScaling(new Sam(new Adam()))])
        {
            double[] theta = [1, 2];
            for (var i = 0; i < 4; i++)
                optimizer.Step(theta, [0.1, 0.1]);

            optimizer.Invoking(each => each.Save(Stream.Null, [(theta, new double[2]), (new double[1], new double[1])]))
                .Should().Throw<ArgumentException>().WithMessage("2 parameters are handed over, but the optimizer has 1*");
        }
    }

    [Fact]
    public void Files_of_a_later_version_of_other_programs_and_broken_ones_are_refused()
    {
        var (saved, run) = Trained();
        var content = SafetensorsReader.Read(Saved(saved, run.Parameters));
        Refused(content.Tensors, With("format_version", "2"), "*version 2*later version*reads up to 1*");
        Refused(content.Tensors, With("format", "pictures"), "*not one of an optimizer*");
        Refused(content.Tensors, With("optimizer", "{"), "*no JSON*");
        Refused(content.Tensors, With("optimizer", "[]"), "*must be a field of an object*");
        Refused(content.Tensors, With("optimizer", content.Metadata["optimizer"].Replace("GradientMean", "Guess", StringComparison.Ordinal)),
            "*meaning 'Guess'*");
        Refused(content.Tensors, With("optimizer", content.Metadata["optimizer"].Replace("\"rows\":12", "\"rows\":13", StringComparison.Ordinal)),
            "*[13, 7]*");
        Refused([.. content.Tensors.Skip(1)], content.Metadata, "*lacks the tensor*");
        using var torch = Fixture.Open("torch-adam-float.safetensors");
        new Adam().Invoking(each => each.Load(torch)).Should().Throw<InvalidDataException>().WithMessage("*PyTorchFile.Import*");

        Dictionary<string, string> With(string key, string text) => new(content.Metadata) { [key] = text };

        static void Refused(IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata, string message)
        {
            using var stream = new MemoryStream();
            SafetensorsWriter.Write(stream, tensors.Select(StoredBytes.Source), metadata);
            stream.Position = 0;
            new Adam(0.01).Invoking(each => each.Load(stream)).Should().Throw<InvalidDataException>().WithMessage(message);
        }
    }

    [Fact]
    public async Task Files_are_written_and_read_asynchronously_and_tell_their_progress()
    {
        using var folder = new TemporaryFolder();
        var (optimizer, run) = Trained();
        var written = new Recorder();
        var saving = optimizer.SaveAsync(folder.Path("file"), run.Parameters, written);
        var expected = run.Bytes;
        run.Spoil();
        await saving;
        written.Values.Should().NotBeEmpty();
        written.Values[^1].Should().Be(new FileInfo(folder.Path("file")).Length);

        var loaded = new Adam(0.01);
        (await loaded.LoadAsync(folder.Path("file"), run.Parameters)).Should().BeEmpty();
        run.Bytes.Should().Equal(expected, "what was saved is what was there when the method was called");
        using var stream = new MemoryStream();
        await loaded.SaveAsync(stream, run.Parameters);
        stream.ToArray().Should().Equal(await File.ReadAllBytesAsync(folder.Path("file")));
        stream.Position = 0;
        (await new Adam(0.01).LoadAsync(stream, run.Parameters)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_cancelled_load_and_a_cancelled_save_change_nothing()
    {
        using var folder = new TemporaryFolder();
        var (optimizer, run) = Trained();
        optimizer.Save(folder.Path("file"), run.Parameters);
        var bytes = await File.ReadAllBytesAsync(folder.Path("file"));
        var cancelled = new CancellationToken(canceled: true);
        await optimizer.Invoking(each => each.SaveAsync(folder.Path("file"), [], null, cancelled)).Should().ThrowAsync<OperationCanceledException>();
        (await File.ReadAllBytesAsync(folder.Path("file"))).Should().Equal(bytes);
        var other = new Adam(0.01);
        await other.Invoking(each => each.LoadAsync(folder.Path("file"), run.Parameters, null, cancelled))
            .Should().ThrowAsync<OperationCanceledException>();
        other.Iteration.Should().Be(0);
    }

    [Fact]
    public void The_description_is_JSON_that_names_every_value()
    {
        var (optimizer, run) = Trained();
        using var description = JsonDocument.Parse(Tensors(optimizer, run.Parameters).Metadata["optimizer"]);
        description.RootElement.GetProperty("rule").GetString().Should().Be("Adam");
        var values = description.RootElement.GetProperty("parameters")[0].GetProperty("values");
        values.EnumerateArray().Select(each => each.GetProperty("name").GetString())
            .Should().Equal("exp_avg", "exp_avg_sq", "beta1_product", "beta2_product");
    }

    private static (Adam Optimizer, SavedRun Run) Trained()
    {
        var optimizer = new Adam(0.01);
        return (optimizer, new SavedRun().TrainUntil(optimizer, 4));
    }

    private static SafetensorsContent Tensors(IOptimizer optimizer, Parameter[] parameters) => SafetensorsReader.Read(Saved(optimizer, parameters));

    private static MemoryStream Saved(IOptimizer optimizer, Parameter[] parameters)
    {
        var stream = new MemoryStream();
        optimizer.Save(stream, parameters);
        stream.Position = 0;
        return stream;
    }
}
