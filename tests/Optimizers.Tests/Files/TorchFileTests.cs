using System.Text.Json;
using Optimizers.Files;
using Optimizers.Tests.Files.PyTorch;

namespace Optimizers.Tests.Files;

/// <summary>
/// The states that torch_states.py exported: names, types, shapes and groups are those that a reader of PyTorch's states may count on.
/// </summary>
public sealed class TorchFileTests
{
    private static readonly Dictionary<string, string[]> States = new()
    {
        ["sgd"] = [],
        ["momentum"] = ["momentum_buffer"],
        ["nesterov"] = ["momentum_buffer"],
        ["adam"] = ["step", "exp_avg", "exp_avg_sq"],
        ["adamw"] = ["step", "exp_avg", "exp_avg_sq"],
        ["amsgrad"] = ["step", "exp_avg", "exp_avg_sq", "max_exp_avg_sq"],
        ["rmsprop"] = ["step", "square_avg"],
        ["rmsprop-centered"] = ["step", "square_avg", "grad_avg"],
        ["rmsprop-momentum"] = ["step", "square_avg", "momentum_buffer"],
        ["adagrad"] = ["step", "sum"],
        ["adadelta"] = ["step", "square_avg", "acc_delta"],
        ["adamax"] = ["step", "exp_avg", "exp_inf"],
        ["nadam"] = ["step", "mu_product", "exp_avg", "exp_avg_sq"],
        ["radam"] = ["step", "exp_avg", "exp_avg_sq"],
        ["rprop"] = ["step", "prev", "step_size"],
        ["rprop-maximize"] = ["step", "prev", "step_size"],
        ["asgd"] = ["step", "eta", "mu", "ax"],
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in States.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_state_of_PyTorch_is_numbered_through_all_groups_and_shaped_as_its_parameter(string name, bool isDouble)
    {
        using var stream = Fixture.Open($"torch-{name}-{(isDouble ? "double" : "float")}.safetensors");
        var content = SafetensorsReader.Read(stream);
        var tensors = content.Tensors.ToDictionary(tensor => tensor.Name);

        tensors.Keys.Should().BeEquivalentTo(Enumerable.Range(0, 2).SelectMany(i => States[name].Select(value => $"state.{i}.{value}")));
        foreach (var (key, tensor) in tensors)
        {
            if (key.EndsWith(".step", StringComparison.Ordinal))
            {
                tensor.Shape.Should().Be(new TensorShape());
                tensor.Elements<float>().ToArray().Should().Equal(10);
            }
            else if (TorchModel.IsNumber(key))
            {
                tensor.Shape.Should().Be(new TensorShape());
                tensor.Type.Should().Be(TensorType.F32, "it does not follow the parameter");
            }
            else
            {
                tensor.Shape.Should().Be(key.StartsWith("state.0.", StringComparison.Ordinal) ? new TensorShape(2, 3) : new TensorShape(4));
                tensor.Type.Should().Be(isDouble ? TensorType.F64 : TensorType.F32);
            }
        }

        JsonSerializer.Deserialize<string[]>(content.Metadata["names"]).Should().Equal("weight", "bias");
        using var groups = JsonDocument.Parse(content.Metadata["param_groups"]);
        groups.RootElement.EnumerateArray().Select(group => group.GetProperty("params")[0].GetInt32()).Should().Equal(0, 1);
        groups.RootElement.EnumerateArray().Select(group => group.GetProperty("lr").GetDouble()).Should().Equal(1 / 64.0, 1 / 32.0);
    }

    [Fact]
    public void The_momentum_in_a_file_is_the_accumulated_gradient_by_rows()
    {
        using var stream = Fixture.Open("torch-nesterov-double.safetensors");
        var tensors = SafetensorsReader.Read(stream).Tensors.ToDictionary(tensor => tensor.Name);
        var expected = new double[10];
        for (var step = 0; step < 10; step++)
        {
            for (var k = 0; k < expected.Length; k++)
                expected[k] = (step == 0 ? 0 : 0.875 * expected[k]) + ((((step * (7 + (4 * k))) + (3 * k)) % 32 - 12) / 16.0);
        }

        var found = Enumerable.Range(0, 2).SelectMany(i => tensors[$"state.{i}.momentum_buffer"].Elements<double>().ToArray());
        found.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-14);
    }

    [Fact]
    public void Each_state_has_the_parameters_of_its_step_and_of_the_twenty_after_it()
    {
        using var json = JsonDocument.Parse(Fixture.Open("torch.json"));
        foreach (var name in Fixture.Names.Where(name => name.StartsWith("torch-", StringComparison.Ordinal)))
        {
            var path = json.RootElement.GetProperty(Path.GetFileNameWithoutExtension(name));
            path.GetArrayLength().Should().Be(21);
            foreach (var parameters in path.EnumerateArray())
                parameters.EnumerateArray().Select(values => values.GetArrayLength()).Should().Equal(6, 4);
        }
    }
}
