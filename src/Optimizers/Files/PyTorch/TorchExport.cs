using System.Text;
using System.Text.Json;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Files;

/// <summary>Makes tensors and metadata of an optimizer as PyTorch's state_dict has them, laid flat.</summary>
internal sealed class TorchExport
{
    private const long LargestCount = 1 << 24;

    private readonly List<TensorSource> _tensors = [];
    private readonly Dictionary<string, string> _metadata = [];
    private readonly Optimizer _optimizer;
    private readonly OptimizerState _state;

    /// <exception cref="ArgumentException">The optimizer or its state has no counterpart there, or the parameters are not those of the
    /// steps.</exception>
    public TorchExport(Optimizer optimizer, scoped ReadOnlySpan<Parameter> parameters)
    {
        StepDoor.CheckValues(parameters, null);
        (_optimizer, _state) = (optimizer, optimizer.Snapshot());
        var infos = ParameterVectors.Infos(parameters);
        TrainingState.CheckFit(_state, infos);
        var groups = new List<(int Group, double Rate, double Decay, List<int> Parameters)>();
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var each = ref parameters[i];
            var group = optimizer.Source.GroupOf(ParameterInfo.Of(i, each));
            if (group < 0)
                throw new ArgumentException($"parameters[{i}] never steps; PyTorch's optimizers do not know such parameters.", nameof(parameters));
            var (rate, decay) = (each.LearningRateScale, each.WeightDecayScale);
            var place = groups.FindIndex(known => known.Group == group && known.Rate == rate && known.Decay == decay);
            if (place < 0)
            {
                place = groups.Count;
                groups.Add((group, rate, decay, []));
            }

            groups[place].Parameters.Add(i);
            if (_state.Parameters.Count > 0)
                AddState(i, _state.Parameters[i], RuleOf(group), rate);
        }

        var rules = groups.Select(each => RuleOf(each.Group)).ToArray();
        if (rules.Select(each => each.Class).Distinct().Count() > 1)
            throw new ArgumentException($"{optimizer} has rules of several classes of torch.optim; a PyTorch optimizer has one.", nameof(optimizer));
        _metadata["optimizer"] = rules[0].Class;
        _metadata["param_groups"] = Json(json =>
        {
            json.WriteStartArray();
            for (var place = 0; place < rules.Length; place++)
            {
                json.WriteStartObject();
                foreach (var setting in rules[place].SettingsFor(groups[place].Rate, groups[place].Decay, optimizer.Maximize))
                    setting.Write(json);
                json.WriteStartArray("params");
                foreach (var index in groups[place].Parameters)
                    json.WriteNumberValue(index);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        if (infos.All(each => each.Name is not null))
        {
            _metadata["names"] = Json(json =>
            {
                json.WriteStartArray();
                foreach (var index in groups.SelectMany(each => each.Parameters))
                    json.WriteStringValue(infos[index].Name);
                json.WriteEndArray();
            });
        }
    }

    public IReadOnlyList<TensorSource> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    private TorchRule RuleOf(int group)
    {
        var rule = _optimizer is GroupedOptimizer grouped ? grouped.Rules[group] : _optimizer;
        var torch = TorchRule.Of(rule, _state.Iteration);
        return torch.Excess is null ? torch : throw Misfit.Of("optimizer", $"{rule} has {torch.Excess}.");
    }

    private void AddState(int index, ParameterState parameter, TorchRule rule, double rateScale)
    {
        // Adagrad alone has its state before the first step.
        if (parameter.Steps == 0 && rule.Class != "Adagrad")
            return;
        var prefix = FormattableString.Invariant($"state.{index}.");
        foreach (var value in parameter.Values)
        {
            if (value.Meaning == StateMeaning.DecayProduct)
                CheckProduct(value, TorchRule.BetaOf(value.Name, rule.Decays), parameter.Steps);
            else if (rule.Values.Contains(value.Name) && value.Form == StateForm.Scalar)
                _tensors.Add(StateTensors.Number(prefix + value.Name, value.Doubles[0]));
            else if (rule.Values.Contains(value.Name))
                _tensors.Add(StateTensors.Of(prefix + value.Name, parameter.Steps == 0 ? Start(value, rule) : value));
        }

        foreach (var (name, number) in rule.Remade)
            _tensors.Add(StateTensors.Number(prefix + name, number(rule.LearningRate * rateScale, parameter.Steps)));

        if (rule.CountsSteps)
        {
            _tensors.Add(TensorSource.ByRows<float>(
                prefix + "step", TensorType.F32, new TensorShape(), new float[] { Math.Min(parameter.Steps, LargestCount) }));
        }
    }

    private static StateValue Start(StateValue value, TorchRule rule)
    {
        var start = new StateValue(value.Name, value.Meaning, value.Form, value.Kind, value.Rows, value.Columns) { IsByRows = value.IsByRows };
        var number = (double)rule.Settings.First(each => each.Name == "initial_accumulator_value").Value;
        if (value.Kind == ElementKind.Double)
            start.Doubles.Fill(number);
        else
            start.Singles.Fill((float)number);
        return start;
    }

    private static void CheckProduct(StateValue value, double beta, long steps)
    {
        var right = RunningProduct.Power(beta, steps).High;
        if (Math.Abs(value.Doubles[0] - right) > 1e-12 * right)
        {
            throw Misfit.Of(
                "optimizer", $"The decay behind {value.Name} was not {beta} in all {steps} steps; PyTorch corrects its means as if it had been.");
        }
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            write(json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
