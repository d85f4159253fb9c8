namespace Optimizers;

/// <summary>Whose step gives Shampoo's its length (Anil et al. 2020, "Scalable Second Order Optimization for Deep Learning", section 3.2).</summary>
public enum ShampooGrafting
{
    /// <summary>Nobody's: the step is as long as the paper has it.</summary>
    None,

    /// <summary>The gradient's: the step of SGD.</summary>
    Sgd,

    /// <summary>Adagrad's: g/(√S + ε) with S the sum of all squares.</summary>
    Adagrad,
}
