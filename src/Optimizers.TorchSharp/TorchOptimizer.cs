using TorchSharp.Modules;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Optimizers.Torch;

/// <summary>
/// Any optimizer of the library for a module of TorchSharp, in the place of one of TorchSharp's own: <c>new TorchOptimizer(model.named_parameters(),
/// new AdamW(1e-3))</c>. The tensors, on the CPU, are stepped in their own memory.
/// </summary>
/// <remarks>
/// <para>A tensor of two or more dimensions is a matrix with one row for each of the first; any other is a vector. One that requires no gradient, or
/// has none, stays as it is, and so does its state. A tensor that has several names is stepped once.</para>
/// <para>A scheduler of TorchSharp writes the rate, and the momentum, of the optimizer. Beside a schedule of the library it is refused.</para>
/// <para>A step writes the memory itself, which autograd does not see: a graph that was made before it and is gone through after it gives wrong
/// gradients, where TorchSharp's own optimizers make an error of it.</para>
/// </remarks>
public sealed class TorchOptimizer : OptimizerHelper, optim.IMomentum
{
    private readonly List<ModuleParameter> _tensors = [];
    private readonly List<TorchGroup> _groups = [];
    private readonly IHasLearningRate? _rate;
    private readonly Sam? _sam;
    private Parameter[] _views = [];

    /// <summary>An optimizer for the parameters of a module.</summary>
    /// <param name="parameters">The parameters with their names, which messages, groups and files show: <c>model.named_parameters()</c>.</param>
    /// <param name="optimizer">The optimizer, whose rates and state are meant for these parameters alone.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public TorchOptimizer(IEnumerable<(string name, TorchParameter parameter)> parameters, IOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimizer);
        Inner = optimizer;
        _rate = optimizer.Find<IHasLearningRate>();
        _sam = optimizer.Find<Sam>();
        _parameter_groups = [];
        var named = parameters.ToList();
        Add(new ParamGroup { Parameters = [.. named.Select(each => each.parameter)] }, [.. named.Select(each => each.name)]);
    }

    /// <summary>The optimizer that takes the steps.</summary>
    public IOptimizer Inner { get; }

    double optim.IMomentum.Momentum
    {
        get => Momentum;
        set => Momentum = value;
    }

    /// <summary>λ of momentum, β₁ of Adam.</summary>
    internal double Momentum
    {
        get => Decay.MomentumDecay.At(Inner.Iteration);
        set => Decay.MomentumDecay = value;
    }

    private IHasMomentum Decay => Inner.Find<IHasMomentum>() ?? throw new InvalidOperationException(
        $"{Inner} has no momentum that a scheduler could write; make the scheduler with cycle_momentum: false.");

    private double RateNow => _rate?.LearningRate.At(Inner.Iteration) ?? double.NaN;

    /// <summary>Takes a step by the gradients that the tensors have.</summary>
    /// <param name="closure">
    /// Null, or what clears the gradients, computes the loss, goes backward and returns the loss. It is run once, with gradients enabled; for
    /// <see cref="Sam"/> twice, the second time at the highest point near by. An optimizer that needs the loss (<see cref="StepInput.Loss"/>)
    /// gets it from here.
    /// </param>
    /// <returns>The loss that the closure has returned, at the parameters before the step; null without one.</returns>
    /// <exception cref="ArgumentException">The tensors are others than in the first step, or share memory. Nothing was changed.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient holds NaN or an infinity. Nothing was changed.</exception>
    /// <exception cref="NotSupportedException">A tensor is on another device, is of a type that no step knows, or is not contiguous. Nothing was
    /// changed.</exception>
    /// <exception cref="InvalidOperationException">A scheduler wrote a rate beside a schedule of the library; the optimizer needs what it was not
    /// given; a tensor has been disposed of. Nothing was changed.</exception>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        var loss = Run(closure);
        try
        {
            using var scope = no_grad();
            Step(loss, closure);
            return loss;
        }
        catch
        {
            loss?.Dispose();
            throw;
        }
    }

    /// <summary>Adds parameters before the first step. With a learning rate of its own the group keeps its ratio to the others' rate.</summary>
    /// <param name="param_group">The group. Its parameters have no names.</param>
    /// <exception cref="ArgumentNullException">The group is null.</exception>
    /// <exception cref="InvalidOperationException">The optimizer has stepped: it knows its parameters by their places.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        Add(param_group, null);
    }

    /// <summary>
    /// The parameters with their gradients as the optimizer sees them, by their names: for what the library takes parameters for, such as
    /// <see cref="AveragedOptimizer.AtEvaluationPoint"/>. They are the tensors' own memory, until these move, or their gradients are replaced.
    /// </summary>
    public ReadOnlySpan<Parameter> View()
    {
        Lend();
        return _views;
    }

    /// <summary>Saves the optimizer's state and the parameters by their names in a safetensors file, which any program can read.</summary>
    /// <param name="path">Where; a file of that name is replaced in one instant.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => Inner.Save(path, View());

    /// <summary>Goes on from a file: parameters, matched by name, and state, with the same bits. Hyperparameters stay as they are.</summary>
    /// <param name="path">A file of <see cref="Save"/>.</param>
    /// <returns>The hyperparameters that are others now.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or not of this library.</exception>
    /// <exception cref="ArgumentException">The file is of another rule, or of other parameters. Nothing was changed.</exception>
    /// <exception cref="IOException">The file cannot be read. Nothing was changed.</exception>
    public IReadOnlyList<HyperparameterDifference> Load(string path)
    {
        var differences = Inner.Load(path, View());
        ShowRates();
        return differences;
    }

    /// <summary>
    /// The optimizer's state for TorchSharp's own files (<c>save_state_dict</c>, <c>load_state_dict</c>): rates by group, and in the first one's
    /// options all that the optimizer remembers. <see cref="Save"/> makes a file that other programs read.
    /// </summary>
    public override StateDictionary state_dict()
    {
        _state.Clear();
        foreach (var tensor in _tensors)
            _state[tensor.Tensor.Handle] = new TorchState(tensor.Tensor);
        return base.state_dict();
    }

    /// <summary>"TorchOptimizer(AdamW(...), 6 tensors)".</summary>
    public override string ToString() => FormattableString.Invariant($"TorchOptimizer({Inner}, {_tensors.Count} tensors)");

    /// <summary>Shows the rates of the iteration at which the optimizer goes on, unless they are written from outside.</summary>
    internal void Resume()
    {
        if (_rate?.LearningRate is not { IsConstant: true })
            ShowRates();
    }

    /// <summary>Refuses the rate of a scheduler of TorchSharp where the library's own schedule is not constant.</summary>
    internal void RefuseTwoSchedules()
    {
        if (_rate?.LearningRate is { IsConstant: true })
            return;
        throw new InvalidOperationException(_rate is null
            ? $"{Inner} has no learning rate that a scheduler could write."
            : $"The learning rate of {Inner} follows {_rate.LearningRate}; a scheduler of TorchSharp would write another one. Give the optimizer a "
                + "number, or leave the scheduler out.");
    }

    private static Tensor? Run(Func<Tensor>? closure)
    {
        if (closure is null)
            return null;
        using var scope = enable_grad();
        return closure();
    }

    private void Step(Tensor? loss, Func<Tensor>? closure)
    {
        TakeRates();
        try
        {
            Lend();
            if (_sam is null || closure is null || _sam.IsAscended)
            {
                Inner.Step(_views, InputsOf(loss));
                return;
            }

            using var ascent = _sam.Ascend(_views);
            Run(closure)?.Dispose();
            Lend();
            Inner.Step(_views, InputsOf(loss));
        }
        finally
        {
            Return();
            ShowRates();
        }
    }

    private void Lend()
    {
        var place = 0;
        foreach (var group in _groups)
        {
            foreach (var _ in group.Parameters)
            {
                _views[place] = _tensors[place].View(group.Scale);
                place++;
            }
        }
    }

    private void Return()
    {
        foreach (var tensor in _tensors)
            tensor.Return();
    }

    private StepInputs InputsOf(Tensor? loss)
    {
        var wanted = Inner.Find<ITakesInputs>()?.InputsAt(Inner.Iteration) ?? StepInput.None;
        if (loss is null || !wanted.HasFlag(StepInput.Loss))
            return default;
        using var number = loss.to(ScalarType.Float64);
        return new StepInputs { Loss = number.item<double>() };
    }

    /// <summary>Takes over the rates that schedulers have written: the largest is the optimizer's, and the others are shares of it.</summary>
    private void TakeRates()
    {
        if (!_groups.Exists(group => group.IsWritten))
            return;
        RefuseTwoSchedules();
        var largest = _groups.Max(group => group.LearningRate);
        _rate!.LearningRate = largest;
        foreach (var group in _groups)
            group.Scale = largest == 0 ? 1 : group.LearningRate / largest;
    }

    private void ShowRates()
    {
        var rate = RateNow;
        foreach (var group in _groups)
            group.Show(rate * group.Scale);
    }

    private void Add(ParamGroup given, string[]? names)
    {
        if (Inner.Iteration > 0)
        {
            throw new InvalidOperationException(
                "The optimizer has stepped: it knows its parameters by their places. Hand over all of them at the start, those that are to stand "
                + "still at first with requires_grad = false.");
        }

        var known = _tensors.Select(each => each.Tensor.Handle).ToHashSet();
        var parameters = new List<TorchParameter>();
        foreach (var (place, parameter) in given.Parameters.Index())
        {
            if (!known.Add(parameter.Handle))
                continue;
            parameters.Add(parameter);
            _tensors.Add(new ModuleParameter(names?[place], parameter));
        }

        var rate = RateNow;
        var group = new TorchGroup(this, parameters, given.Options?.LearningRate ?? rate, isFirst: _groups.Count == 0);
        group.Scale = rate == 0 || group.LearningRate == rate ? 1 : group.LearningRate / rate;
        _groups.Add(group);
        _parameter_groups.Add(group);
        _views = new Parameter[_tensors.Count];
    }
}
