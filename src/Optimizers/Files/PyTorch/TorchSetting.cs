using System.Globalization;
using System.Text.Json;

namespace Optimizers.Files;

/// <summary>A field of a group of torch.optim: a truth value or numbers.</summary>
/// <param name="Name">Its name there: "betas".</param>
/// <param name="Value">A <see cref="bool"/>, a <see cref="double"/> or several of them.</param>
/// <param name="IsVariant">True if another value makes it another rule, with other state.</param>
internal sealed record TorchSetting(string Name, object Value, bool IsVariant = false)
{
    /// <summary>The value as text.</summary>
    public string Text => TextOf(Value);

    /// <summary>The text of the field in a group of a file; null where it has none.</summary>
    /// <exception cref="InvalidDataException">It is of another type.</exception>
    public string? TextIn(JsonElement group)
    {
        if (!group.TryGetProperty(Name, out var field) || field.ValueKind == JsonValueKind.Null)
            return null;
        return Value switch
        {
            bool => TextOf(field.Truth(Name)),
            double => TextOf(NumberOf(field, Name)),
            _ => TextOf(field.Items(Name).Select(each => NumberOf(each, Name)).ToArray()),
        };
    }

    /// <summary>Writes the field.</summary>
    public void Write(Utf8JsonWriter json)
    {
        switch (Value)
        {
            case bool truth:
                json.WriteBoolean(Name, truth);
                break;
            case double number:
                json.WriteNumber(Name, number);
                break;
            default:
                json.WriteStartArray(Name);
                foreach (var number in (double[])Value)
                    json.WriteNumberValue(number);
                json.WriteEndArray();
                break;
        }
    }

    /// <summary>A number in a file.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static double NumberOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new InvalidDataException($"The {name} in the file's param_groups must be a finite number, not {element.ValueKind}.");

    private static string TextOf(object value) => value switch
    {
        double[] numbers => $"({string.Join(", ", numbers.Select(each => each.ToString("R", CultureInfo.InvariantCulture)))})",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
