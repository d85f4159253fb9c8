using System.Text.Json;

namespace Optimizers.Files;

/// <summary>Reads the JSON of a description: what is not as it must be is damage.</summary>
internal static class Described
{
    /// <summary>The JSON of a text.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static JsonElement Parse(string key, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The metadata {Quoted.Text(key)} is no JSON: {exception.Message}", exception);
        }
    }

    extension(JsonElement element)
    {
        /// <summary>The items of a list.</summary>
        public IEnumerable<JsonElement> Items(string what) =>
            element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Fault(what, "a list", element);

        /// <summary>The fields of an object.</summary>
        public IEnumerable<JsonProperty> Fields(string what) =>
            element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw Fault(what, "an object", element);

        /// <summary>A field that must be there.</summary>
        public JsonElement Field(string name) =>
            element.ValueKind != JsonValueKind.Object ? throw Fault(name, "a field of an object", element)
            : element.TryGetProperty(name, out var field) ? field
            : throw new InvalidDataException($"The description lacks the field '{name}'.");

        /// <summary>A text.</summary>
        public string Text(string what)
        {
            if (element.ValueKind != JsonValueKind.String)
                throw Fault(what, "a text", element);
            try
            {
                return element.GetString()!;
            }
            catch (InvalidOperationException exception)
            {
                throw new InvalidDataException($"The {what} in the description is no Unicode text.", exception);
            }
        }

        /// <summary>A text that is not empty.</summary>
        public string Name(string what) =>
            element.Text(what) is { Length: > 0 } text ? text : throw new InvalidDataException($"The {what} is empty.");

        /// <summary>A whole number in a range.</summary>
        public int Whole(string what, int least) =>
            element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= least
                ? number
                : throw Fault(what, $"a whole number of at least {least}", element);

        /// <summary>A truth value.</summary>
        public bool Truth(string what) => element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Fault(what, "true or false", element),
        };

        /// <summary>One of the names of an enumeration.</summary>
        public E OneOf<E>(string what) where E : struct, Enum =>
            element.Text(what) is var text && Enum.TryParse<E>(text, out var value) && Enum.IsDefined(value) && value.ToString() == text
                ? value
                : throw new InvalidDataException($"The {what} {Quoted.Text(text)} is not known; it must be {string.Join(", ", Enum.GetNames<E>())}.");
    }

    /// <summary>The name of a field.</summary>
    public static string KeyOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException("The name of a field in the description is no Unicode text.", exception);
        }
    }

    private static InvalidDataException Fault(string what, string right, JsonElement found) =>
        new($"The {what} in the description must be {right}, not {found.ValueKind}.");
}
