using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>The hyperparameters and the formula that <see cref="Adam"/> and <see cref="AdamW"/> have in common.</summary>
internal sealed class AdamMoments(Schedule beta1, double beta2, double epsilon, bool amsGrad)
{
    /// <summary>Πβ₁ and Πβ₂, each as a sum of two doubles.</summary>
    public const int ScalarCount = 4;

    public Schedule Beta1 { get; set; } = HyperparameterRange.Decay(beta1);

    public double Beta2 { get; } = HyperparameterRange.Decay(beta2);

    public double Epsilon { get; } = HyperparameterRange.NotNegative(epsilon);

    public bool AmsGrad { get; } = amsGrad;

    public IEnumerable<Hyperparameter> Hyperparameters =>
        [new("beta1", Beta1), new("beta2", Beta2), new("epsilon", Epsilon), new("amsGrad", AmsGrad)];

    public IReadOnlyList<StateMeaning> StateMeanings => AmsGrad
        ? [StateMeaning.GradientMean, StateMeaning.SquareMean, StateMeaning.LargestSquareMean]
        : [StateMeaning.GradientMean, StateMeaning.SquareMean];

    public StateForm FormOf(int index, ReadOnlySpan<double> scalars)
    {
        var missing = scalars[(index == 0 ? 0 : 2)..];
        return new StateForm(StateMeanings[index], Unit(), Decay()) { Missing = new RunningProduct(missing[0], missing[1]), IsCorrected = true };

        double Decay() => index > 0 ? Beta2 : Beta1.IsConstant ? Beta1.At(0) : double.NaN;

        double Unit() => 1 - Decay();
    }

    /// <summary>Keeps what the weights of both means lack to 1 as the products that correct them.</summary>
    public static void Keep(Span<double> scalars, ReadOnlySpan<RunningProduct> missing)
    {
        (scalars[0], scalars[1]) = (missing[0].High, missing[0].Low);
        (scalars[2], scalars[3]) = (missing[1].High, missing[1].Low);
    }

    /// <summary>Takes one step with this iteration's β₁.</summary>
    public void Apply(in UpdateContext context, double beta1)
    {
        var scalars = context.Scalars;
        var correction1 = 1 / Grow(scalars[..2], beta1, context.StepNumber);
        var correction2 = 1 / Grow(scalars[2..], Beta2, context.StepNumber);
        var stepSize = context.LearningRate * correction1;
        if (AmsGrad)
            context.Apply(new AmsGradRule(stepSize, beta1, Beta2, correction2, Epsilon));
        else
            context.Apply(new AdamRule(stepSize, beta1, Beta2, correction2, Epsilon));
    }

    /// <summary>Multiplies a product of decays by the next one. Returns 1 less the product: the sum of the weights in the moving average.</summary>
    private static double Grow(Span<double> product, double decay, long stepNumber)
    {
        var next = (stepNumber == 1 ? RunningProduct.One : new RunningProduct(product[0], product[1])).Times(decay);
        product[0] = next.High;
        product[1] = next.Low;
        return next.OneMinus;
    }
}

/// <summary>Adam (Kingma and Ba 2015, algorithm 1).</summary>
internal readonly record struct AdamRule(double StepSize, double Beta1, double Beta2, double Correction2, double Epsilon) : IUpdateRule
{
    public static int StateCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var m = state.First = T.Lerp(gradient, state.First, Beta1);
        var v = state.Second = T.Lerp(gradient * gradient, state.Second, Beta2);
        parameter -= T.DivideOrZero(StepSize * m, T.Sqrt(v * Correction2) + Epsilon);
    }
}

/// <summary>AMSGrad (Reddi, Kale and Kumar 2018, algorithm 2), with Adam's corrections.</summary>
internal readonly record struct AmsGradRule(double StepSize, double Beta1, double Beta2, double Correction2, double Epsilon) : IUpdateRule
{
    public static int StateCount => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var m = state.First = T.Lerp(gradient, state.First, Beta1);
        var v = state.Second = T.Lerp(gradient * gradient, state.Second, Beta2);
        var largest = state.Third = T.Max(state.Third, v);
        parameter -= T.DivideOrZero(StepSize * m, T.Sqrt(largest * Correction2) + Epsilon);
    }
}
