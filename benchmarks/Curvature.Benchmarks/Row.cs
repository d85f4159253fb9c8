using System.Globalization;

namespace Curvature.Benchmarks;

/// <summary>One line of the table: what, by whom, and what it took.</summary>
/// <param name="What">The task.</param>
/// <param name="By">The method.</param>
/// <param name="Products">Products Av.</param>
/// <param name="Seconds">The whole run.</param>
/// <param name="OfProducts">The part of it that the operator's products took.</param>
/// <param name="Processor">Processor time of all threads in the whole run, products included: what other load of the machine changes least.</param>
/// <param name="Vectors">Memory allocated in the run, in vectors of n doubles.</param>
/// <param name="Result">What came out.</param>
internal sealed record Row(string What, string By, long Products, double Seconds, double OfProducts, double Processor, double Vectors, string Result)
{
    public const string Header =
        "| what | by | products | whole run | without products | processor | memory, vectors | result |\n"
        + "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {What} | {By} | {Products} | {Seconds:F2} s | {Seconds - OfProducts:F2} s | {Processor:F2} s | {Vectors:F1} | {Result} |");
}
