using System.Text.Json;
using Optimizers.Files;

namespace Optimizers.Tests.Files.PyTorch;

/// <summary>Trainings go from PyTorch to here and back.</summary>
public sealed class PyTorchFileTests
{
    private static readonly string[] Names =
    [
        "sgd", "momentum", "nesterov", "adam", "adamw", "amsgrad", "rmsprop", "rmsprop-centered", "rmsprop-momentum", "adagrad",
        "adadelta", "adamax", "nadam", "radam", "rprop", "rprop-maximize", "asgd",
    ];

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in Names)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_imported_training_goes_on_as_PyTorch_would(string name, bool isDouble)
    {
        var file = FileOf(name, isDouble);
        var path = TorchModel.Path(Path.GetFileNameWithoutExtension(file));
        var model = new TorchModel(isDouble) { Values = path[0] };
        var optimizer = TorchModel.Create(name);
        using var stream = Fixture.Open(file);
        PyTorchFile.Import(optimizer, stream, model.Parameters, iteration: 10).Should().BeEmpty("the settings are those of torch_states.py");
        optimizer.Iteration.Should().Be(10);

        // A number that PyTorch keeps in float32 is off by half its last place in every step, whose length is about the rate.
        var hasNumber = SafetensorsReader.Read(Fixture.Open(file)).Tensors.Any(tensor => TorchModel.IsNumber(tensor.Name));
        var tolerance = !isDouble ? 2e-6 : hasNumber ? 20 * MathF.ScaleB(1, -24) / 32 : 1e-13;
        for (var step = 1; step <= 20; step++)
        {
            model.Step(optimizer, 9 + step);
            model.Values.Zip(path[step]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= tolerance, "step {0}", step);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_imported_and_exported_is_the_state_that_PyTorch_wrote(string name, bool isDouble)
    {
        var model = new TorchModel(isDouble);
        var optimizer = TorchModel.Create(name);
        using var stream = Fixture.Open(FileOf(name, isDouble));
        PyTorchFile.Import(optimizer, stream, model.Parameters, iteration: 10);
        var written = Export(optimizer, model.Parameters);

        using var again = Fixture.Open(FileOf(name, isDouble));
        var right = SafetensorsReader.Read(again);
        written.Metadata["optimizer"].Should().Be(right.Metadata["optimizer"]);
        written.Metadata["names"].Should().Be(right.Metadata["names"].Replace(" ", "", StringComparison.Ordinal));
        written.Tensors.Select(tensor => tensor.Name).Should().BeEquivalentTo(right.Tensors.Select(tensor => tensor.Name));
        foreach (var tensor in right.Tensors)
        {
            var same = written.Tensors.Single(each => each.Name == tensor.Name);
            if (TorchModel.IsNumber(tensor.Name))
                same.Elements<double>().Span[0].Should().BeApproximately(tensor.Elements<float>().Span[0], 1e-8, "of {0}", tensor.Name);
            else
                StoredBytes.AreEqual(same, tensor).Should().BeTrue(tensor.Name);
        }

        using var ours = JsonDocument.Parse(written.Metadata["param_groups"]);
        using var theirs = JsonDocument.Parse(right.Metadata["param_groups"]);
        ours.RootElement.GetArrayLength().Should().Be(theirs.RootElement.GetArrayLength());
        foreach (var (our, their) in ours.RootElement.EnumerateArray().Zip(theirs.RootElement.EnumerateArray()))
        {
            foreach (var field in our.EnumerateObject())
                Text(field.Value).Should().Be(Text(their.GetProperty(field.Name)), field.Name);
        }

        static string Text(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Number => element.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            JsonValueKind.Array => string.Join(' ', element.EnumerateArray().Select(Text)),
            _ => element.GetRawText(),
        };
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_exported_training_is_imported_and_goes_on_with_the_same_bits(string name, bool isDouble)
    {
        var (straight, saved) = (TorchModel.Create(name), TorchModel.Create(name));
        var (expected, model) = (new TorchModel(isDouble), new TorchModel(isDouble));
        for (var s = 0; s < 12; s++)
            expected.Step(straight, s);
        for (var s = 0; s < 7; s++)
            model.Step(saved, s);
        using var stream = new MemoryStream();
        PyTorchFile.Export(saved, stream, model.Parameters);
        stream.Position = 0;
        var loaded = TorchModel.Create(name);
        PyTorchFile.Import(loaded, stream, model.Parameters, iteration: 7).Should().BeEmpty();
        for (var s = 7; s < 12; s++)
            model.Step(loaded, s);
        model.Values.Should().Equal(expected.Values);
    }

    [Fact]
    public void The_mean_of_ASGD_goes_on_as_PyTorch_would()
    {
        var path = TorchModel.Path("torch-asgd-double");
        var model = new TorchModel(isDouble: true) { Values = path[0] };
        var optimizer = new Asgd(1 / 64.0, lambda: 0.125, start: 5);
        Import(optimizer, "asgd", model.Parameters, null);
        using var stream = Fixture.Open("torch-asgd-double.safetensors");
        var tensors = SafetensorsReader.Read(stream).Tensors.ToDictionary(tensor => tensor.Name);
        double[] mean = [.. tensors["state.0.ax"].Elements<double>().Span, .. tensors["state.1.ax"].Elements<double>().Span];
        for (var step = 1; step <= 20; step++)
        {
            model.Step(optimizer, 9 + step);
            for (var k = 0; k < mean.Length; k++)
                mean[k] += (path[step][k] - mean[k]) / (9 + step - 5); // ax ← ax + mu·(θ − ax), mu = 1/max(1, step − t0) of the step before.
        }

        using (optimizer.AtEvaluationPoint(model.Parameters))
            model.Values.Zip(mean).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-8);
    }

    [Fact]
    public void Averaged_SGD_that_decays_a_parameter_by_a_scale_is_refused()
    {
        var (vector, gradient) = (new double[2], new double[2]);
        Parameter[] parameters = [new(vector, gradient) { WeightDecayScale = 0 }];
        new Asgd().Invoking(each => Export(each, parameters)).Should().Throw<ArgumentException>()
            .WithMessage("*WeightDecayScale of 0*several rules*");
        Export(new Asgd(lambda: 0), parameters).Tensors.Should().BeEmpty();
    }

    [Fact]
    public void The_decoupled_form_of_a_newer_PyTorch_is_refused()
    {
        using var fixture = Fixture.Open("torch-nadam-double.safetensors");
        var content = SafetensorsReader.Read(fixture);
        var metadata = content.Metadata.ToDictionary();
        metadata["param_groups"] = metadata["param_groups"].Replace("\"lr\"", "\"decoupled_weight_decay\": true, \"lr\"", StringComparison.Ordinal);
        using var stream = Written(content.Tensors, metadata);
        TorchModel.Create("nadam").Invoking(each => PyTorchFile.Import(each, stream, new TorchModel(isDouble: true).Parameters)).Should()
            .Throw<ArgumentException>().WithMessage("*is of NAdamW*NAdam there*");
    }

    [Theory]
    [InlineData(-0.5f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void A_product_of_momenta_that_is_none_is_damage(float product)
    {
        using var fixture = Fixture.Open("torch-nadam-double.safetensors");
        var content = SafetensorsReader.Read(fixture);
        var tensors = content.Tensors.Select(tensor => tensor.Name == "state.1.mu_product"
            ? TensorSource.ByRows<float>(tensor.Name, TensorType.F32, new TensorShape(), new[] { product })
            : StoredBytes.Source(tensor)).ToArray();
        var optimizer = TorchModel.Create("nadam");
        optimizer.Invoking(each => PyTorchFile.Import(each, Written(tensors, content.Metadata), new TorchModel(isDouble: true).Parameters)).Should()
            .Throw<InvalidDataException>().WithMessage("*state.1.mu_product*from 0 to 1*");
        optimizer.Iteration.Should().Be(0);
    }

    [Fact]
    public void Groups_become_the_rules_of_a_grouped_optimizer()
    {
        var path = TorchModel.Path("torch-adam-double");
        var model = new TorchModel(isDouble: true, biasScale: 1) { Values = path[0] };
        var optimizer = new GroupedOptimizer((each => each.IsMatrix, new Adam(1 / 64.0)), (_ => true, new Adam(1 / 32.0)));
        using var stream = Fixture.Open("torch-adam-double.safetensors");
        PyTorchFile.Import(optimizer, stream, model.Parameters).Should().BeEmpty();
        for (var step = 1; step <= 20; step++)
            model.Step(optimizer, 9 + step);
        model.Values.Zip(path[20]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-13);
    }

    [Fact]
    public void Parameters_are_found_by_their_names()
    {
        var model = new TorchModel(isDouble: true);
        using var stream = Fixture.Open("torch-adam-double.safetensors");
        var optimizer = new Adam(1 / 64.0);
        PyTorchFile.Import(optimizer, stream, [model.Parameters[1], model.Parameters[0]]).Should().BeEmpty();
        optimizer.Snapshot().Parameters.Select(each => each.Name).Should().Equal("bias", "weight");
    }

    [Fact]
    public void Settings_that_differ_are_told_by_the_names_of_PyTorch()
    {
        var model = new TorchModel(isDouble: true, biasScale: 1);
        using var stream = Fixture.Open("torch-adamw-double.safetensors");
        PyTorchFile.Import(new Adam(1 / 64.0, beta1: 0.8), stream, model.Parameters).Select(each => each.ToString()).Should().Equal(
            "optimizer: AdamW in the file, Adam here",
            "param_groups[0].betas: (0.9, 0.999) in the file, (0.8, 0.999) here",
            "param_groups[0].weight_decay: 0.125 in the file, 0 here",
            "param_groups[1].betas: (0.9, 0.999) in the file, (0.8, 0.999) here",
            "param_groups[1].lr: 0.03125 in the file, 0.015625 here",
            "param_groups[1].weight_decay: 0.125 in the file, 0 here");
    }

    [Theory]
    [InlineData("adam", "sgd", "*is of Adam*SGD*")]
    [InlineData("adam", "amsgrad", "*max_exp_avg_sq*another variant*")]
    [InlineData("amsgrad", "adam", "*amsgrad is True*False*")]
    [InlineData("rmsprop", "rmsprop-momentum", "*momentum_buffer*another variant*")]
    [InlineData("rmsprop-centered", "rmsprop", "*centered is True*")]
    [InlineData("momentum", "sgd", "*momentum is 0.875*")]
    [InlineData("adam", "nadam", "*is of Adam*NAdam there*")]
    [InlineData("nadam", "radam", "*is of NAdam*RAdam there*")]
    [InlineData("rprop-maximize", "rprop", "*maximize is True*")]
    public void Another_rule_or_variant_is_refused(string file, string name, string message)
    {
        var model = new TorchModel(isDouble: true);
        var optimizer = TorchModel.Create(name);
        optimizer.Invoking(each => Import(each, file, model.Parameters, 10)).Should().Throw<ArgumentException>().WithMessage(message);
        optimizer.Iteration.Should().Be(0);
    }

    [Fact]
    public void Rules_that_PyTorch_has_not_are_refused()
    {
        var model = new TorchModel(isDouble: true);
        Refused(new Momentum(0.1), "*MomentumForm.Accumulated*");
        Refused(new RmsProp(0.1), "*RmsPropStart.Zero*");
        Refused(new Lion(), "*no counterpart*");
        Refused(new Adam { L2Penalty = 0.1, WeightDecay = 0.1 }, "*L2Penalty of 0.1, which AdamW*weight_decay is WeightDecay*");
        Refused(new Sgd(0.1) { WeightDecay = 0.1 }, "*WeightDecay of 0.1, which SGD*weight_decay is L2Penalty*");
        Refused(new NAdam { WeightDecay = 0.1 }, "*WeightDecay of 0.1, which NAdam*weight_decay is L2Penalty*");
        Refused(new Rprop { L2Penalty = 0.1 }, "*L2Penalty of 0.1, which Rprop of torch.optim has not.*");
        Refused(new NAdam { Maximize = true }, "*Maximize, which NAdam*gradients of the other sign*");
        Refused(new NAdam(scheduleDecay: double.PositiveInfinity), "*1e6 gives the same steps*");
        Refused(new RAdam(threshold: 4), "*threshold is 5 there*");
        Refused(new Rprop(decrease: 1), "*decrease of 1*take one below*");
        Refused(new Rprop(0), "*rate of 0*take one above 0*");
        Refused(new Rprop(1, largest: 0.5), "*rate of 1*take one above 0 and from 1E-06 to 0.5*");
        Refused(new GroupedOptimizer((each => each.IsMatrix, new Adam()), (_ => true, new Sgd(1))), "*several classes*");

        void Refused(Optimizer optimizer, string message) =>
            optimizer.Invoking(each => Export(each, model.Parameters)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void A_decay_that_changed_is_refused_for_PyTorch_corrects_by_its_power()
    {
        var model = new TorchModel(isDouble: true);
        var optimizer = new Adam(0.1, beta1: Schedule.LinearDecay(10, from: 0.9, to: 0.8));
        for (var s = 0; s < 4; s++)
            model.Step(optimizer, s);
        optimizer.Invoking(each => Export(each, model.Parameters)).Should().Throw<ArgumentException>().WithMessage("*beta1_product*all 4 steps*");
    }

    [Fact]
    public void The_rates_exported_are_those_of_the_next_step()
    {
        var model = new TorchModel(isDouble: true);
        var optimizer = new Adam(Schedule.LinearDecay(10, from: 1, to: 0));
        for (var s = 0; s < 5; s++)
            model.Step(optimizer, s);
        using var groups = JsonDocument.Parse(Export(optimizer, model.Parameters).Metadata["param_groups"]);
        groups.RootElement.EnumerateArray().Select(group => group.GetProperty("lr").GetDouble()).Should().Equal(0.5, 1);
    }

    [Fact]
    public void An_optimizer_before_its_first_step_has_no_state_there_either()
    {
        var model = new TorchModel(isDouble: true);
        var file = Export(new Adam(), model.Parameters);
        file.Tensors.Should().BeEmpty();
        var optimizer = new Adam();
        using var stream = Written(file.Tensors, file.Metadata);
        PyTorchFile.Import(optimizer, stream, model.Parameters);
        optimizer.Iteration.Should().Be(0);
        model.Step(optimizer, 0);
        var expected = new TorchModel(isDouble: true);
        expected.Step(new Adam(), 0);
        model.Values.Should().Equal(expected.Values);
    }

    [Fact]
    public void SGD_does_not_count_so_the_iteration_must_be_said()
    {
        var model = new TorchModel(isDouble: true);
        TorchModel.Create("momentum").Invoking(each => Import(each, "momentum", model.Parameters, null)).Should().Throw<ArgumentException>()
            .WithMessage("*does not count its steps*");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2.5f)]
    [InlineData(1e30f)]
    [InlineData(float.NaN)]
    public void A_count_that_is_none_is_refused(float count)
    {
        var model = new TorchModel(isDouble: true);
        using var fixture = Fixture.Open("torch-adam-double.safetensors");
        var content = SafetensorsReader.Read(fixture);
        var tensors = content.Tensors.Select(tensor => tensor.Name.EndsWith(".step", StringComparison.Ordinal)
            ? TensorSource.ByRows<float>(tensor.Name, TensorType.F32, new TensorShape(), new[] { count })
            : StoredBytes.Source(tensor)).ToArray();
        TorchModel.Create("adam").Invoking(each => PyTorchFile.Import(each, Written(tensors, content.Metadata), model.Parameters))
            .Should().Throw<InvalidDataException>().WithMessage("*whole number of at least 0*");
    }

    [Fact]
    public void A_count_that_sticks_in_float_must_be_said_too()
    {
        var model = new TorchModel(isDouble: true);
        using var fixture = Fixture.Open("torch-adam-double.safetensors");
        var content = SafetensorsReader.Read(fixture);
        var tensors = content.Tensors.Select(tensor => tensor.Name.EndsWith(".step", StringComparison.Ordinal)
            ? TensorSource.ByRows<float>(tensor.Name, TensorType.F32, new TensorShape(), new[] { 16_777_216f })
            : StoredBytes.Source(tensor)).ToArray();
        var optimizer = TorchModel.Create("adam");
        optimizer.Invoking(each => PyTorchFile.Import(each, Written(tensors, content.Metadata), model.Parameters)).Should().Throw<ArgumentException>()
            .WithMessage("*16777216 steps*float32 stays*");
        PyTorchFile.Import(optimizer, Written(tensors, content.Metadata), model.Parameters, iteration: 20_000_000).Should().BeEmpty();
        optimizer.Iteration.Should().Be(20_000_000);
        optimizer.Snapshot().Parameters.Select(each => each.Steps).Should().Equal(20_000_000, 20_000_000);
    }

    [Fact]
    public void Parameters_of_another_shape_count_or_element_type_are_refused()
    {
        var (doubles, floats) = (new TorchModel(isDouble: true), new TorchModel(isDouble: false));
        Refused(floats.Parameters, "*another element type*");
        Refused(doubles.Parameters[..1], "*1 parameters*file is of 2*");
        Refused([doubles.Parameters[1] with { Name = null }, doubles.Parameters[0] with { Name = null }], "*vector of 4*handed over as a vector*");

        void Refused(Parameter[] parameters, string message) =>
            new Adam(1 / 64.0).Invoking(each => Import(each, "adam", parameters, null)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void A_tensor_of_any_dimensions_fits_a_vector()
    {
        var bias = new TorchModel(isDouble: true).Parameters[1];
        var weight = new Parameter(new double[6], new double[6]) { Name = "weight" };
        var optimizer = new Adam(1 / 64.0);
        Import(optimizer, "adam", [weight, bias], null);
        using var stream = Fixture.Open("torch-adam-double.safetensors");
        var right = SafetensorsReader.Read(stream).Tensors.Single(tensor => tensor.Name == "state.0.exp_avg").Elements<double>();
        optimizer.Snapshot().Parameters[0]["exp_avg"].Doubles.ToArray().Should().Equal(right.ToArray());
    }

    [Fact]
    public void A_file_of_ours_is_no_export_of_PyTorch()
    {
        using var stream = new MemoryStream();
        new Adam().Save(stream);
        stream.Position = 0;
        var parameters = new TorchModel(isDouble: true).Parameters;
        new Adam().Invoking(each => PyTorchFile.Import(each, stream, parameters)).Should().Throw<InvalidDataException>().WithMessage(
            "*param_groups*");
    }

    private static string FileOf(string name, bool isDouble) => $"torch-{name}-{(isDouble ? "double" : "float")}.safetensors";

    private static void Import(Optimizer optimizer, string name, Parameter[] parameters, long? iteration)
    {
        using var stream = Fixture.Open(FileOf(name, isDouble: true));
        PyTorchFile.Import(optimizer, stream, parameters, iteration);
    }

    private static SafetensorsContent Export(Optimizer optimizer, Parameter[] parameters)
    {
        using var stream = new MemoryStream();
        PyTorchFile.Export(optimizer, stream, parameters);
        stream.Position = 0;
        return SafetensorsReader.Read(stream);
    }

    private static MemoryStream Written(IReadOnlyList<TensorSource> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors, metadata);
        stream.Position = 0;
        return stream;
    }

    private static MemoryStream Written(IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        Written([.. tensors.Select(StoredBytes.Source)], metadata);
}
