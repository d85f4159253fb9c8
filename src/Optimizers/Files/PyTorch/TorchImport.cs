using System.Text.Json;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Files;

/// <summary>Makes a state of ours of one that PyTorch has exported.</summary>
internal sealed class TorchImport
{
    /// <summary>From here on a count in float32 stays where it is.</summary>
    private const long LargestCount = 1 << 24;

    private readonly Optimizer _optimizer;
    private readonly TorchGroups _groups;
    private readonly Dictionary<string, StoredTensor> _tensors;
    private readonly SortedDictionary<string, HyperparameterDifference> _differences = new(StringComparer.Ordinal);
    private readonly long? _iteration;

    private TorchImport(Optimizer optimizer, SafetensorsContent file, long? iteration)
    {
        _optimizer = optimizer;
        _groups = new TorchGroups(file.Metadata);
        _tensors = file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _iteration = iteration;
    }

    /// <exception cref="InvalidDataException">It is no file of a PyTorch optimizer, or a broken one.</exception>
    /// <exception cref="ArgumentException">It does not fit the optimizer or the parameters. Nothing was changed.</exception>
    public static IReadOnlyList<HyperparameterDifference> Apply(
        Optimizer optimizer, SafetensorsContent file, scoped ReadOnlySpan<Parameter> parameters, long? iteration)
    {
        StepDoor.CheckValues(parameters, null);
        if (iteration is < 0)
            throw new ArgumentOutOfRangeException(nameof(iteration), iteration, $"iteration is {iteration}; it must be at least 0.");
        var import = new TorchImport(optimizer, file, iteration);
        optimizer.Restore(import.State(parameters));
        return [.. import._differences.Values];
    }

    private OptimizerState State(scoped ReadOnlySpan<Parameter> parameters)
    {
        if (parameters.Length != _groups.Count)
        {
            throw new ArgumentException(
                $"{parameters.Length} parameters are handed over, but the file is of {_groups.Count}. Nothing was changed.", nameof(parameters));
        }

        var infos = new ParameterInfo[parameters.Length];
        for (var i = 0; i < infos.Length; i++)
        {
            ref readonly var each = ref parameters[i];
            infos[i] = ParameterInfo.Of(i, each);
        }

        var order = ParameterOrder.Match(_groups.Names, [.. infos.Select(each => each.Name)]);
        var states = new ParameterState[infos.Length];
        for (var i = 0; i < states.Length; i++)
            states[i] = Parameter(infos[i], order?[i] ?? i, parameters[i]);

        var iteration = _iteration ?? states.Max(each => each.Steps);
        if (_iteration is null && !TorchRule.Of(RuleOf(Math.Max(0, states.Max(each => each.Group))), 0).CountsSteps)
        {
            throw Misfit.Of(
                "iteration",
                "SGD of PyTorch does not count its steps: say by iteration how many there were, which the schedules go by. Nothing was changed.");
        }

        Compare(states, parameters, order, iteration);
        var groups = _optimizer.Source.Programs.Select(IReadOnlyList<StateValue> (_) => []).ToArray();
        return new OptimizerState(_optimizer.RuleName, _groups.Maximizes, states, groups) { Iteration = iteration };
    }

    private Optimizer RuleOf(int group) => _optimizer is GroupedOptimizer grouped ? grouped.Rules[group] : _optimizer;

    private ParameterState Parameter(in ParameterInfo info, int place, in Parameter parameter)
    {
        var group = _optimizer.Source.GroupOf(info);
        var program = group < 0 ? NoProgram.Instance : _optimizer.Source.Programs[group];
        var values = StateCopy.Values(program, parameter.Shape, info.ElementKind);
        var (rows, columns) = (info.Rows, info.IsMatrix ? info.Columns : 0);
        var state = new ParameterState(info.Name, info.ElementKind, rows, columns, group, values) { IsByRows = info.IsByRows };
        if (group < 0)
            return state;
        var rule = TorchRule.Of(RuleOf(group), 0);
        if (!rule.Reads(_groups.Class))
            throw Misfit.Of("optimizer", $"The file is of {_groups.Class}; {RuleOf(group)} is {rule.Class} there. Nothing was changed.");
        var prefix = FormattableString.Invariant($"state.{_groups.IndexOf(place)}.");
        if (!_tensors.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (rule is { CountsSteps: false, Values.Count: 0 })
                state.Steps = _iteration ?? 0;
            return state;
        }

        state.Steps = rule.CountsSteps ? Count(prefix + "step") : _iteration ?? 0;
        if (state.Steps == 0)
            return state;
        foreach (var value in values)
        {
            if (rule.Values.Contains(value.Name) && value.Form == StateForm.Scalar)
                value.Doubles[0] = Product(prefix + value.Name);
            else if (rule.Values.Contains(value.Name))
                TorchTensor.Copy(Tensor(prefix + value.Name), value, info.ElementKind, info.Position);
            else if (value.Meaning == StateMeaning.DecayProduct)
                SetProduct(value, _groups.GroupOf(place), state.Steps);
        }

        return state;
    }

    private StoredTensor Tensor(string name) =>
        _tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw Misfit.Of(
                "optimizer",
                $"The file has no tensor {Quoted.Text(name)}, which {_optimizer.RuleName} remembers: it is of another variant. Nothing was changed.");

    private static void SetProduct(StateValue value, JsonElement group, long steps)
    {
        var betas = group.Field("betas").Items("betas").Select(each => TorchSetting.NumberOf(each, "betas")).ToArray();
        if (betas.Length != 2 || betas.Any(each => each is not (>= 0 and < 1)))
            throw new InvalidDataException("The betas in the file's param_groups must be two numbers in [0, 1).");
        var product = RunningProduct.Power(TorchRule.BetaOf(value.Name, betas), steps);
        (value.Doubles[0], value.Doubles[1]) = (product.High, product.Low);
    }

    private double Product(string name)
    {
        var product = Number(Tensor(name));
        return product is >= 0 and <= 1
            ? product
            : throw new InvalidDataException($"The {Tensor(name)} in the file is {product}; a product of momenta is from 0 to 1.");
    }

    private static double Number(StoredTensor tensor)
    {
        if (tensor.Shape.Lengths.Length != 0)
            throw new InvalidDataException($"The {tensor} in the file must be a number without dimensions.");
        return tensor.Type switch
        {
            TensorType.F32 => tensor.Elements<float>().Span[0],
            TensorType.F64 => tensor.Elements<double>().Span[0],
            TensorType.I64 => tensor.Elements<long>().Span[0],
            _ => throw new InvalidDataException($"The {tensor} in the file must be of F32, F64 or I64."),
        };
    }

    private long Count(string name)
    {
        var tensor = Tensor(name);
        var count = Number(tensor);
        if (!(count >= 0 && count <= 1L << 53 && count == Math.Floor(count)))
            throw new InvalidDataException($"The {tensor} in the file counts {count} steps; it must be a whole number of at least 0.");
        if (tensor.Type != TensorType.F32 || count < LargestCount)
            return (long)count;
        return _iteration ?? throw Misfit.Of(
            "iteration",
            $"The {tensor} in the file counts {LargestCount} steps, where PyTorch's count in float32 stays: say by iteration how many there were. "
            + "Nothing was changed.");
    }

    private void Compare(ParameterState[] states, scoped ReadOnlySpan<Parameter> parameters, int[]? order, long iteration)
    {
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i].Group < 0)
                continue;
            var place = order?[i] ?? i;
            var rule = TorchRule.Of(RuleOf(states[i].Group), iteration);
            if (rule.Class != _groups.Class)
                _differences["optimizer"] = new("optimizer", _groups.Class, rule.Class);
            foreach (var setting in rule.SettingsFor(parameters[i].LearningRateScale, parameters[i].WeightDecayScale, _optimizer.Maximize))
            {
                var found = setting.TextIn(_groups.GroupOf(place));
                if (found is null || found == setting.Text)
                    continue;
                var name = FormattableString.Invariant($"param_groups[{_groups.GroupPlaceOf(place)}].{setting.Name}");
                if (setting.IsVariant)
                    throw Misfit.Of("optimizer", $"{name} is {found} in the file; of {_optimizer} it is {setting.Text}. Nothing was changed.");
                _differences[name] = new(name, found, setting.Text);
            }
        }
    }
}
