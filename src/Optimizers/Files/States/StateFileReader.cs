using System.Globalization;
using System.Text.Json;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Files;

/// <summary>Makes a content of tensors and metadata. What the description says and what the file holds must be the same.</summary>
internal sealed class StateFileReader
{
    private readonly Dictionary<string, StoredTensor> _tensors;
    private readonly IReadOnlyDictionary<string, string> _metadata;

    private StateFileReader(SafetensorsContent file)
    {
        _tensors = file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _metadata = file.Metadata;
    }

    /// <exception cref="InvalidDataException">It is another program's file, one of a later version, or damaged.</exception>
    public static OptimizerFile Read(SafetensorsContent file) => new StateFileReader(file).Read();

    private OptimizerFile Read()
    {
        CheckFormat();
        var state = ReadState(Described.Parse(StateFileNames.Description, Metadata(StateFileNames.Description)), "");
        var parameters = _metadata.TryGetValue(StateFileNames.Parameters, out var text)
            ? ReadParameters(Described.Parse(StateFileNames.Parameters, text))
            : [];
        var hyperparameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var each in Described.Parse(StateFileNames.Hyperparameters, Metadata(StateFileNames.Hyperparameters)).Fields("hyperparameters"))
            hyperparameters[Described.KeyOf(each)] = each.Value.Text("hyperparameter");
        if (_tensors.Keys.FirstOrDefault() is { } surplus)
            throw new InvalidDataException($"The file holds a tensor {Quoted.Text(surplus)}, of which its description says nothing.");
        return new OptimizerFile(state)
        {
            Parameters = parameters,
            Hyperparameters = hyperparameters,
            Notes = _metadata.Where(each => each.Key.StartsWith(StateFileNames.NotePrefix, StringComparison.Ordinal))
                .ToDictionary(each => each.Key[StateFileNames.NotePrefix.Length..], each => each.Value),
        };
    }

    private void CheckFormat()
    {
        if (!_metadata.TryGetValue(StateFileNames.Format, out var format) || format != StateFileNames.FormatName)
        {
            throw new InvalidDataException(
                _metadata.ContainsKey("param_groups")
                    ? "The file holds the state of a PyTorch optimizer; PyTorchFile.Import reads it."
                    : $"The file is a safetensors file, but not one of an optimizer: its metadata lack {StateFileNames.Format} = "
                        + $"{StateFileNames.FormatName}.");
        }

        var version = Metadata(StateFileNames.Version);
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            throw new InvalidDataException($"The version {Quoted.Text(version)} of the file is no whole number above 0.");
        if (number > StateFileNames.CurrentVersion)
        {
            throw new InvalidDataException(
                $"The file is of version {number}, written by a later version of this library; this one reads up to "
                    + $"{StateFileNames.CurrentVersion}.");
        }
    }

    private string Metadata(string key) =>
        _metadata.TryGetValue(key, out var text) ? text : throw new InvalidDataException($"The file's metadata lack {Quoted.Text(key)}.");

    private OptimizerState ReadState(JsonElement level, string prefix)
    {
        var described = level.Field("parameters").Items("parameters").ToArray();
        var steps = Numbers<long>(prefix + StateFileNames.Steps, TensorType.I64, new(described.Length));
        var rates = Numbers<double>(prefix + StateFileNames.ConstantRates, TensorType.F64, new(described.Length));
        var keys = Keys(described);
        var parameters = new ParameterState[described.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var (key, head) = (keys[i], Head.Of(described[i]));
            var values = ReadValues(described[i].Field("values"), head.IsByRows, value => StateFileNames.State(prefix, key, value));
            parameters[i] = new(head.Name, head.Kind, head.Rows, head.Columns, described[i].Field("group").Whole("group", -1), values)
            {
                IsByRows = head.IsByRows,
                Steps = NotNegative(steps.Span[i], StateFileNames.Steps),
                ConstantRate = rates.Span[i],
            };
        }

        var groups = level.Field("groups").Items("groups")
            .Select((values, group) => ReadValues(values, false, value => StateFileNames.Group(prefix, group, value))).ToArray();
        var state = new OptimizerState(level.Field("rule").Name("rule"), level.Field("maximizes").Truth("maximizes"), parameters, groups)
        {
            Iteration = NotNegative(Number<long>(prefix + StateFileNames.Iteration, TensorType.I64), StateFileNames.Iteration),
            SkippedSteps = NotNegative(Number<long>(prefix + StateFileNames.SkippedSteps, TensorType.I64), StateFileNames.SkippedSteps),
            LastGradientNorm = Number<double>(prefix + StateFileNames.LastGradientNorm, TensorType.F64),
        };
        foreach (var name in level.Field("scalars").Items("scalars").Select(each => each.Text("scalar")))
            state.Scalars[name] = Number<double>(StateFileNames.Scalar(prefix, name), TensorType.F64);
        foreach (var inner in level.Field("inner").Fields("inner"))
            state.Inner[Described.KeyOf(inner)] = ReadState(inner.Value, StateFileNames.Inner(prefix, Described.KeyOf(inner)));
        return state;
    }

    private ParameterState[] ReadParameters(JsonElement list)
    {
        var described = list.Items("parameters").ToArray();
        var keys = Keys(described);
        var parameters = new ParameterState[described.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var head = Head.Of(described[i]);
            var name = StateFileNames.Parameter(keys[i]);
            var wide = head.Kind == ElementKind.Double ? ElementKind.Double : ElementKind.Single;
            var value = head.Kind switch
            {
                ElementKind.Half => Widened<Half>(name, TensorType.F16, head, Narrow.WidenHalf),
                ElementKind.BFloat16 => Widened<ushort>(name, TensorType.BF16, head, Narrow.WidenBFloat16),
                _ => ReadValue(
                    name,
                    new(StateFileNames.Value, StateMeaning.ParameterValue, StateForm.Element, wide, head.Rows, head.Columns, head.IsByRows)),
            };
            parameters[i] = new(head.Name, head.Kind, head.Rows, head.Columns, 0, [value]) { IsByRows = head.IsByRows };
        }

        return parameters;
    }

    private StateValue Widened<E>(string name, TensorType type, in Head head, WidenTo<E> widen) where E : unmanaged
    {
        var tensor = Take(name, type, StateTensors.ShapeOf(StateForm.Element, head.Rows, head.Columns));
        var narrow = new E[tensor.Elements<E>().Length];
        var value = new StateValue(StateFileNames.Value, StateMeaning.ParameterValue, StateForm.Element, ElementKind.Single, head.Rows, head.Columns)
        {
            IsByRows = head.IsByRows,
        };
        Copy<E>(tensor, narrow, value);
        widen(narrow, value.Singles);
        return value;
    }

    private delegate void WidenTo<E>(ReadOnlySpan<E> from, Span<float> to);

    private StateValue[] ReadValues(JsonElement list, bool isByRows, Func<string, string> nameOf)
    {
        var values = new List<StateValue>();
        foreach (var each in list.Items("values"))
        {
            var name = each.Field("name").Name("name of a value");
            var form = each.Field("form").OneOf<StateForm>("form");
            values.Add(ReadValue(nameOf(name), new(
                name,
                each.Field("meaning").OneOf<StateMeaning>("meaning"),
                form,
                each.Field("kind").OneOf<ElementKind>("kind"),
                each.Field("rows").Whole("rows", 0),
                each.Field("columns").Whole("columns", 0),
                isByRows && form == StateForm.Element)));
        }

        return [.. values];
    }

    private StateValue ReadValue(string tensorName, in StatePlace place)
    {
        if (place.Kind is not (ElementKind.Double or ElementKind.Single))
            throw new InvalidDataException($"The state value {Quoted.Text(place.Name)} is said to be {place.Kind}; it must be Double or Single.");
        var type = place.Kind == ElementKind.Double ? TensorType.F64 : TensorType.F32;
        // Only then is it known that the memory is warranted.
        var tensor = Take(tensorName, type, StateTensors.ShapeOf(place.Form, place.Rows, place.Columns));
        var value = place.NewValue();
        if (place.Kind == ElementKind.Double)
            Copy(tensor, value.Doubles, value);
        else
            Copy(tensor, value.Singles, value);
        return value;
    }

    private static void Copy<E>(StoredTensor tensor, Span<E> to, StateValue like) where E : unmanaged
    {
        if (like.Columns > 0 && !like.IsByRows)
            tensor.CopyToColumns(to);
        else
            tensor.Elements<E>().Span.CopyTo(to);
    }

    private StoredTensor Take(string name, TensorType type, TensorShape shape)
    {
        if (!_tensors.Remove(name, out var tensor))
            throw new InvalidDataException($"The file lacks the tensor {Quoted.Text(name)}, or its description names it twice.");
        return tensor.Type == type && tensor.Shape.Equals(shape)
            ? tensor
            : throw new InvalidDataException($"The {tensor} in the file must be {type} {shape}.");
    }

    private ReadOnlyMemory<E> Numbers<E>(string name, TensorType type, TensorShape shape) where E : unmanaged =>
        Take(name, type, shape).Elements<E>();

    private E Number<E>(string name, TensorType type) where E : unmanaged => Numbers<E>(name, type, new TensorShape()).Span[0];

    private static long NotNegative(long number, string name) =>
        number >= 0 ? number : throw new InvalidDataException($"The {name} in the file is {number}; it must be at least 0.");

    private static string[] Keys(JsonElement[] described)
    {
        var heads = Array.ConvertAll(described, each => new ParameterState(Head.NameOf(each), ElementKind.Double, 0, 0, 0, []));
        try
        {
            return StateFileNames.Keys(heads);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The parameters in the description are named in part, or two alike. {exception.Message}", exception);
        }
    }

    /// <summary>What a description says of a parameter itself.</summary>
    private readonly record struct Head(string? Name, ElementKind Kind, int Rows, int Columns, bool IsByRows)
    {
        public static Head Of(JsonElement described)
        {
            var head = new Head(
                NameOf(described),
                described.Field("kind").OneOf<ElementKind>("kind"),
                described.Field("rows").Whole("rows", 0),
                described.Field("columns").Whole("columns", 0),
                described.TryGetProperty(StateFileNames.ByRows, out var isByRows) && isByRows.Truth(StateFileNames.ByRows));
            return head.Columns == 0 || (long)head.Rows * head.Columns <= Array.MaxLength
                ? head
                : throw new InvalidDataException(
                    $"A parameter of {head.Rows}×{head.Columns} in the description has more elements than an array can have.");
        }

        public static string? NameOf(JsonElement described) =>
            described.ValueKind == JsonValueKind.Object && described.TryGetProperty("name", out var name) ? name.Text("name of a parameter") : null;
    }
}
