internal import Licensing

/// Why an answer is of no use, before it is known what was asked.
struct AnswerFault: Error, Hashable {
    var code: ProblemCode
    var status: Int?
    var message: String
    /// What the request may have done.
    var effect: ServiceFailure.Effect
}
