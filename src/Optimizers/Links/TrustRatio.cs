using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// A step as long as a share of its parameter (You, Gitman and Ginsburg 2017; You et al. 2020): u ← α·‖θ‖/‖u‖·u, so that the step of a parameter
/// moves it by the share α. Where θ or u is 0, u stays. Behind a rule: <c>new Momentum(0.01).Then(new TrustRatio())</c>.
/// </summary>
public sealed class TrustRatio : Link<TrustRatio.Formula>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> Hyperparameters => [];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => true;

    /// <inheritdoc/>
    protected internal override Formula At(in StepInfo step) => new(step.RoundsDone > 0 ? StepScale.Of(step) ?? 1 : 1);

    /// <summary>u ← s·u.</summary>
    /// <param name="scale">s.</param>
    public readonly struct Formula(double scale) : IUpdateLink
    {
        /// <inheritdoc/>
        public static int StateCount => 0;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Parameter, Values: 2);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> => scale * update;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, T update, State<T> state) where T : struct, IArithmetic<T> =>
            new() { First = parameter * parameter, Second = update * update };
    }
}
