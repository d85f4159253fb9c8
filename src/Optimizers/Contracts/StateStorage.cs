namespace Optimizers;

/// <summary>How an optimizer keeps, between its steps, what it remembers with one number an element. A step computes in full precision.</summary>
public enum StateStorage
{
    /// <summary>In the precision of the step: 4 bytes a number for parameters of floats and narrower ones, 8 for doubles.</summary>
    Full,

    /// <summary>
    /// In bfloat16, 2 bytes a number, rounded to one of the two neighbours with probabilities that keep the mean right, as a function of the step and
    /// the element: averages move although a step changes them by less than their last bit.
    /// </summary>
    BFloat16,

    /// <summary>
    /// In 8 bits, about 1 byte a number: means, sums and velocities of gradients, and means of their squares, of parameters of at least 4,096
    /// elements, by dynamic codes in blocks of 256 with a scale each (Dettmers et al., 8-bit Optimizers via Block-wise Quantization, ICLR 2022,
    /// section 2). All else is kept in full.
    /// </summary>
    EightBits,
}
