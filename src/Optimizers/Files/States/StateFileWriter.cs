using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Optimizers.Files;

/// <summary>Makes tensors and metadata of a content: every number a tensor, what it means as text.</summary>
internal sealed class StateFileWriter
{
    private readonly List<TensorSource> _tensors = [];
    private readonly Dictionary<string, string> _metadata = [];

    /// <exception cref="ArgumentException">Parameters are named in part or alike, or two values get the same name.</exception>
    public StateFileWriter(OptimizerFile content)
    {
        _metadata[StateFileNames.Format] = StateFileNames.FormatName;
        _metadata[StateFileNames.Version] = StateFileNames.CurrentVersion.ToString(CultureInfo.InvariantCulture);
        _metadata[StateFileNames.Description] = Json(json => Write(json, content.State, ""));
        _metadata[StateFileNames.Hyperparameters] = Json(json =>
        {
            json.WriteStartObject();
            foreach (var (name, text) in content.Hyperparameters.OrderBy(each => each.Key, StringComparer.Ordinal))
                json.WriteString(name, text);
            json.WriteEndObject();
        });
        if (content.Parameters.Count > 0)
            _metadata[StateFileNames.Parameters] = Json(json => WriteParameters(json, content.Parameters));
        foreach (var (name, text) in content.Notes)
            _metadata[StateFileNames.NotePrefix + name] = text;
    }

    public IReadOnlyList<TensorSource> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            write(json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private void Write(Utf8JsonWriter json, OptimizerState state, string prefix)
    {
        _tensors.Add(StateTensors.Number(prefix + StateFileNames.Iteration, state.Iteration));
        _tensors.Add(StateTensors.Number(prefix + StateFileNames.SkippedSteps, state.SkippedSteps));
        _tensors.Add(StateTensors.Number(prefix + StateFileNames.LastGradientNorm, state.LastGradientNorm));
        var count = new TensorShape(state.Parameters.Count);
        _tensors.Add(TensorSource.ByRows<long>(
            prefix + StateFileNames.Steps, TensorType.I64, count, state.Parameters.Select(each => each.Steps).ToArray()));
        _tensors.Add(TensorSource.ByRows<double>(
            prefix + StateFileNames.ConstantRates, TensorType.F64, count, state.Parameters.Select(each => each.ConstantRate).ToArray()));

        json.WriteStartObject();
        json.WriteString("rule", state.Rule);
        json.WriteBoolean("maximizes", state.Maximizes);
        json.WriteStartArray("parameters");
        var keys = StateFileNames.Keys(state.Parameters);
        for (var i = 0; i < keys.Length; i++)
            Write(json, state.Parameters[i], prefix, keys[i]);
        json.WriteEndArray();
        json.WriteStartArray("groups");
        for (var group = 0; group < state.Groups.Count; group++)
        {
            var place = group;
            WriteValues(json, state.Groups[group], value => StateFileNames.Group(prefix, place, value));
        }

        json.WriteEndArray();
        json.WriteStartArray("scalars");
        foreach (var (name, number) in state.Scalars)
        {
            json.WriteStringValue(name);
            _tensors.Add(StateTensors.Number(StateFileNames.Scalar(prefix, name), number));
        }

        json.WriteEndArray();
        json.WriteStartObject("inner");
        foreach (var (key, inner) in state.Inner)
        {
            json.WritePropertyName(key);
            Write(json, inner, StateFileNames.Inner(prefix, key));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, ParameterState parameter, string prefix, string key)
    {
        json.WriteStartObject();
        WriteHead(json, parameter);
        json.WriteNumber("group", parameter.Group);
        json.WritePropertyName("values");
        WriteValues(json, parameter.Values, value => StateFileNames.State(prefix, key, value));
        json.WriteEndObject();
    }

    private void WriteParameters(Utf8JsonWriter json, IReadOnlyList<ParameterState> parameters)
    {
        var keys = StateFileNames.Keys(parameters);
        json.WriteStartArray();
        for (var i = 0; i < keys.Length; i++)
        {
            if (parameters[i].Values.Count != 1)
                throw new ArgumentException($"parameters[{i}] has {parameters[i].Values.Count} values; it must have one, its numbers.",
                    nameof(parameters));
            json.WriteStartObject();
            WriteHead(json, parameters[i]);
            json.WriteEndObject();
            _tensors.Add(StateTensors.Of(StateFileNames.Parameter(keys[i]), parameters[i]));
        }

        json.WriteEndArray();
    }

    private static void WriteHead(Utf8JsonWriter json, ParameterState parameter)
    {
        if (parameter.Name is not null)
            json.WriteString("name", parameter.Name);
        json.WriteString("kind", parameter.Kind.ToString());
        json.WriteNumber("rows", parameter.Rows);
        json.WriteNumber("columns", parameter.Columns);
        if (parameter.IsByRows)
            json.WriteBoolean(StateFileNames.ByRows, true);
    }

    private void WriteValues(Utf8JsonWriter json, IReadOnlyList<StateValue> values, Func<string, string> nameOf)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStartObject();
            json.WriteString("name", value.Name);
            json.WriteString("meaning", value.Meaning.ToString());
            json.WriteString("form", value.Form.ToString());
            json.WriteString("kind", value.Kind.ToString());
            json.WriteNumber("rows", value.Rows);
            json.WriteNumber("columns", value.Columns);
            json.WriteEndObject();
            _tensors.Add(StateTensors.Of(nameOf(value.Name), value));
        }

        json.WriteEndArray();
    }
}
