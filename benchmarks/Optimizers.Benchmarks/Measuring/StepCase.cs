using System.Globalization;

namespace Optimizers.Benchmarks.Measuring;

/// <summary>One measurement: the contestant, the rule, the number and type of the elements, and the number of threads.</summary>
internal readonly record struct StepCase(Subject Subject, Contestant Contestant, bool IsDouble, int Length, int Threads)
{
    public string Element => IsDouble ? "double" : "float";

    public int ElementSize => IsDouble ? sizeof(double) : sizeof(float);

    /// <summary>True for an optimizer's step, false for a sweep over memory.</summary>
    public bool IsStep => Subject >= Subject.Adam;

    /// <summary>How many arrays' worth of bytes the formula itself has to read and write.</summary>
    public int NecessaryArrays => Subject switch
    {
        Subject.Copy => 2, // b read; a written
        Subject.Triad or Subject.StreamingTriad => 3, // b, c read; a written
        Subject.Update => 3, // a, b read; a written
        Subject.Adam => 7, // θ, g, m, v read; θ, m, v written
        _ => 5, // θ, g and one state read; θ and the state written
    };

    /// <summary>The bytes that the formula itself has to read and write, once each.</summary>
    public double NecessaryBytes => (double)NecessaryArrays * ElementSize * Length;

    /// <summary>The bytes of the gradient, which a guard reads once more.</summary>
    public double GuardBytes => (double)ElementSize * Length;

    public StepCase By(Contestant contestant) => this with { Contestant = contestant };

    public StepCase Of(Subject subject) => this with { Subject = subject, Contestant = Contestant.Memory };

    /// <summary>The name that a filter is matched with, such as "Adam/Library/float/1000000/1".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Subject}/{Contestant}/{Element}/{Length}/{Threads}");
}
