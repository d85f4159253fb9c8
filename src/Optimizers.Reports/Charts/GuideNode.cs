namespace Optimizers.Reports.Charts;

/// <summary>A question or an end of the guide's tree.</summary>
/// <param name="Title">The question, or what is the matter.</param>
/// <param name="Detail">Of an end: what helps. Of a question: "".</param>
/// <param name="Yes">Where yes leads to; null at an end.</param>
/// <param name="No">Where no leads to; null at an end.</param>
internal sealed record GuideNode(string Title, string Detail, GuideNode? Yes = null, GuideNode? No = null)
{
    /// <summary>
    /// Figure 1 of the lecture note ("general guide"), with the questions that its text names to tell the two branches' ends apart: the lower loss of
    /// a smaller model, or of a reference minimizer, proves that the optimization fails; a large loss on a holdout from the training data is
    /// overfitting, a small one leaves the mismatch.
    /// </summary>
    public static GuideNode Root { get; } = new(
        "Is the loss on the training data large?",
        "",
        Yes: new(
            "Does anything reach a lower one?",
            "",
            Yes: new("The optimization fails", "saddle, rate, ravine"),
            No: new("Model bias", "make the model more flexible")),
        No: new(
            "Is the loss on the testing data large?",
            "",
            Yes: new(
                "Large on a training holdout too?",
                "",
                Yes: new("Overfitting", "more data, regularization"),
                No: new("The two sets differ", "training does not help")),
            No: new("Done", "both losses are small")));

    /// <summary>True for an end.</summary>
    public bool IsEnd => Yes is null;
}
