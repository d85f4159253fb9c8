namespace Optimizers.Tests.Rules;

/// <summary>
/// The formulas once more, one coordinate at a time, as the papers and the lecture note write them: with their divisions, sums over histories and
/// powers, in plain doubles. Each function keeps its history in its closure and maps (θ, g, α) to the next θ.
/// </summary>
internal static class Paper
{
    public delegate double Step(double theta, double gradient, double rate);

    public static Step Sgd() => (theta, g, rate) => theta - (rate * g);

    /// <summary>The lecture note, 3.2.2: mⁱ⁺¹ = λmⁱ − αgⁱ, θⁱ⁺¹ = θⁱ + mⁱ⁺¹.</summary>
    public static Step Momentum(double lambda, double dampening = 0)
    {
        var m = 0.0;
        return (theta, g, rate) =>
        {
            m = (lambda * m) - (rate * (1 - dampening) * g);
            return theta + m;
        };
    }

    /// <summary>
    /// Sutskever et al. 2013, eq. 3 and 4: v' = μv − α∇f(θ + μv), θ' = θ + v'. The optimizer's variable is the place where the gradient is
    /// taken, y = θ + μv; so θ is kept here.
    /// </summary>
    public static Step Nesterov(double mu)
    {
        double v = 0, theta = double.NaN;
        return (y, g, rate) =>
        {
            if (double.IsNaN(theta))
                theta = y;
            v = (mu * v) - (rate * g);
            theta += v;
            return theta + (mu * v);
        };
    }

    /// <summary>torch.optim.SGD's documentation: b₁ = g, b ← μb + (1 − τ)g; g ← g + μb (Nesterov) or b; θ ← θ − γg.</summary>
    public static Step TorchMomentum(double mu, double dampening = 0, bool nesterov = false)
    {
        double? b = null;
        return (theta, g, rate) =>
        {
            b = b is null ? g : (mu * b) + ((1 - dampening) * g);
            return theta - (rate * (nesterov ? g + (mu * b.Value) : b.Value));
        };
    }

    /// <summary>The lecture note, 3.2.3: σⁱ = √(1/(i+1)·[(g⁰)² + … + (gⁱ)²]).</summary>
    public static Step Rms()
    {
        var gradients = new List<double>();
        return (theta, g, rate) =>
        {
            gradients.Add(g);
            var sigma = Math.Sqrt(gradients.Sum(x => x * x) / gradients.Count);
            return sigma == 0 ? theta : theta - (rate / sigma * g);
        };
    }

    /// <summary>Duchi et al. 2011 with δ as torch's initial accumulator and ε.</summary>
    public static Step Adagrad(double initial, double epsilon)
    {
        var gradients = new List<double>();
        return (theta, g, rate) =>
        {
            gradients.Add(g);
            return theta - (rate * g / (Math.Sqrt(initial + gradients.Sum(x => x * x)) + epsilon));
        };
    }

    /// <summary>The lecture note, 3.2.3: σ⁰ = √((g⁰)²), σⁱ = √(k(σⁱ⁻¹)² + (1 − k)(gⁱ)²).</summary>
    public static Step RmsProp(double k)
    {
        double? sigma = null;
        return (theta, g, rate) =>
        {
            sigma = sigma is null ? Math.Sqrt(g * g) : Math.Sqrt((k * sigma.Value * sigma.Value) + ((1 - k) * g * g));
            return sigma == 0 ? theta : theta - (rate / sigma.Value * g);
        };
    }

    /// <summary>torch.optim.RMSprop's documentation; v as the sum of the weighted history.</summary>
    public static Step TorchRmsProp(double alpha, double epsilon, bool centered = false, double momentum = 0)
    {
        var gradients = new List<double>();
        var b = 0.0;
        return (theta, g, rate) =>
        {
            gradients.Add(g);
            var v = Average(gradients, alpha, x => x * x);
            var mean = centered ? Average(gradients, alpha, x => x) : 0;
            b = (momentum * b) + (g / (Math.Sqrt(v - (mean * mean)) + epsilon));
            return theta - (rate * b);
        };
    }

    /// <summary>Kingma and Ba 2015, algorithm 1, with mₜ = (1 − β₁)Σβ₁ᵗ⁻ⁱgᵢ (their section 3); AMSGrad with torch's corrections.</summary>
    public static Step Adam(double beta1, double beta2, double epsilon, bool amsGrad = false, double decoupled = 0)
    {
        var gradients = new List<double>();
        var largest = 0.0;
        return (theta, g, rate) =>
        {
            gradients.Add(g);
            var t = gradients.Count;
            var m = Average(gradients, beta1, x => x);
            var v = Average(gradients, beta2, x => x * x);
            largest = Math.Max(largest, v);
            var mHat = m / (1 - Math.Pow(beta1, t));
            var vHat = (amsGrad ? largest : v) / (1 - Math.Pow(beta2, t));
            theta -= rate * decoupled * theta;
            return vHat == 0 ? theta : theta - (rate * mHat / (Math.Sqrt(vHat) + epsilon));
        };
    }

    /// <summary>The lecture note, 3.2.3, last equation, with m ← λm + g.</summary>
    public static Step RmsMomentum(double lambda, double k)
    {
        var gradients = new List<double>();
        double? sigma = null;
        return (theta, g, rate) =>
        {
            gradients.Add(g);
            sigma = sigma is null ? Math.Abs(g) : Math.Sqrt((k * sigma.Value * sigma.Value) + ((1 - k) * g * g));
            var m = gradients.Select((x, i) => Math.Pow(lambda, gradients.Count - 1 - i) * x).Sum();
            return sigma == 0 ? theta : theta - (rate / sigma.Value * m);
        };
    }

    /// <summary>A rule that sees a decayed sum of the gradients: m ← λm + g.</summary>
    public static Step Traced(Step rule, double lambda)
    {
        var m = 0.0;
        return (theta, g, rate) => rule(theta, m = (lambda * m) + g, rate);
    }

    /// <summary>A rule behind an L2 penalty and a clamp.</summary>
    public static Step Prepared(Step rule, double weightDecay = 0, double clip = double.PositiveInfinity, double sign = 1) =>
        (theta, g, rate) => rule(theta, (sign * Math.Clamp(g, -clip, clip)) + (weightDecay * theta), rate);

    /// <summary>Parikh and Boyd 2014, eq. 6.9: the proximal operator of αλ|x|, case by case, behind gradient descent.</summary>
    public static Step Proximal(double lambda) => (theta, g, rate) =>
    {
        var x = theta - (rate * g);
        var threshold = rate * lambda;
        return x >= threshold ? x - threshold : x <= -threshold ? x + threshold : 0;
    };

    /// <summary>The nearest point of [lower, upper] to where a rule would go.</summary>
    public static Step Boxed(Step rule, double lower, double upper) => (theta, g, rate) => Math.Clamp(rule(theta, g, rate), lower, upper);

    private static double Average(List<double> history, double decay, Func<double, double> power) =>
        (1 - decay) * history.Select((x, i) => Math.Pow(decay, history.Count - 1 - i) * power(x)).Sum();
}
