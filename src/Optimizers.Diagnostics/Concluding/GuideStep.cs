namespace Optimizers.Diagnostics;

/// <summary>One question of the lecture note's guide (figure 1), with the answer.</summary>
/// <param name="Question">"Is the loss on the training data large?".</param>
/// <param name="Answer">True for yes, false for no, null where it was not measured.</param>
/// <param name="Because">The numbers of the answer, or what is to be measured.</param>
public sealed record GuideStep(string Question, bool? Answer, string Because);
