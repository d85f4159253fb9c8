namespace Optimizers.Tests.Proofs;

/// <summary>What became of some statements.</summary>
internal sealed class Tally
{
    /// <summary>Statements that were tried.</summary>
    public int Tried { get; private set; }

    /// <summary>Of these, called proven.</summary>
    public int Proven { get; private set; }

    /// <summary>Of these, false. Must be 0.</summary>
    public int False { get; private set; }

    /// <summary>Statements that must be proven: they are true by twice the floor.</summary>
    public int Owed { get; private set; }

    /// <summary>Of these, not proven. Must be 0.</summary>
    public int Missed { get; private set; }

    /// <summary>One statement.</summary>
    /// <param name="isProven">What the certificate says.</param>
    /// <param name="isTrue">What exact arithmetic says; asked only where it matters.</param>
    /// <param name="isOwed">Whether it must be proven; asked only where it is not.</param>
    public void Add(bool isProven, Func<bool> isTrue, Func<bool> isOwed)
    {
        Tried++;
        if (isProven)
        {
            Proven++;
            if (!isTrue())
                False++;
        }

        if (!isOwed())
            return;
        Owed++;
        if (!isProven)
            Missed++;
    }

    public void Add(Tally other)
    {
        Tried += other.Tried;
        Proven += other.Proven;
        False += other.False;
        Owed += other.Owed;
        Missed += other.Missed;
    }
}
