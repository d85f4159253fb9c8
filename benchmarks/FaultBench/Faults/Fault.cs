namespace Optimizers.FaultBench;

/// <summary>One thing that is wrong in a training program.</summary>
/// <param name="id">Its name.</param>
/// <param name="severity">How strong it is.</param>
/// <param name="accepted">The ids of the causes that are a right answer: the fault's own, and those that cannot honestly be
/// told apart from it.</param>
internal abstract class Fault(string id, Severity severity, params string[] accepted)
{
    public string Id { get; } = id;

    public Severity Severity { get; } = severity;

    public IReadOnlyList<string> Accepted { get; } = accepted;

    /// <summary>True if the right answer is an advice, not a fault.</summary>
    public virtual bool IsAdvice => false;

    /// <summary>
    /// True if a guard can cure it: a hyperparameter of the optimizer is wrong, or the weights of the start are. The user has to correct the data,
    /// the model, and the code of the gradient or the loss.
    /// </summary>
    public virtual bool IsCurable => false;

    /// <summary>The measure of its harm.</summary>
    public virtual Harm Harm => Harm.Training;

    /// <summary>The loss below which a run is good in any case; null: the task's.</summary>
    public virtual double? Floor => null;

    protected bool IsMild => Severity == Severity.Mild;

    /// <summary>The reason why it makes no sense in a cell; null where it makes sense.</summary>
    public virtual string? NoSenseIn(Cell cell) => null;

    /// <summary>True if <see cref="Prepare"/> changes the healthy twin.</summary>
    public virtual bool ChangesTwin => false;

    /// <summary>Prepares the circumstances of the fault, which the healthy twin has too.</summary>
    public virtual void Prepare(Setup setup)
    {
    }

    /// <summary>Makes the program faulty.</summary>
    public abstract void Inject(Setup setup);

    public override string ToString() => $"{Id} ({(IsMild ? "mild" : "severe")})";

    /// <summary>"it has no hidden units" where the model is linear.</summary>
    protected static string? WithoutHidden(Cell cell) => cell.Model.IsLinear ? "the model has no hidden units" : null;

    /// <summary>"it has no classes" where the task is a regression.</summary>
    protected static string? WithoutClasses(Cell cell) => cell.Data.IsRegression ? "a regression has no classes" : null;
}
